"""Controls that Django does not have: dates, amounts with a unit, files, type-ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose from: its value, its name and, if that helps, a second line."""

    value: str
    label: str
    note: str = ""


class DateInput(forms.TextInput):
    """One text field dd/mm/yyyy; the calendar beside it appears when the browser can show one."""

    template_name = "ui/forms/date.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, calendar: bool = False) -> None:
        super().__init__(
            {"class": "num w-date", "inputmode": "numeric", "autocomplete": "off", **(attrs or {})}
        )
        self.calendar = calendar

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["calendar"] = self.calendar
        return context


class UnitInput(forms.TextInput):
    """A number and its unit behind it: "168,4 m²", "75.000 đ"."""

    template_name = "ui/forms/unit.html"

    def __init__(self, unit: Text = "", attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            {"class": "num w-s", "inputmode": "decimal", "autocomplete": "off", **(attrs or {})}
        )
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class FilesInput(forms.ClearableFileInput):
    """Several files at once; with a script they may be dropped and are listed before sending."""

    template_name = "ui/forms/files.html"
    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["attrs"].setdefault("multiple", True)
        return context


class ComboInput(forms.TextInput):
    """Type-ahead. With a script the endpoint `url` answers while typing; without one the text is
    sent, and when several things match the page comes back with them as choices below the text."""

    template_name = "ui/forms/combo.html"

    def __init__(self, url: Text = "", attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url = url
        self.found: Sequence[Option] = ()
        self.label_of: Any = str

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> tuple[str, str]:
        picked = str(data.get(f"{name}_pick") or "")
        if picked:
            return picked, ""
        return str(data.get(name) or ""), str(data.get(f"{name}_text") or "").strip()

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return name not in data and f"{name}_text" not in data

    def format_value(self, value: Any) -> str:
        return self._split(value)[0]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen, text = self._split(value)
        context["widget"].update(
            {"url": str(self.url), "chosen": chosen, "text": text, "found": self.found}
        )
        return context

    def _split(self, value: Any) -> tuple[str, str]:
        if isinstance(value, tuple):
            return str(value[0]), str(value[1] or (self.label_of(value[0]) if value[0] else ""))
        chosen = "" if value is None else str(value)
        return chosen, str(self.label_of(chosen)) if chosen else ""
