"""Ten thousand random dossiers, reckoned by the clock and by a loop that knows nothing of it.

The loop steps through half-hours; its idea of the calendar is written out below, not taken from
the clock.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tinhso.kernel.clock import (
    ZONE,
    DueConvention,
    Event,
    Extended,
    Paused,
    Received,
    Resumed,
    StartRule,
    Term,
    Unit,
    due_from_account,
    reckon,
)
from tinhso.kernel.tests.clock_cases import CALENDAR

HALF = timedelta(minutes=30)
ORIGIN = datetime(2026, 1, 1)  # noqa: DTZ001
OFF = {
    date(2026, month, day)
    for month, days in {
        1: [1, 2],
        2: [16, 17, 18, 19, 20],
        4: [26, 27, 30],
        5: [1],
        8: [31],
        9: [1, 2, 16],
        11: [24],
    }.items()
    for day in days
}
WORKED_SATURDAYS = {date(2026, 1, 10), date(2026, 8, 22)}
CUTOFF = time(15)


def works(day: date) -> bool:
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in OFF)


def moment(slot: int) -> datetime:
    return ORIGIN + slot * HALF


def slot_of(when: datetime) -> int:
    return (when - ORIGIN) // HALF


WORKING_SLOTS = {
    slot
    for slot in range(800 * 48)
    if works(moment(slot).date())
    and (
        time(7, 30) <= moment(slot).time() < time(11, 30)
        or time(13, 30) <= moment(slot).time() < time(17, 30)
    )
}


@dataclass
class Dossier:
    received: int
    unit: Unit
    amount: int
    next_day: bool
    whole_days: bool
    cutoff: bool
    extension: int
    pauses: list[tuple[int, int, bool]] = field(default_factory=list)


def random_dossier(chance: random.Random) -> Dossier:
    unit = chance.choice(
        [Unit.WORKING_DAYS] * 4 + [Unit.WORKING_HOURS] * 2 + [Unit.SAME_DAY, Unit.CALENDAR_DAYS]
    )
    received = chance.randrange(0, 310 * 48)
    dossier = Dossier(
        received=received,
        unit=unit,
        amount=0 if unit is Unit.SAME_DAY else chance.randint(1, 20),
        next_day=chance.random() < 0.5,
        whole_days=chance.random() < 0.5,
        cutoff=chance.random() < 0.3,
        extension=chance.choice([0, 0, 0, 3]) if unit is not Unit.CALENDAR_DAYS else 0,
    )
    restarting = chance.random() < 0.25
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        start = received + chance.randrange(0, 15 * 48)
        end = start + chance.randrange(0, 8 * 48)
        dossier.pauses.append((start, end, restarting))
    return dossier


def naive_due(dossier: Dossier) -> int:
    stopped = {slot for start, end, _ in dossier.pauses for slot in range(start, end)}
    restarts = [end for _, end, restart in dossier.pauses if restart]
    base = max([dossier.received, *restarts])
    arrived = moment(base)
    tomorrow = slot_of(datetime.combine(arrived.date() + timedelta(days=1), time()))
    late = dossier.cutoff and works(arrived.date()) and arrived.time() > CUTOFF
    if dossier.unit is Unit.CALENDAR_DAYS:
        return naive_calendar_due(dossier, tomorrow, stopped, late=late)
    if dossier.unit is Unit.SAME_DAY:
        return naive_same_day_due(dossier, tomorrow if late else base, stopped)
    whole = dossier.unit is Unit.WORKING_DAYS and dossier.whole_days
    missed_opening = not works(arrived.date()) or arrived.time() > time(7, 30)
    begin = tomorrow if dossier.next_day or late or (whole and missed_opening) else base
    halves = dossier.amount * (16 if dossier.unit is Unit.WORKING_DAYS else 2)
    return step(begin, halves + extra(dossier, restarts), stopped)


def extra(dossier: Dossier, restarts: list[int]) -> int:
    return 0 if restarts else dossier.extension * 16


def step(slot: int, halves: int, stopped: set[int]) -> int:
    while halves:
        if slot in WORKING_SLOTS and slot not in stopped:
            halves -= 1
        slot += 1
    return slot


def naive_same_day_due(dossier: Dossier, slot: int, stopped: set[int]) -> int:
    while slot not in WORKING_SLOTS:
        slot += 1
    day = moment(slot).date()
    halves = 0
    at = slot
    while moment(at).date() == day:
        halves += at in WORKING_SLOTS
        at += 1
    restarts = [end for _, end, restart in dossier.pauses if restart]
    return step(slot, halves + extra(dossier, restarts), stopped)


def naive_calendar_due(dossier: Dossier, slot: int, stopped: set[int], *, late: bool) -> int:
    while (late or dossier.next_day) and not works(moment(slot).date()):
        slot += 48
    left = dossier.amount
    while True:
        left -= slot + 47 not in stopped
        if left == 0:
            break
        slot += 48
    # 17:30 is the 35th half-hour; the last slot before it must run.
    while not works(moment(slot).date()) or slot + 34 in stopped:
        slot += 48
    return slot + 35


def events_of(dossier: Dossier) -> Iterator[Event]:
    def aware(slot: int) -> datetime:
        return moment(slot).replace(tzinfo=ZONE)

    yield Received(aware(dossier.received))
    for number, (start, end, restart) in enumerate(dossier.pauses):
        yield Paused(aware(start), key=str(number), restarts=restart)
        yield Resumed(aware(end), key=str(number))
    if dossier.extension:
        more = Term(dossier.extension, Unit.WORKING_DAYS)
        yield Extended(aware(dossier.received), more)


def term_of(dossier: Dossier) -> Term:
    return Term(
        dossier.amount,
        dossier.unit,
        start_rule=StartRule.NEXT_WORKING_DAY if dossier.next_day else StartRule.SAME_MOMENT,
        cutoff=CUTOFF if dossier.cutoff else None,
        due_convention=(
            DueConvention.END_OF_DAY if dossier.whole_days else DueConvention.SAME_HOUR
        ),
    )


def test_ten_thousand_random_dossiers_agree_with_a_loop_over_half_hours() -> None:
    chance = random.Random(766)
    for number in range(10_000):
        dossier = random_dossier(chance)
        now = moment(dossier.received + chance.randrange(0, 30 * 48)).replace(tzinfo=ZONE)
        reckoning = reckon(term_of(dossier), list(events_of(dossier)), CALENDAR, now)
        expected = moment(naive_due(dossier)).replace(tzinfo=ZONE)
        assert reckoning.due == expected, (number, dossier)
        assert reckoning.account.counted == reckoning.account.total, (number, dossier)
        assert due_from_account(reckoning.account) == expected, (number, dossier)
