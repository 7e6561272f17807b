"""A model field that is sealed in the database and plain in Python."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, Lookup

from tinhso.kernel.crypto.sealing import decrypt, encrypt


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text sealed for `purpose`; an empty text stays empty.

    It cannot be searched: keep a `lookup_hash` of the value in a column beside it. Two columns that
    hold the same kind of value may share a purpose; the purpose of a column never changes.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:  # noqa: ANN401
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:  # noqa: ANN401 - Django's own type
        name, _path, args, kwargs = super().deconstruct()
        return (
            name,
            "tinhso.kernel.crypto.EncryptedTextField",
            args,
            {**kwargs, "purpose": self.purpose},
        )

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401
        text = super().get_prep_value(value)
        return encrypt(text, self.purpose) if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name == "exact":
            return OnlyEmpty
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: search by its lookup_hash column")
        return super().get_lookup(lookup_name)


class OnlyEmpty(Exact):  # type: ignore[type-arg]
    """Whether the column is empty: the only thing that can be compared with a sealed text."""

    def get_prep_lookup(self) -> Any:  # noqa: ANN401
        if self.rhs != "":
            raise FieldError("a sealed text can only be compared with an empty one")
        return self.rhs
