"""Calendars: the year of a place, its hours and special days."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.clock import Day, Reason, WorkCalendar
from tinhso.kernel.clock.reasons import REASON_TEXT
from tinhso.kernel.http import actor_of
from tinhso.kernel.numerals import UnreadableError, parse_date
from tinhso.modules.directory.commands import calendars as commands
from tinhso.modules.directory.errors import FactsInvalid, OrganisationNotFound
from tinhso.modules.directory.queries import calendars, cards
from tinhso.modules.directory.rules.hours import minutes_of, write_ranges
from tinhso.modules.directory.web.forms.calendars import (
    WEEKDAYS,
    HolidaysForm,
    HoursForm,
    SpecialDayForm,
)
from tinhso.modules.directory.web.forms.places import EndForm
from tinhso.modules.directory.web.pages import FormPage, as_of, form_page

VIEW = "directory.view_directory"
MANAGE = commands.MANAGE
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class DayShown:
    """One square of the year."""

    number: int
    kind: str
    words: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month: weeks of seven squares, None outside the month; working days in it."""

    number: int
    weeks: list[list[DayShown | None]]
    working_days: int


def calendar_page(request: HttpRequest, organisation_id: int = 0) -> HttpResponse:
    """The year of an organisation; 0 is the province."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    place = _place(organisation_id)
    year = _year(request, on)
    found = calendars.calendar_of(organisation_id, on)
    entered = calendars.entered_for(organisation_id or None, year=year)
    ids = calendars.places_with_calendars()
    names = cards.last_organisation_cards(ids)
    context = {
        "place": place,
        "organisation_id": organisation_id,
        "year": year,
        "months": [_month(found, year, month, on) for month in range(1, 13)],
        "calendar": found,
        "hours": [(row, _week(row.week)) for row in entered.hours],
        "days": entered.days,
        "weekdays": WEEKDAYS,
        "others": [names[place_id] for place_id in ids if place_id in names],
        "may_manage": _may_manage(request, organisation_id),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "directory/calendar.html", context)


def _place(organisation_id: int) -> cards.OrganisationCard | None:
    if not organisation_id:
        return None
    found = cards.last_organisation_cards([organisation_id]).get(organisation_id)
    if found is None:
        raise OrganisationNotFound
    return found


def _year(request: HttpRequest, on: date) -> int:
    written = request.GET.get("nam", "")
    year = int(written) if written.isdecimal() and len(written) == 4 else on.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _may_manage(request: HttpRequest, organisation_id: int) -> bool:
    by = actor_of(request)
    if not organisation_id:
        return by.may(MANAGE) and by.places(MANAGE) is None
    return by.may(MANAGE, organisation_id)


def _month(found: WorkCalendar, year: int, month: int, today: date) -> MonthShown:
    weeks: list[list[DayShown | None]] = []
    working = 0
    for week in gregorian.Calendar(firstweekday=0).monthdatescalendar(year, month):
        row: list[DayShown | None] = []
        for day in week:
            if day.month != month:
                row.append(None)
                continue
            known = found.day(day)
            working += bool(known.spans)
            row.append(DayShown(day.day, _kind(known), _words(known), day == today))
        weeks.append(row)
    return MonthShown(month, weeks, working)


def _kind(day: Day) -> str:
    if day.spans:
        weekend = day.date.weekday() >= 5
        return "swapped" if weekend and day.entry else "work"
    return "rest" if day.reason in (Reason.WEEKLY_REST, Reason.NO_HOURS) else "holiday"


def _words(day: Day) -> str:
    hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in day.spans)
    return day.entry or hours or str(REASON_TEXT[day.reason])


def _week(week: list[list[list[str]]]) -> list[tuple[object, str, str]]:
    return [
        (name, write_ranges(ranges), f"{minutes_of(ranges) / 60:g}".replace(".", ","))
        for name, ranges in zip(WEEKDAYS, week, strict=True)
    ]


def hours_set(request: HttpRequest, organisation_id: int = 0) -> HttpResponse:
    """New weekly hours from a day on."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    place = _place(organisation_id)
    form = HoursForm(
        request.POST or None,
        initial={f"day_{number}": "7:30-11:30, 13:30-17:30" for number in range(5)},
    )

    def act() -> None:
        told = form.cleaned_data
        commands.set_hours(
            organisation_id or None,
            name=told["name"],
            week=form.week(),
            since=told["since"],
            until=told["until"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    page = _page(_("Đặt giờ làm việc"), organisation_id, place)
    return form_page(request, form, page, act)


def hours_drop(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Back to the hours of those above."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    place = _place(organisation_id)
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        commands.drop_hours(
            organisation_id,
            since=told["on"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    page = _page(_("Bỏ giờ làm việc riêng"), organisation_id, place, danger=True)
    return form_page(request, form, page, act)


def day_set(request: HttpRequest, organisation_id: int = 0) -> HttpResponse:
    """Make a date a holiday, a swapped day or a closure."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    place = _place(organisation_id)
    form = SpecialDayForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        commands.set_day(
            organisation_id or None,
            commands.SpecialDay(
                day=told["day"],
                kind=told["kind"],
                name=told["name"],
                ranges=told["ranges"],
                works_like=told["works_like"],
            ),
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Thêm ngày đặc biệt"), organisation_id, place), act)


def day_cancel(request: HttpRequest, day: str, organisation_id: int = 0) -> HttpResponse:
    """Let a date be like its weekday again."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    place = _place(organisation_id)
    form = EndForm(request.POST or None, initial={"on": _day(day)})
    form.fields["on"].disabled = True
    form.fields["on"].label = _("Ngày")

    def act() -> None:
        commands.cancel_day(
            organisation_id or None,
            _day(day),
            decision=form.cleaned_data["decision"],
            by=by,
            at=timezone.now(),
        )

    page = _page(_("Bỏ ngày đặc biệt"), organisation_id, place, danger=True)
    return form_page(request, form, page, act)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        return parse_date(written)
    except UnreadableError as wrong:
        raise FactsInvalid(fields={"on": [str(wrong)]}) from wrong


def holidays_import(request: HttpRequest) -> HttpResponse:
    """The province's special days of a year from a file."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    form = HolidaysForm(request.POST or None, request.FILES or None)

    def act() -> str:
        told = form.cleaned_data
        commands.import_holidays(
            told["file"].read(),
            year=told["year"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )
        return f"{reverse('directory:calendar_of_province')}?nam={told['year']}"

    page = _page(_("Nhập ngày nghỉ của năm"), 0, None)
    return form_page(request, form, page, act)


def _page(
    title: object,
    organisation_id: int,
    place: cards.OrganisationCard | None,
    *,
    danger: bool = False,
) -> FormPage:
    back = (
        reverse("directory:calendar", args=[organisation_id])
        if organisation_id
        else reverse("directory:calendar_of_province")
    )
    return FormPage(
        title=str(title),
        lead=place.name if place else _("Toàn tỉnh"),
        button=str(title),
        back=back,
        back_title=_("Lịch làm việc"),
        done=_("Đã ghi lịch. Hạn của hồ sơ được tính lại."),
        danger=danger,
    )
