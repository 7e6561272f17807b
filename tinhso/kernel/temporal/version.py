"""Abstract tables: a fact the system knows (`Recorded`), and one that also holds in a span."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RecordedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows by when the system knew them."""

    def known(self, at: datetime | None = None) -> Self:
        """What is known now, or was known at a moment."""
        if at is None:
            return self.filter(recorded__upper_inf=True)
        return self.filter(recorded__contains=at)

    def current(self) -> Self:
        """What is known now, whenever it holds."""
        return self.known()


class VersionQuerySet(RecordedQuerySet):
    """Rows by the day they hold and by when they were known."""

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """What holds on that day, by what is known now or was known at a moment."""
        return self.known(known_at).filter(validity__contains=day)


class Recorded(models.Model):
    """A fact with its record time; `decision` names the paper it rests on."""

    recorded = DateTimeRangeField(_("được ghi nhận"))
    decision = models.CharField(_("căn cứ"), max_length=500, blank=True)
    recorded_by = models.CharField(_("người ghi"), max_length=200)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True


class Version(Recorded):
    """A fact with both times. A subclass adds its key, its values and `no_overlap(…)`."""

    validity = DateRangeField(_("hiệu lực"))
    end_decision = models.CharField(_("căn cứ chấm dứt"), max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()  # type: ignore[misc]  # plugin: one is ClassVar

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(validity__isempty=False), name="%(app_label)s_%(class)s_not_empty"
            )
        ]

    @property
    def valid_from(self) -> date | None:
        """First day; None when it always held, as far as is known."""
        lower: date | None = self.validity.lower
        return lower

    @property
    def valid_to(self) -> date | None:
        """The first day on which it no longer holds; None while no end is known."""
        upper: date | None = self.validity.upper
        return upper
