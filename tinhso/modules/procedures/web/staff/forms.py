"""Forms of the staff pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.modules.directory import public as directory
from tinhso.modules.procedures.commands.overlays import OverlayChange
from tinhso.modules.procedures.commands.versions import VersionChange
from tinhso.modules.procedures.definitions.content import Content
from tinhso.modules.procedures.definitions.form import SOURCES
from tinhso.modules.procedures.models import LocalOverlay, ProcedureVersion
from tinhso.modules.procedures.queries.showing import CHANNEL_NAMES
from tinhso.ui.fields import MoneyField, NumberField, PickField, VietnameseDateField

TERM_UNITS = (
    ("", _("Giữ như hiện nay")),
    ("same_day", _("Trong ngày làm việc")),
    ("working_days", _("Ngày làm việc")),
    ("days", _("Ngày (kể cả ngày nghỉ)")),
    ("hours", _("Giờ làm việc")),
    ("months", _("Tháng")),
)
FEE_KINDS = (("FEE", _("Phí")), ("SERVICE_FEE", _("Lệ phí")))
LONG = {"rows": 6}
QUESTION_KINDS = (
    ("text", _("Chữ ngắn")),
    ("long_text", _("Chữ dài")),
    ("name", _("Họ tên")),
    ("date", _("Ngày")),
    ("date_or_year", _("Ngày hoặc năm")),
    ("year", _("Năm")),
    ("time", _("Giờ")),
    ("number", _("Số")),
    ("money", _("Tiền")),
    ("choice", _("Chọn một")),
    ("choices", _("Chọn nhiều")),
    ("yes_no", _("Có hoặc Không")),
    ("phone", _("Điện thoại")),
    ("email", _("Thư điện tử")),
    ("personal_number", _("Số định danh cá nhân")),
    ("tax_number", _("Mã số thuế")),
    ("commune", _("Xã, phường")),
    ("check", _("Ô đánh dấu")),
)
PREFILLS = (("", _("Không, phải hỏi")), *((source, source) for source in SOURCES))


class _TermForm(forms.Form):
    """A form that may set another time limit."""

    term_unit = PickField(label=_("Thời hạn"), choices=TERM_UNITS, required=False)
    term_amount = NumberField(
        label=_("Số ngày, giờ, tháng"), places=0, smallest=1, largest=1000, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        unit = cleaned.get("term_unit")
        if unit and unit != "same_day" and not cleaned.get("term_amount"):
            self.add_error("term_amount", _("Nhập số ngày, giờ hoặc tháng"))
        return cleaned


class VersionForm(_TermForm):
    """What a draft of a version says differently."""

    valid_from = VietnameseDateField(label=_("Có hiệu lực từ ngày"), calendar=True)
    decision_number = forms.CharField(label=_("Số quyết định công bố"), max_length=120)
    decision_on = VietnameseDateField(label=_("Ngày quyết định"), calendar=True)
    name = forms.CharField(label=_("Tên thủ tục"), max_length=2000, widget=forms.Textarea(LONG))
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=30)
    online_level = PickField(
        label=_("Mức trực tuyến"), choices=ProcedureVersion.OnlineLevel.choices
    )
    partial_reason = forms.CharField(
        label=_("Lý do chỉ trực tuyến một phần"),
        help_text=_("Nghị định 224/2026/NĐ-CP, Điều 14: nêu lý do và căn cứ pháp lý"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    implementing_agency = forms.CharField(label=_("Cơ quan thực hiện"), max_length=2000)
    legal_bases = forms.CharField(
        label=_("Căn cứ pháp lý"),
        help_text=_("Mỗi dòng một văn bản"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(LONG),
    )
    steps = forms.CharField(
        label=_("Trình tự thực hiện"),
        help_text=_("Mỗi dòng một bước"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 10}),
    )
    requirements = forms.CharField(
        label=_("Yêu cầu, điều kiện"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(LONG),
    )

    def change(self) -> VersionChange:
        """The change the person entered."""
        given = self.cleaned_data
        columns = [
            "name",
            "short_name",
            "online_level",
            "partial_reason",
            "implementing_agency",
            "decision_number",
            "decision_on",
        ]
        unit = given["term_unit"]
        return VersionChange(
            valid_from=given["valid_from"],
            columns={name: given[name] for name in columns},
            content={
                "legal_bases": [line for line in given["legal_bases"].splitlines() if line.strip()],
                "steps": given["steps"],
                "requirements": given["requirements"],
            },
            term=(
                (given["term_amount"] or 0, unit, f"Quyết định {given['decision_number']}")
                if unit
                else None
            ),
        )


def version_initial(version: ProcedureVersion) -> dict[str, Any]:
    """What the form shows first: the text of a version."""
    is_draft = version.state == ProcedureVersion.State.DRAFT
    content = Content.model_validate(version.content)
    return {
        "valid_from": version.planned_from if is_draft else None,
        "decision_number": version.decision_number if is_draft else "",
        "decision_on": version.decision_on if is_draft else None,
        "name": version.name,
        "short_name": version.short_name,
        "online_level": version.online_level,
        "partial_reason": version.partial_reason,
        "implementing_agency": version.implementing_agency,
        "legal_bases": "\n".join(content.legal_bases),
        "steps": content.steps,
        "requirements": content.requirements,
    }


class OverlayForm(_TermForm):
    """What the province decides differently."""

    decision_number = forms.CharField(label=_("Số nghị quyết, quyết định của tỉnh"), max_length=120)
    decision_on = VietnameseDateField(label=_("Ngày ban hành"), calendar=True)
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), calendar=True)
    valid_until = VietnameseDateField(
        label=_("Áp dụng đến trước ngày"), calendar=True, required=False
    )
    fee_channels = forms.MultipleChoiceField(
        label=_("Đổi phí khi nộp"),
        choices=list(CHANNEL_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fee_kind = PickField(label=_("Loại"), choices=FEE_KINDS, inline=True, required=False)
    fee_amount = MoneyField(label=_("Mức thu"), help_text=_("Ghi 0 nếu miễn thu"), required=False)
    fee_note = forms.CharField(label=_("Ghi chú về phí"), max_length=1000, required=False)
    implementing_agency = forms.CharField(
        label=_("Cơ quan thực hiện"),
        help_text=_("Để trống nếu giữ như danh mục quốc gia"),
        max_length=1000,
        required=False,
    )
    receiving_units = forms.CharField(
        label=_("Nơi tiếp nhận"),
        help_text=_("Mã định danh cơ quan, mỗi dòng một mã. Để trống nếu mọi nơi cùng cấp"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
    )
    note = forms.CharField(
        label=_("Ghi chú cho người dân"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_receiving_units(self) -> list[int]:
        today, found = timezone.localdate(), []
        for code in self.cleaned_data["receiving_units"].split():
            card = directory.organisation_by_code(code[:40], today)
            if card is None:
                raise forms.ValidationError(
                    _("Không có cơ quan mang mã %(code)s"), params={"code": code[:40]}
                )
            found.append(card.id)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("fee_channels") and cleaned.get("fee_amount") is None:
            self.add_error("fee_amount", _("Nhập mức thu, hoặc 0 nếu miễn"))
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last <= first:
            self.add_error("valid_until", _("Ngày kết thúc phải sau ngày bắt đầu"))
        return cleaned

    def change(self) -> OverlayChange:
        """The change the person entered."""
        given = self.cleaned_data
        changes: dict[str, Any] = {
            "note": given["note"],
            "implementing_agency": given["implementing_agency"],
        }
        if given["term_unit"]:
            changes["term"] = {"amount": given["term_amount"] or 0, "unit": given["term_unit"]}
        if given["fee_channels"]:
            line: dict[str, Any] = {
                "kind": given["fee_kind"] or "FEE",
                "amount": given["fee_amount"],
                "note": given["fee_note"],
            }
            changes["fees"] = {channel: [line] for channel in given["fee_channels"]}
        return OverlayChange(
            decision_number=given["decision_number"],
            decision_on=given["decision_on"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            changes=changes,
            receiving_units=given["receiving_units"],
        )


def overlay_initial(overlay: LocalOverlay, on: date) -> dict[str, Any]:
    """What the form shows of a draft."""
    changes = overlay.changes
    by_channel = changes.get("fees", {})
    line: dict[str, Any] = next(iter(by_channel.values()), [{}])[0]
    units = directory.organisation_cards(overlay.receiving_units, on)
    term = changes.get("term") or {}
    return {
        "decision_number": overlay.decision_number,
        "decision_on": overlay.decision_on,
        "valid_from": overlay.validity.lower,
        "valid_until": overlay.validity.upper,
        "term_unit": term.get("unit", ""),
        "term_amount": term.get("amount") or None,
        "fee_channels": list(by_channel),
        "fee_kind": line.get("kind", "FEE"),
        "fee_amount": line.get("amount"),
        "fee_note": line.get("note", ""),
        "implementing_agency": changes.get("implementing_agency", ""),
        "receiving_units": "\n".join(card.code for card in units.values()),
        "note": changes.get("note", ""),
    }


class MoveForm(forms.Form):
    """Who takes a procedure in."""

    is_central = PickField(
        label=_("Nơi tiếp nhận, giải quyết"),
        choices=(("no", _("Tỉnh")), ("yes", _("Hệ thống tập trung của Bộ"))),
    )
    reason = forms.CharField(label=_("Căn cứ"), max_length=300)


class FormDraftForm(forms.Form):
    """A definition as YAML."""

    valid_from = VietnameseDateField(label=_("Dùng từ ngày"), calendar=True)
    definition = forms.CharField(
        label=_("Định nghĩa (YAML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea({"rows": 40, "class": "num", "spellcheck": "false"}),
    )


class QuestionForm(forms.Form):
    """One question of a form, part by part."""

    ask = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,79}$",
        label=_("Tên trường"),
        help_text=_("Chữ thường, số và gạch dưới, ví dụ noi_sinh"),
        max_length=80,
    )
    label = forms.CharField(label=_("Câu hỏi"), max_length=300)
    hint = forms.CharField(label=_("Gợi ý"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("Kiểu"), choices=QUESTION_KINDS)
    required = forms.BooleanField(label=_("Bắt buộc"), required=False)
    options = forms.CharField(
        label=_("Phương án"),
        help_text=_("Mỗi dòng: giá trị = lời, cho câu hỏi lựa chọn"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )
    prefill = forms.ChoiceField(label=_("Lấy sẵn từ"), choices=PREFILLS, required=False)
    uncertain = forms.BooleanField(label=_("[?] Chưa thấy lời chính thức của mẫu"), required=False)
    more = forms.CharField(
        label=_("Thuộc tính khác (YAML)"),
        help_text=_("show_if, require_if, limits, messages, past, future, unit, width"),
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea({"rows": 6, "class": "num", "spellcheck": "false"}),
    )

    def clean_more(self) -> dict[str, Any]:
        return plain_yaml(self.cleaned_data["more"])

    def clean_options(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["options"].splitlines():
            value, _mark, label = line.partition("=")
            if value.strip():
                found.append({"value": value.strip(), "label": (label or value).strip()})
        return found

    def item(self) -> dict[str, Any]:
        """The question as plain data."""
        given = self.cleaned_data
        made: dict[str, Any] = {
            "ask": given["ask"],
            "kind": given["kind"],
            "label": given["label"],
            **given["more"],
        }
        for name in ("hint", "required", "options", "prefill"):
            if given[name]:
                made[name] = given[name]
        if given["uncertain"]:
            made["wording"] = "uncertain"
        return made


_OWN_FIELDS = frozenset(
    {"ask", "label", "hint", "kind", "required", "options", "prefill", "wording"}
)


def question_initial(item: dict[str, Any]) -> dict[str, Any]:
    """What the form shows of a question."""
    more = {name: value for name, value in item.items() if name not in _OWN_FIELDS}
    return {
        **{name: item.get(name, "") for name in ("ask", "label", "hint", "prefill")},
        "kind": item.get("kind", "text"),
        "required": item.get("required", False),
        "uncertain": item.get("wording") == "uncertain",
        "options": "\n".join(
            f"{option['value']} = {option['label']}" for option in item.get("options", [])
        ),
        "more": as_yaml(more) if more else "",
    }


class PartForm(forms.Form):
    """Any other part of a form, as YAML."""

    definition = forms.CharField(
        label=_("Phần này (YAML)"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "num", "spellcheck": "false"}),
    )

    def clean_definition(self) -> dict[str, Any]:
        return plain_yaml(self.cleaned_data["definition"])


def plain_yaml(text: str) -> dict[str, Any]:
    """A YAML mapping as plain data. Raises ValidationError with the line that is wrong."""
    if not text.strip():
        return {}
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise forms.ValidationError(
            _("Dòng %(line)s không đọc được: %(why)s"),
            params={"line": line, "why": str(getattr(wrong, "problem", ""))[:200]},
        ) from wrong
    except (ValueError, RecursionError) as wrong:
        raise forms.ValidationError(_("YAML không đọc được")) from wrong
    if not isinstance(found, dict):
        raise forms.ValidationError(_("Cần các dòng dạng tên: giá trị"))
    return found


def as_yaml(plain: dict[str, Any]) -> str:
    """Plain data as YAML, keys in their order, Vietnamese as it is."""
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100))
