"""Paging by key: every row once, forwards and back, whatever the order and the nulls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.counts import counts_up_to, expected_count
from tinhso.kernel.models import LongTask
from tinhso.ui.lists import ListRows, QuerySetRows, SortKey, cursor
from tinhso.ui.lists.cursor import Cursor
from tinhso.ui.lists.rows import value_at

START = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
ORDERS = (
    ("title", "pk"),
    ("-title", "-pk"),
    ("started_at", "pk"),
    ("-started_at", "-pk"),
    ("state", "-started_at", "pk"),
)


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    title: str | None


def keys(written: Sequence[str]) -> list[SortKey]:
    return [SortKey.of(part) for part in written]


def walked(rows: Any, order: Sequence[SortKey], size: int) -> list[Any]:
    """Every page after the other, each found from the last row of the one before."""
    found: list[Any] = []
    values: list[Any] | None = None
    while page := rows.after(order, values, size):
        found += page
        values = [value_at(page[-1], key.name) for key in order]
    return found


@given(
    st.lists(st.one_of(st.none(), st.sampled_from("abc"))),
    st.booleans(),
    st.integers(1, 4),
)
def test_pages_of_rows_in_memory_hold_every_row_once(
    titles: list[str | None],
    descending: bool,
    size: int,
) -> None:
    rows = ListRows([Row(place, title) for place, title in enumerate(titles)])
    order = [SortKey("title", descending), SortKey("pk", descending)]
    found = walked(rows, order, size)
    assert sorted(row.pk for row in found) == list(range(len(titles)))
    assert found == list(rows.each(order))
    turned = walked(rows, [key.reversed() for key in order], size)
    assert turned == found[::-1]


def tasks(number: int) -> list[LongTask]:
    """Tasks with equal titles and states, and with and without a start."""
    return LongTask.objects.bulk_create(
        LongTask(
            kind="ui.test",
            key=str(place),
            finished_at=None if place % 3 else START,
            title=f"Việc {place % 4}",
            state=LongTask.State.WAITING if place % 3 else LongTask.State.DONE,
            started_by_name="Kiểm thử",
            requested_at=START,
            started_at=None if place % 5 == 0 else START + timedelta(minutes=place % 7),
        )
        for place in range(number)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("written", ORDERS)
def test_pages_of_a_query_set_hold_every_row_once_forwards_and_back(written: Sequence[str]) -> None:
    tasks(23)
    rows = QuerySetRows(LongTask.objects.filter(kind="ui.test"))
    order = keys(written)
    everything = list(rows.each(order))
    assert len(everything) == 23
    assert walked(rows, order, 4) == everything
    turned = [key.reversed() for key in order]
    assert walked(rows, turned, 4) == everything[::-1]


@pytest.mark.django_db
@pytest.mark.parametrize("written", ORDERS)
def test_rows_in_memory_and_in_the_database_have_the_same_order(written: Sequence[str]) -> None:
    made = tasks(23)
    order = keys(written)
    stored = QuerySetRows(LongTask.objects.filter(kind="ui.test")).each(order)
    assert [row.pk for row in stored] == [row.pk for row in ListRows(made).each(order)]


@pytest.mark.django_db
def test_a_row_that_is_gone_does_not_lose_the_place() -> None:
    tasks(6)
    rows = QuerySetRows(LongTask.objects.filter(kind="ui.test"))
    order = keys(("pk",))
    first = rows.after(order, None, 3)
    LongTask.objects.filter(pk=first[-1].pk).delete()
    assert [row.pk for row in rows.after(order, [first[-1].pk], 3)] == [
        first[-1].pk + step for step in (1, 2, 3)
    ]


@pytest.mark.django_db
def test_many_counts_cost_one_query_and_stop_at_the_bound(
    django_assert_num_queries: Any,
) -> None:
    tasks(9)
    of_test = LongTask.objects.filter(kind="ui.test")
    sources = [of_test, of_test.filter(state=LongTask.State.DONE), of_test.none(), of_test]
    with django_assert_num_queries(1):
        assert counts_up_to(sources, 5) == [5, 3, 0, 5]
    assert counts_up_to([of_test.none()], 5) == [0]


@pytest.mark.django_db
def test_the_planner_says_what_it_expects_and_counts_nothing(
    django_assert_num_queries: Any,
) -> None:
    one = tasks(9)[0]
    with django_assert_num_queries(1) as asked:
        assert expected_count(LongTask.objects.filter(pk=one.pk)) == 1
    assert asked[0]["sql"].startswith("EXPLAIN (FORMAT JSON) SELECT")
    assert expected_count(LongTask.objects.none()) == 0


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(2**40), 2**40),
            st.text(max_size=20),
            st.dates(),
            st.datetimes(timezones=st.just(UTC)),
            st.uuids(),
            st.decimals(allow_nan=False, allow_infinity=False),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_a_cursor_is_read_back_as_it_was_written(
    values: list[Any],
    back: bool,
) -> None:
    written = cursor.write(Cursor(tuple(values), back, 26), "list:due")
    assert cursor.read(written, "list:due", values) == Cursor(tuple(values), back, 26)


def test_a_cursor_of_another_list_or_order_or_an_invented_one_starts_over() -> None:
    written = cursor.write(Cursor((date(2026, 1, 1), 7), is_back=False, first=26), "list:due")
    assert cursor.read(written, "list:-due", (1, 2)) is None
    assert cursor.read(written, "list:due", (1, 2, 3)) is None
    assert cursor.read(written[:-2] + "xx", "list:due", (1, 2)) is None
    assert cursor.read("", "list:due", (1, 2)) is None


def test_kinds_of_values_survive_the_address() -> None:
    values = (Decimal("1.50"), UUID(int=7), START, date(2026, 1, 2))
    read = cursor.read(cursor.write(Cursor(values, is_back=False, first=1), "s"), "s", values)
    assert read is not None
    assert [type(value) for value in read.values] == [Decimal, UUID, datetime, date]
