"""Numbers without gaps, also when many ask at once and some give theirs back."""

from __future__ import annotations

import random
from datetime import datetime
from threading import Thread

import pytest
from django.db import connection, transaction

from tinhso.kernel.models import NumberSeries
from tinhso.kernel.numbering import SeriesClosed, close_series, last_number, next_number


class GivenBack(Exception):  # noqa: N818 - the office changes its mind
    pass


@pytest.mark.django_db
def test_a_series_counts_from_its_first_number() -> None:
    assert [next_number("a/2026") for _ in range(3)] == [1, 2, 3]
    assert next_number("b/2026", first=100) == 100
    assert next_number("b/2026", first=100) == 101
    assert last_number("a/2026") == 3
    assert last_number("none") == 0


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back() -> None:
    next_number("a")

    with pytest.raises(GivenBack), transaction.atomic():  # noqa: PT012
        assert next_number("a") == 2
        raise GivenBack

    assert next_number("a") == 2


@pytest.mark.django_db
def test_a_closed_series_gives_no_more_numbers() -> None:
    for key in ("org:7/2026", "org:7/2027", "org:70/2026"):
        next_number(key)

    assert close_series("org:7/") == 2

    with pytest.raises(SeriesClosed) as refused:
        next_number("org:7/2026")
    assert refused.value.sentence == "Dãy số org:7/2026 đã khóa, không cấp số mới."
    assert last_number("org:7/2026") == 1
    assert next_number("org:70/2026") == 2
    assert str(NumberSeries.objects.get(key="org:7/2027")) == "org:7/2027: 1"


def test_outside_a_transaction_no_number_is_given(committed_db: str) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("a")


@pytest.mark.dbcompat
def test_a_thousand_numbers_over_eight_threads_have_no_gap(
    committed_db: str, now: datetime
) -> None:
    """Every eighth is given back by a rollback; the others are exactly 1 to 1,000."""
    kept: list[int] = []
    returned: list[int] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        mine = 0
        while mine < 125:
            try:
                with transaction.atomic():
                    number = next_number("org:1/2026")
                    if chance.random() < 0.125:
                        returned.append(number)
                        raise GivenBack  # noqa: TRY301
            except GivenBack:
                continue
            kept.append(number)
            mine += 1
        connection.close()

    threads = [Thread(target=work, args=[seed]) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept) == list(range(1, 1_001))
    assert len(returned) > 50
    assert last_number("org:1/2026") == 1_000
