"""The properties of design/clocks: what must hold for every dossier."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kernel.clock import (
    DayKind,
    DayRule,
    DueConvention,
    Event,
    Extended,
    Paused,
    Reason,
    Received,
    Resumed,
    StartRule,
    State,
    Term,
    Unit,
    WorkCalendar,
    amend,
    due_from_account,
    reckon,
    working_time_between,
)
from tinhso.kernel.clock.account import Account
from tinhso.kernel.tests.clock_cases import CALENDAR, events_of, lengths, moments

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=timezone.utc)  # noqa: UP017

working_terms = st.builds(
    Term,
    amount=st.integers(1, 25),
    unit=st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS]),
    start_rule=st.sampled_from(StartRule),
    cutoff=st.sampled_from([None, datetime(2026, 1, 1, 15).time()]),  # noqa: DTZ001
    due_convention=st.sampled_from(DueConvention),
)
calendar_terms = st.builds(
    Term,
    amount=st.integers(1, 6),
    unit=st.sampled_from([Unit.CALENDAR_DAYS, Unit.MONTHS]),
    start_rule=st.sampled_from(StartRule),
)
same_day_terms = st.just(Term(0, Unit.SAME_DAY))
all_terms = st.one_of(working_terms, calendar_terms, same_day_terms)
# Pauses as offsets from reception, so that they can lie anywhere and overlap.
pauses = st.lists(st.tuples(lengths, lengths), max_size=4)


def due(term: Term, events: list[Event], calendar: WorkCalendar = CALENDAR) -> datetime:
    return reckon(term, events, calendar, NOW).due


def placed(
    received: datetime, offsets: list[tuple[timedelta, timedelta]]
) -> list[tuple[datetime, datetime]]:
    return [(received + after, received + after + length) for after, length in offsets]


def in_working_time(moment: datetime) -> bool:
    return any(start <= moment <= end for start, end in CALENDAR.day(moment.date()).spans)


@given(all_terms, moments, pauses)
def test_due_is_inside_working_time_and_never_before_the_start(
    term: Term, received: datetime, offsets: list[tuple[timedelta, timedelta]]
) -> None:
    reckoning = reckon(term, events_of(received, placed(received, offsets)), CALENDAR, NOW)
    assert in_working_time(reckoning.due)
    assert reckoning.due >= reckoning.counts_from >= min(received, reckoning.counts_from)
    assert reckoning.due > received


@given(working_terms, moments, pauses)
def test_due_is_monotone_in_the_term(
    term: Term, received: datetime, offsets: list[tuple[timedelta, timedelta]]
) -> None:
    events = events_of(received, placed(received, offsets))
    longer = Term(
        term.amount + 1,
        term.unit,
        start_rule=term.start_rule,
        cutoff=term.cutoff,
        due_convention=term.due_convention,
    )
    assert due(term, events) < due(longer, events)


@given(all_terms, moments, lengths, pauses)
def test_due_is_monotone_in_the_start(
    term: Term, received: datetime, wait: timedelta, offsets: list[tuple[timedelta, timedelta]]
) -> None:
    # The same pauses for both, all after the later reception.
    later = received + wait
    times = placed(later, offsets) if term.unit is not Unit.SAME_DAY else []
    assert due(term, events_of(received, times)) <= due(term, events_of(later, times))


@given(working_terms, moments, lengths, lengths)
def test_one_pause_moves_due_by_exactly_its_working_time(
    term: Term, received: datetime, after: timedelta, length: timedelta
) -> None:
    plain = reckon(term, [Received(received)], CALENDAR, NOW)
    start = max(received + after, plain.counts_from)
    moved = due(term, events_of(received, [(start, start + length)]))
    if start >= plain.due:
        assert moved == plain.due
    else:
        withheld = working_time_between(CALENDAR, start, start + length)
        assert working_time_between(CALENDAR, plain.due, moved) == withheld


@given(working_terms, moments, lengths, lengths, lengths)
def test_pauses_that_overlap_count_once(
    term: Term, received: datetime, after: timedelta, length: timedelta, shift: timedelta
) -> None:
    start, end = received + after, received + after + length
    inner = min(start + shift, end)
    once = due(term, events_of(received, [(start, end)]))
    assert due(term, events_of(received, [(start, end), (inner, end), (start, inner)])) == once


@given(working_terms, moments, st.integers(0, 40))
def test_a_pause_outside_working_time_moves_nothing(
    term: Term, received: datetime, days: int
) -> None:
    evening = (received + timedelta(days=days)).replace(hour=17, minute=30)
    if evening < received:
        return
    night = (evening, evening + timedelta(hours=14))
    assert due(term, events_of(received, [night])) == due(term, [Received(received)])


@given(working_terms, moments, lengths, lengths, st.lists(lengths, min_size=1, max_size=4))
def test_several_rounds_of_supplement_move_due_like_one_of_the_same_total(
    term: Term,
    received: datetime,
    after: timedelta,
    length: timedelta,
    cuts: list[timedelta],
) -> None:
    """Cutting one pause into rounds that touch changes nothing."""
    start, end = received + after, received + after + length
    edges = sorted({start, end, *(min(start + cut, end) for cut in cuts)})
    rounds = list(pairwise(edges))
    assert due(term, events_of(received, rounds)) == due(term, events_of(received, [(start, end)]))


@given(moments, st.integers(1, 20), st.lists(st.integers(1, 16), min_size=1, max_size=4))
def test_rounds_apart_move_due_by_the_sum_of_their_working_time(
    received: datetime, days: int, halves: list[int]
) -> None:
    """Rounds inside the term, with running time between them, add up exactly."""
    term = Term(days + 10, Unit.WORKING_DAYS)
    plain = reckon(term, [Received(received)], CALENDAR, NOW)
    rounds, at = [], plain.counts_from
    for half in halves:
        end = CALENDAR.advance(at, timedelta(minutes=30 * half))
        rounds.append((at, end))
        at = CALENDAR.advance(end, timedelta(hours=2))
    total = timedelta(minutes=30 * sum(halves))
    moved = due(term, events_of(received, rounds))
    assert working_time_between(CALENDAR, plain.due, moved) == total


@given(
    working_terms,
    moments,
    st.integers(0, 60),
    st.sampled_from([DayKind.CLOSURE, DayKind.SWAPPED_WORKDAY]),
)
def test_an_amended_calendar_never_makes_a_promise_earlier(
    term: Term, received: datetime, days: int, kind: DayKind
) -> None:
    changed = (received + timedelta(days=days)).date()
    rules = (*CALENDAR.rules, DayRule(changed, kind, "sửa"))
    new = WorkCalendar("Sửa", CALENDAR.seasons, rules, version="2")
    promised = due(term, [Received(received)])
    fresh = reckon(term, [Received(received)], new, received)
    result = amend(promised, fresh)
    assert result.due >= promised
    assert result.due in {promised, fresh.due}
    assert result.needs_confirmation == (fresh.due < promised)


@given(
    all_terms,
    moments,
    pauses,
    st.sampled_from([frozenset[int](), frozenset({0, 2})]),
    st.integers(0, 4),
)
@settings(max_examples=500)
def test_the_account_adds_up_and_gives_the_same_due(
    term: Term,
    received: datetime,
    offsets: list[tuple[timedelta, timedelta]],
    restarting: frozenset[int],
    extension: int,
) -> None:
    events: list[Event] = [Received(received)]
    for number, (start, end) in enumerate(placed(received, offsets)):
        events.append(Paused(start, key=str(number), restarts=number in restarting))
        events.append(Resumed(end, key=str(number)))
    if extension:
        events.append(Extended(received, Term(extension, Unit.WORKING_DAYS), key="e"))
    reckoning = reckon(term, events, CALENDAR, NOW)
    account = reckoning.account
    assert account.counted == account.total
    assert due_from_account(account) == reckoning.due == account.due
    assert Account.from_json(account.to_json()) == account
    for line in account.lines:
        if line.reason in {Reason.WORKING_TIME, Reason.FIRST_DAY, Reason.RESTARTED}:
            assert working_time_between(CALENDAR, line.start, line.end) == line.amount
    # Between the lines, and before the first, nothing was worked.
    edges = [received, *(edge for line in account.lines for edge in (line.start, line.end))]
    for end, start in zip(edges[::2], edges[1::2], strict=False):
        assert working_time_between(CALENDAR, end, start) == timedelta(0)


@given(working_terms, moments, pauses)
def test_a_term_in_working_time_is_its_whole_account(
    term: Term, received: datetime, offsets: list[tuple[timedelta, timedelta]]
) -> None:
    account = reckon(term, events_of(received, placed(received, offsets)), CALENDAR, NOW).account
    hours = 8 if term.unit is Unit.WORKING_DAYS else 1
    assert account.total == timedelta(hours=hours * term.amount)


@given(all_terms, moments, pauses, lengths)
def test_moments_in_utc_give_the_same(
    term: Term,
    received: datetime,
    offsets: list[tuple[timedelta, timedelta]],
    after: timedelta,
) -> None:
    times = placed(received, offsets)
    utc = timezone.utc  # noqa: UP017
    now = received + after
    there = reckon(term, events_of(received, times), CALENDAR, now)
    moved = [(start.astimezone(utc), end.astimezone(utc)) for start, end in times]
    here = reckon(term, events_of(received.astimezone(utc), moved), CALENDAR, now.astimezone(utc))
    assert (there.due, there.state, there.remaining) == (here.due, here.state, here.remaining)
    assert there.account == here.account
    assert here.due.utcoffset() == timedelta(hours=7)


@given(working_terms, moments, pauses, lengths)
def test_used_and_remaining_are_the_whole_term(
    term: Term,
    received: datetime,
    offsets: list[tuple[timedelta, timedelta]],
    after: timedelta,
) -> None:
    events = events_of(received, placed(received, offsets))
    reckoning = reckon(term, events, CALENDAR, received + after)
    assert reckoning.used + reckoning.remaining == reckoning.account.total
    assert reckoning.remaining >= timedelta(0)
    assert (reckoning.state is State.LATE) == (received + after > reckoning.due)
    if reckoning.state is State.LATE:
        assert reckoning.remaining == timedelta(0)
