"""Form fields for what Vietnamese people write: dates, đồng, phones, personal numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import numerals
from tinhso.kernel.numerals import UnreadableError, parse_date, parse_money, parse_number
from tinhso.ui.widgets import ComboInput, DateInput, FilesInput, Option, Text, UnitInput

_EXAMPLE_DAY = "18/11/2026"
MEGABYTE = 1024 * 1024


class VietnameseDateField(forms.Field):
    """A day typed as 22/11/2026, 1/7/25, 01-07-2025… Cleans to `datetime.date`.

    `past` refuses days to come (today is allowed), `future` refuses days gone by; `not_before` and
    `not_after` bound it; `calendar` offers the browser's calendar beside the text, for near days.
    """

    widget = DateInput
    default_error_messages = {
        "format": _("Viết ngày theo mẫu ngày/tháng/năm, ví dụ 18/11/2026"),
        "no_such_day": _("Không có ngày %(typed)s trong lịch"),
        "year": _("Năm phải từ 1800 đến 2199"),
        "not_past": _("%(what)s phải là một ngày đã qua, ví dụ 18/11/2026"),
        "not_future": _("%(what)s phải từ hôm nay, %(today)s, trở đi"),
        "too_early": _("%(what)s phải từ %(bound)s trở đi"),
        "too_late": _("%(what)s phải đến hết %(bound)s"),
    }

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        not_before: date | None = None,
        not_after: date | None = None,
        calendar: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("widget", DateInput(calendar=calendar))
        super().__init__(**options)
        self.past, self.future = past, future
        self.not_before, self.not_after = not_before, not_after

    def prepare_value(self, value: Any) -> Any:
        return numerals.short_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except UnreadableError as unreadable:
            if unreadable.code == "empty":
                return None
            raise ValidationError(
                self.error_messages[unreadable.code],
                code=unreadable.code,
                params={"typed": unreadable.text},
            ) from unreadable

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        bounds = (
            (self.past and value > today, "not_past", today),
            (self.future and value < today, "not_future", today),
            (self.not_before is not None and value < self.not_before, "too_early", self.not_before),
            (self.not_after is not None and value > self.not_after, "too_late", self.not_after),
        )
        for broken, code, bound in bounds:
            if broken:
                params = {
                    "what": self.label or _("Ngày này"),
                    "today": numerals.short_date(today),
                    "bound": numerals.short_date(bound) if bound else "",
                }
                raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class NumberField(forms.Field):
    """A number typed as 1.234,5 or 1234.5. Cleans to `Decimal`; `places` = 0 gives `int`."""

    default_error_messages = {
        "format": _("Viết một số, ví dụ 1.234,5"),
        "places": _("Nhiều nhất %(places)s chữ số sau dấu phẩy"),
        "whole": _("Viết một số nguyên, ví dụ 1.234"),
        "too_small": _("Phải từ %(bound)s trở lên"),
        "too_large": _("Nhiều nhất là %(bound)s"),
    }

    def __init__(
        self,
        *,
        unit: Text = "",
        places: int | None = None,
        smallest: Decimal | int | None = None,
        largest: Decimal | int | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("widget", UnitInput(unit))
        super().__init__(**options)
        self.places, self.smallest, self.largest = places, smallest, largest

    def prepare_value(self, value: Any) -> Any:
        return numerals.number(value) if isinstance(value, int | float | Decimal) else value

    def to_python(self, value: Any) -> Decimal | int | None:
        if value in self.empty_values:
            return None
        try:
            found = self._read(value)
        except UnreadableError as unreadable:
            if unreadable.code == "empty":
                return None
            raise ValidationError(self.error_messages["format"], code="format") from unreadable
        if self.places == 0:
            if found != found.to_integral_value():
                raise ValidationError(self.error_messages["whole"], code="whole")
            return int(found)
        return found

    def _read(self, value: Any) -> Decimal:
        return value if isinstance(value, Decimal) else parse_number(str(value))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.places and -Decimal(value).as_tuple().exponent > self.places:  # type: ignore[operator]
            raise ValidationError(
                self.error_messages["places"], code="places", params={"places": self.places}
            )
        if self.smallest is not None and value < self.smallest:
            raise ValidationError(
                self.error_messages["too_small"],
                code="too_small",
                params={"bound": self._said(self.smallest)},
            )
        if self.largest is not None and value > self.largest:
            raise ValidationError(
                self.error_messages["too_large"],
                code="too_large",
                params={"bound": self._said(self.largest)},
            )

    def _said(self, bound: Decimal | int) -> str:
        return numerals.number(bound)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class MoneyField(NumberField):
    """An amount in whole đồng, typed as 75000, 75.000 or "75.000 đ". Cleans to `int`."""

    default_error_messages = {"format": _("Viết số tiền bằng đồng, ví dụ 75.000")}

    def __init__(
        self, *, smallest: int | None = 0, largest: int | None = None, **options: Any
    ) -> None:
        options.setdefault("widget", UnitInput("đ", {"inputmode": "numeric"}))
        super().__init__(places=0, smallest=smallest, largest=largest, **options)

    def _read(self, value: Any) -> Decimal:
        return Decimal(value if isinstance(value, int) else parse_money(str(value)))

    def _said(self, bound: Decimal | int) -> str:
        return numerals.money(int(bound))


class PhoneField(forms.CharField):
    """A Vietnamese phone number, with or without spaces, dots or +84. Cleans to "0912345678"."""

    default_error_messages = {
        "format": _("Điện thoại phải có 10 chữ số, bắt đầu bằng 0"),
    }

    def __init__(self, *, mobile: bool = False, **options: Any) -> None:
        options.setdefault(
            "widget",
            forms.TextInput({"class": "num w-s", "inputmode": "tel", "autocomplete": "tel"}),
        )
        super().__init__(**options)
        self.mobile = mobile

    def prepare_value(self, value: Any) -> Any:
        return numerals.phone(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        plain = re.sub(r"[\s.\-()]", "", typed)
        plain = re.sub(r"^(\+|00)84", "0", plain)
        if not plain:
            return ""
        shape = r"0[35789]\d{8}" if self.mobile else r"0[35789]\d{8}|02\d{9}"
        if not re.fullmatch(shape, plain, re.ASCII):
            raise ValidationError(self.error_messages["format"], code="format")
        return plain


class PersonalNumberField(forms.CharField):
    """The 12 digits of a personal number, with or without spaces. Cleans to twelve digits."""

    default_error_messages = {
        "format": _("Số định danh có 12 chữ số, như trên Căn cước"),
        "year": _("Số định danh không đúng: ba số đầu là mã nơi khai sinh, từ 001 đến 096"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget",
            forms.TextInput({"class": "num w-s", "inputmode": "numeric", "autocomplete": "off"}),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        plain = re.sub(r"[\s.\-]", "", super().to_python(value) or "")
        if not plain:
            return ""
        if not re.fullmatch(r"\d{12}", plain, re.ASCII):
            raise ValidationError(self.error_messages["format"], code="format")
        if not 1 <= int(plain[:3]) <= 96:
            raise ValidationError(self.error_messages["year"], code="year")
        return plain


class FilesField(forms.FileField):
    """Several files. Cleans to a list of uploaded files; each refusal says which one.

    What is inside a file is checked by whoever keeps it; here only size, number and ending are.
    """

    widget = FilesInput
    default_error_messages = {
        "too_many": _("Nhiều nhất %(most)s tệp, đã chọn %(count)s"),
        "too_large": _("Tệp “%(name)s” nặng %(size)s MB, tối đa %(most)s MB"),
        "empty": _("Tệp “%(name)s” rỗng"),
        "ending": _("Tệp “%(name)s” không thuộc loại nhận được: %(endings)s"),
    }

    def __init__(
        self,
        *,
        most_files: int = 10,
        most_megabytes: int = 10,
        endings: Iterable[str] = ("pdf", "jpg", "jpeg", "png", "heic"),
        **options: Any,
    ) -> None:
        self.most_files, self.most_megabytes = most_files, most_megabytes
        self.endings = tuple(endings)
        super().__init__(**options)
        self.widget.attrs.setdefault("accept", ",".join(f".{ending}" for ending in self.endings))

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: list[UploadedFile] = [file for file in data or [] if file]
        if not files:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > self.most_files:
            raise ValidationError(
                self.error_messages["too_many"],
                code="too_many",
                params={"most": self.most_files, "count": len(files)},
            )
        refused = [error for file in files for error in self._refusals(file)]
        if refused:
            raise ValidationError(refused)
        return files

    def _refusals(self, file: UploadedFile) -> list[ValidationError]:
        name, size = file.name or "", file.size or 0
        if not size:
            return [
                ValidationError(self.error_messages["empty"], code="empty", params={"name": name})
            ]
        if size > self.most_megabytes * MEGABYTE:
            params = {
                "name": name,
                "size": numerals.number(round(size / MEGABYTE, 1), 1),
                "most": self.most_megabytes,
            }
            return [
                ValidationError(self.error_messages["too_large"], code="too_large", params=params)
            ]
        if name.rpartition(".")[2].lower() not in self.endings:
            params = {"name": name, "endings": ", ".join(self.endings).upper()}
            return [ValidationError(self.error_messages["ending"], code="ending", params=params)]
        return []


class PickField(forms.ChoiceField):
    """One of a few: radios up to six choices, a select beyond. For hundreds use ComboField."""

    RADIOS_UP_TO = 6

    def __init__(
        self, *, choices: Sequence[tuple[Any, Text]], inline: bool = False, **options: Any
    ) -> None:
        if "widget" not in options:
            few = len(choices) <= self.RADIOS_UP_TO
            inline_class = {"class": "inline"} if inline else {}
            options["widget"] = forms.RadioSelect(inline_class) if few else forms.Select()
        super().__init__(choices=choices, **options)


class ComboField(forms.Field):
    """One of many, found while typing. Cleans to the value (a string).

    `search(text)` gives at most a dozen Options; `label_of(value)` the name of a value,
    or "" if there is none (that is how a value is checked); `url` is the endpoint that answers with
    `tinhso.ui.views.combo_options`. Works without a script as a second step: search, then choose.
    """

    widget = ComboInput
    default_error_messages = {
        "none": _("Không có kết quả nào cho “%(typed)s”"),
        "several": _("Chọn một trong %(count)s kết quả cho “%(typed)s”"),
        "unknown": _("Chọn một kết quả trong danh sách"),
    }

    def __init__(
        self,
        *,
        search: Callable[[str], Sequence[Option]],
        label_of: Callable[[str], str],
        url: Text = "",
        **options: Any,
    ) -> None:
        options.setdefault("widget", ComboInput(url))
        super().__init__(**options)
        self.search, self.label_of = search, label_of
        self.widget.label_of = label_of

    def to_python(self, value: Any) -> str:
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        known = self.label_of(chosen) if chosen else ""
        if known and (not text or text == known):
            return str(chosen)
        if not text:
            if chosen:
                raise ValidationError(self.error_messages["unknown"], code="unknown")
            return ""
        found = list(self.search(text))
        exact = [option for option in found if option.label == text]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0].value
        return self._several(text, found)

    def _several(self, text: str, found: Sequence[Option]) -> str:
        self.widget.found = found
        code = "several" if found else "none"
        raise ValidationError(
            self.error_messages[code], code=code, params={"typed": text, "count": len(found)}
        )
