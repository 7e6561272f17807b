"""Listens to what a page reads, so that a new field is fuzzed without anybody naming it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tinhso.ui import fields as ui

NOT_ASKED = {"csrfmiddlewaretoken", "khong-co"}


@dataclass
class Read:
    """Names a page asked for, with what a person could have meant by each."""

    names: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def add(self, name: object, plausible: str | None = None) -> None:
        if isinstance(name, str) and name not in NOT_ASKED:
            if plausible is not None:
                self.names[name] = plausible
            else:
                self.names.setdefault(name, "Nội dung thử")


@contextmanager
def listening(read: Read) -> Iterator[None]:
    """Write down every name asked of a query, a body or the files, and every form's fields."""
    getting, listing, cleaning = (
        MultiValueDict.__getitem__,
        MultiValueDict._getlist,  # type: ignore[attr-defined]
        forms.BaseForm.full_clean,
    )

    def get(self: MultiValueDict[str, Any], key: Any) -> Any:
        _note(read, self, key)
        return getting(self, key)

    def get_list(self: MultiValueDict[str, Any], key: Any, *more: Any, **named: Any) -> Any:
        _note(read, self, key)
        return listing(self, key, *more, **named)

    def contains(self: MultiValueDict[str, Any], key: Any) -> bool:
        _note(read, self, key)
        return dict.__contains__(self, key)

    def clean(self: forms.BaseForm) -> None:
        for name, asked in self.fields.items():
            if isinstance(asked, forms.FileField):
                read.files.add(self.add_prefix(name))
            else:
                read.add(self.add_prefix(name), plausible(asked))
        cleaning(self)

    with (
        patch.object(MultiValueDict, "__getitem__", get),
        patch.object(MultiValueDict, "_getlist", get_list),
        patch.object(MultiValueDict, "__contains__", contains),
        patch.object(forms.BaseForm, "full_clean", clean),
    ):
        yield


def _note(read: Read, asked: MultiValueDict[str, Any], key: object) -> None:
    if isinstance(asked, QueryDict):
        read.add(key)


def plausible(asked: forms.Field) -> str:
    """What somebody would enter in the field."""
    if isinstance(asked, forms.ChoiceField):
        return _choice(asked)
    for kind, value in _PLAUSIBLE:
        if isinstance(asked, kind):
            return value
    return "Nội dung thử"


def _choice(asked: forms.ChoiceField) -> str:
    choices: Any = asked.choices
    for value, title in choices:
        if isinstance(title, list | tuple):
            return str(title[0][0]) if title else ""
        if value not in (None, ""):
            return str(value)
    return ""


_PLAUSIBLE: tuple[tuple[type[forms.Field], str], ...] = (
    (ui.VietnameseDateField, "18/11/2026"),
    (ui.NumberField, "3"),
    (ui.PhoneField, "0912345678"),
    (ui.PersonalNumberField, "038090345386"),
    (forms.EmailField, "thu@example.vn"),
    (forms.IntegerField, "3"),
    (forms.BooleanField, "on"),
    (forms.SlugField, "thu-nghiem-2"),
)
