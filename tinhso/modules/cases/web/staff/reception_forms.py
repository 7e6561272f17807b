"""The form of the counter: the person, the papers, where it goes, how the result comes back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.text import nfc
from tinhso.modules.cases.commands.register_case import Applicant
from tinhso.modules.cases.models import CasePaper
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.cases.web.staff.side_forms import agency_field
from tinhso.modules.procedures import public as procedures
from tinhso.ui.fields import FilesField, NumberField, PhoneField, PickField
from tinhso.ui.widgets import UnitInput

KINDS = [("", gettext_lazy("Không có")), *CasePaper.Kind.choices]
EXTRA = 3


class ApplicantForm(forms.Form):
    """Whose dossier it is. `number` is a personal number, or a tax number for a business."""

    kind = PickField(
        label=gettext_lazy("Người nộp là"),
        choices=[("citizen", gettext_lazy("Cá nhân")), ("business", gettext_lazy("Tổ chức"))],
        initial="citizen",
        inline=True,
    )
    number = forms.CharField(
        label=gettext_lazy("Số định danh hoặc mã số thuế"),
        help_text=gettext_lazy("Quét mã trên Căn cước, hoặc gõ 12 chữ số"),
        max_length=80,
        widget=forms.TextInput({"class": "num w-m", "autocomplete": "off"}),
    )
    name = forms.CharField(label=gettext_lazy("Họ, chữ đệm và tên"), max_length=200)
    phone = PhoneField(label=gettext_lazy("Điện thoại"))
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    address = forms.CharField(label=gettext_lazy("Nơi ở hoặc trụ sở"), max_length=500)
    submitter_name = forms.CharField(
        label=gettext_lazy("Người nộp thay"),
        help_text=gettext_lazy("Chỉ điền khi có giấy ủy quyền"),
        max_length=200,
        required=False,
    )
    account_id = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def clean_number(self) -> str:
        """Digits of the number; the bar code of a citizen card begins with it."""
        return number_scanned(self.cleaned_data["number"])

    def clean_name(self) -> str:
        return " ".join(nfc(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        number = told.get("number", "")
        if number and told.get("kind") == "citizen" and len(number) != 12:
            self.add_error("number", _("Số định danh có 12 chữ số, như trên Căn cước"))
        if number and told.get("kind") == "business" and len(number) not in (10, 12, 13):
            self.add_error("number", _("Mã số thuế có 10 hoặc 13 chữ số"))
        return told

    def applicant(self) -> Applicant:
        """The person as the command wants them."""
        told = self.cleaned_data
        return Applicant(
            name=told["name"],
            kind=told["kind"],
            number=told["number"],
            phone=told["phone"],
            email=told["email"],
            address=told["address"],
            account_id=told["account_id"],
            submitter_name=told["submitter_name"],
        )


def number_scanned(text: str) -> str:
    """The number in what was typed or read from the QR code of a citizen card.

    The code of the card is "number|old number|name|born|sex|address|issued".
    """
    first = text.split("|", 1)[0]
    return "".join(sign for sign in first if sign.isdigit())


class PapersForm(forms.Form):
    """One line for each paper of the procedure: in which kind it came, how many, its scan."""

    def __init__(self, papers: Sequence[procedures.PaperCard], *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.papers = papers
        for place, paper in enumerate(papers):
            kind = "original" if paper.required else ""
            self._add_line(str(place), paper.name, kind)
        for place in range(EXTRA):
            self.fields[f"name_x{place}"] = forms.CharField(
                label=_("Giấy tờ khác thứ %(n)s") % {"n": place + 1}, required=False, max_length=300
            )
            self._add_line(f"x{place}", _("giấy tờ khác"), "")

    def _add_line(self, key: str, name: str, kind: str) -> None:
        self.fields[f"kind_{key}"] = forms.ChoiceField(
            label=_("Loại bản của %(name)s") % {"name": name},
            choices=KINDS,
            required=False,
            initial=kind,
            widget=forms.Select({"class": "w-s"}),
        )
        self.fields[f"count_{key}"] = NumberField(
            label=_("Số bản của %(name)s") % {"name": name},
            places=0,
            smallest=1,
            largest=99,
            initial=1,
            required=False,
            widget=UnitInput("", {"class": "num w-xs", "inputmode": "numeric"}),
        )
        self.fields[f"scan_{key}"] = FilesField(
            label=_("Bản quét của %(name)s") % {"name": name}, required=False, most_files=5
        )

    def lines(self) -> list[dict[str, Any]]:
        """Rows of the table: the paper and its three controls."""
        rows = [
            {"paper": paper, "name": paper.name, **self._controls(str(place))}
            for place, paper in enumerate(self.papers)
        ]
        rows += [
            {"paper": None, "name_field": self[f"name_x{place}"], **self._controls(f"x{place}")}
            for place in range(EXTRA)
        ]
        return rows

    def _controls(self, key: str) -> dict[str, Any]:
        return {
            "kind": self[f"kind_{key}"],
            "count": self[f"count_{key}"],
            "scan": self[f"scan_{key}"],
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for place in range(EXTRA):
            if told.get(f"kind_x{place}") and not told.get(f"name_x{place}"):
                self.add_error(f"name_x{place}", _("Nhập tên giấy tờ"))
        return told

    def received(self) -> list[tuple[str, str, str, int, list[Any]]]:
        """(code, name, kind, count, scans) of every paper that came."""
        told, found = self.cleaned_data, []
        lines = [(str(n), paper.code, paper.name) for n, paper in enumerate(self.papers)]
        lines += [(f"x{n}", "", told.get(f"name_x{n}", "")) for n in range(EXTRA)]
        for key, code, name in lines:
            scans = told.get(f"scan_{key}") or []
            kind = told.get(f"kind_{key}") or ("electronic" if scans else "")
            if kind and name:
                found.append((code, name, kind, told.get(f"count_{key}") or 1, scans))
        return found


class ReceptionForm(forms.Form):
    """Where the dossier goes and how the result comes back."""

    channel = PickField(
        label=gettext_lazy("Cách nộp"),
        choices=[
            ("counter", gettext_lazy("Trực tiếp tại quầy")),
            ("postal", gettext_lazy("Bưu chính công ích")),
        ],
        initial="counter",
        inline=True,
    )
    summary = forms.CharField(
        label=gettext_lazy("Trích yếu"),
        help_text=gettext_lazy("Hồ sơ về việc gì, ví dụ “nhà 2 tầng, thửa 214, tờ 37”"),
        max_length=500,
        required=False,
    )
    handling = agency_field(
        gettext_lazy("Cơ quan giải quyết"),
        help_text=gettext_lazy(
            "Để trống nếu cơ quan ta giải quyết. Chọn cơ quan nơi khác khi nhận hồ sơ không phụ "
            "thuộc địa giới; đồng hồ chạy khi nơi đó xác nhận."
        ),
        required=False,
    )
    return_method = PickField(
        label=gettext_lazy("Trả kết quả"), choices=ReturnMethod.choices, initial="counter"
    )
    return_address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận qua bưu chính"), max_length=500, required=False
    )
    sets_of_papers = NumberField(
        label=gettext_lazy("Số bộ hồ sơ"), places=0, smallest=1, largest=20, initial=1
    )
    submission_key = forms.CharField(
        max_length=60, widget=forms.HiddenInput(), initial=lambda: f"quay-{uuid.uuid4()}"
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("return_method") == "postal" and not told.get("return_address"):
            self.add_error("return_address", _("Nhập địa chỉ nhận kết quả"))
        return told
