"""What a change does to facts in time: properties of the pure rules of `kernel.temporal`."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.temporal import EVER, Piece, Span, day_span, rewrite

FIRST = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]
bounds = st.one_of(st.none(), st.sampled_from(DAYS))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = draw(bounds), draw(bounds)
    if start is not None and end is not None and start >= end:
        return day_span(start)
    return Span(start, end)


@st.composite
def histories(draw: st.DrawFn) -> list[Piece[str]]:
    """Pieces that do not overlap, with gaps."""
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=0, max_size=6)))
    edges: list[date | None] = [None, *cuts, None]
    pieces = [
        Piece(Span(start, end), draw(st.sampled_from("abc"))) for start, end in pairwise(edges)
    ]
    return [piece for piece in pieces if draw(st.booleans())]


def said_on(pieces: list[Piece[str]], day: date) -> list[str]:
    return [piece.value for piece in pieces if day in piece.span]


def after(pieces: list[Piece[str]], span: Span, value: str | None) -> list[Piece[str]]:
    result = rewrite(pieces, span, lambda _said: value)
    kept = [piece for piece in pieces if piece not in result.closed]
    return [*kept, *result.written]


@given(histories(), spans(), st.sampled_from(["a", "z", None]))
def test_within_the_span_the_new_value_holds_and_outside_nothing_changes(
    pieces: list[Piece[str]], span: Span, value: str | None
) -> None:
    changed = after(pieces, span, value)

    for day in [FIRST - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]:
        before = said_on(pieces, day)
        if day not in span or not before:
            assert said_on(changed, day) == before
        else:
            assert said_on(changed, day) == ([] if value is None else [value])


@given(histories(), spans(), st.sampled_from(["a", "z", None]))
def test_no_two_facts_ever_hold_at_once(
    pieces: list[Piece[str]], span: Span, value: str | None
) -> None:
    changed = after(pieces, span, value)

    overlapping = [
        (one, other)
        for place, one in enumerate(changed)
        for other in changed[place + 1 :]
        if one.span.overlaps(other.span)
    ]
    assert overlapping == []


@given(histories(), spans(), st.sampled_from(["a", "z", None]))
def test_the_same_change_again_changes_nothing(
    pieces: list[Piece[str]], span: Span, value: str | None
) -> None:
    once = after(pieces, span, value)
    again = rewrite(once, span, lambda _said: value)

    assert again.closed == ()
    assert again.written == ()


@given(spans(), spans())
def test_what_is_left_and_what_is_common_make_up_the_span(one: Span, other: Span) -> None:
    left, common = one.without(other), one.common(other)

    for day in DAYS:
        assert (day in one) == (
            any(day in part for part in left) or (common is not None and day in common)
        )
        assert not (common is not None and day in common and any(day in part for part in left))


def test_a_span_is_half_open_and_never_empty() -> None:
    june = Span(date(2025, 6, 1), date(2025, 7, 1))

    assert date(2025, 6, 30) in june
    assert date(2025, 7, 1) not in june
    assert date(1945, 9, 2) in EVER
    with pytest.raises(ValueError, match="ends after it starts"):
        Span(date(2025, 7, 1), date(2025, 7, 1))
