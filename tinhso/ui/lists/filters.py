"""What a list may be narrowed by. A filter reads the address and says itself in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from tinhso.kernel import numerals
from tinhso.kernel.numerals import UnreadableError, parse_date

Text = str | Promise
Apply = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class TextFilter:
    """The search field of the list: `apply(source, text)` narrows it, with folded search."""

    apply: Apply
    label: Text = ""
    placeholder: Text = ""
    key: str = "q"

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.key,)

    def value(self, query: QueryDict) -> str:
        return query.get(self.key, "").strip()

    def narrowed(self, source: Any, query: QueryDict) -> Any:
        text = self.value(query)
        return self.apply(source, text) if text else source

    def words(self, query: QueryDict) -> str:
        return f"“{self.value(query)}”" if self.value(query) else ""


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """One or several choices. `field` filters a query set, `apply(source, values)` anything.

    `choices` are (value, name) pairs, or a function without arguments that makes them when shown.
    """

    key: str
    label: Text
    choices: Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]]
    field: str = ""
    apply: Apply | None = None
    is_multiple: bool = True

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def kind(self) -> str:
        return "choice"

    def options(self) -> Mapping[str, str]:
        made = self.choices() if callable(self.choices) else self.choices
        return {str(value): str(name) for value, name in made}

    def values(self, query: QueryDict) -> list[str]:
        known = self.options() if query.get(self.key) else {}
        chosen = [value for value in query.getlist(self.key) if value in known]
        return chosen if self.is_multiple else chosen[:1]

    def narrowed(self, source: Any, query: QueryDict) -> Any:
        values = self.values(query)
        if not values:
            return source
        if self.apply is not None:
            return self.apply(source, values if self.is_multiple else values[0])
        return source.filter(**{f"{self.field or self.key}__in": values})

    def words(self, query: QueryDict) -> str:
        known = self.options()
        return ", ".join(known[value] for value in self.values(query))


@dataclass(frozen=True, slots=True)
class DateRangeFilter:
    """From a day to a day, both included; `<key>_tu` and `<key>_den` in the address.

    `field` may hold days or moments; `apply(source, (first, last))` gets days or None.
    """

    key: str
    label: Text
    field: str = ""
    apply: Apply | None = None
    is_moment: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return (f"{self.key}_tu", f"{self.key}_den")

    @property
    def kind(self) -> str:
        return "dates"

    def days(self, query: QueryDict) -> tuple[date | None, date | None]:
        first, last = (_day(query.get(name, "")) for name in self.parameters)
        return first, last

    def narrowed(self, source: Any, query: QueryDict) -> Any:
        first, last = self.days(query)
        if first is None and last is None:
            return source
        if self.apply is not None:
            return self.apply(source, (first, last))
        return self._bounded(source, first, last)

    def _bounded(
        self, source: QuerySet[Any], first: date | None, last: date | None
    ) -> QuerySet[Any]:
        name = self.field or self.key
        if first is not None:
            source = source.filter(**{f"{name}__gte": self._start(first)})
        if last is not None:
            source = source.filter(**{f"{name}__lt": self._start(last + timedelta(days=1))})
        return source

    def _start(self, day: date) -> date | datetime:
        return datetime.combine(day, time(), get_current_timezone()) if self.is_moment else day

    def words(self, query: QueryDict) -> str:
        first, last = self.days(query)
        if first and last:
            return numerals.date_range(first, last)
        if first:
            return _("từ %(day)s") % {"day": numerals.short_date(first)}
        return _("đến %(day)s") % {"day": numerals.short_date(last)} if last else ""


@dataclass(frozen=True, slots=True)
class ReferenceFilter:
    """A value another page puts into the address (a figure, to its list); a chip removes it."""

    key: str
    label: Text
    apply: Apply
    label_of: Callable[[str], str]

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def kind(self) -> str:
        return "reference"

    def narrowed(self, source: Any, query: QueryDict) -> Any:
        value = query.get(self.key, "")
        return self.apply(source, value) if value and self.label_of(value) else source

    def words(self, query: QueryDict) -> str:
        value = query.get(self.key, "")
        return self.label_of(value) if value else ""


Filter = ChoiceFilter | DateRangeFilter | ReferenceFilter


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except UnreadableError:
        return None
