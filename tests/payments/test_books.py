"""Days, months and years close by themselves, in the same chain, and nothing falls between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.books import CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR, read_closing, read_entry, running
from payments.entry import CORRECTION, KINDS, REFUND, SALE
from payments.ledger import LedgerError, verify
from payments.totals import Grand
from tests.payments.shelf import MONDAY, Shelf, books, reversed_entry, scarves, week


def test_numbers_have_no_gap_and_the_chain_no_flaw() -> None:
    shelf = Shelf()
    week(shelf)
    assert [record.number for record in shelf.records] == list(range(1, len(shelf.records) + 1))
    assert list(verify(shelf.records)) == []


def test_a_day_is_closed_before_the_first_sale_of_the_next() -> None:
    shelf = Shelf()
    week(shelf, days=2, a_day=2)
    assert shelf.kinds == ["sale", "sale", CLOSE_DAY, "sale", "sale"]
    closing = read_closing(shelf.records[2])
    assert (closing.of, closing.first, closing.last) == ("2026-11-02", 1, 2)
    (total,) = closing.totals
    assert (total.sales, total.total, total.rates[0].vat) == (2, 3 * 1999, 999)


def test_the_business_day_is_the_boutiques_own() -> None:
    shelf = Shelf()
    before = datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Paris
    books(shelf).write(SALE, scarves(), before)
    books(shelf).write(SALE, scarves(), before + timedelta(seconds=1))
    assert shelf.kinds == ["sale", CLOSE_DAY, "sale"]


def test_grand_totals_run_on_over_days_months_and_years() -> None:
    shelf = Shelf()
    for month in (11, 12):
        books(shelf).write(SALE, scarves(), MONDAY.replace(month=month))
    books(shelf).write(SALE, scarves(2), MONDAY.replace(year=2027, month=1))
    assert shelf.kinds == [
        "sale", CLOSE_DAY, CLOSE_MONTH, "sale", CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR, "sale",
    ]  # fmt: skip
    year = read_closing(shelf.records[6])
    assert (year.of, year.first, year.last) == ("2026", 1, 4)
    assert year.grand == (Grand("EUR", 2, 2 * 1999, 2 * 1999),)
    assert [one.total for one in year.totals] == [2 * 1999]
    (december,) = read_closing(shelf.records[5]).totals
    assert december.total == 1999


def test_what_is_given_back_lowers_the_total_and_never_the_absolute_one() -> None:
    shelf = Shelf()
    sold = books(shelf).write(SALE, scarves(3), MONDAY)
    back = reversed_entry(read_entry(sold), sold.number, "returned")
    books(shelf).write(REFUND, back, MONDAY + timedelta(minutes=5))
    (closed,) = books(shelf).close_day(MONDAY + timedelta(hours=3))
    closing = read_closing(closed)
    (total,) = closing.totals
    assert (total.sold, total.given_back, total.total) == (5997, -5997, 0)
    assert closing.grand == (Grand("EUR", 2, 0, 2 * 5997),)


def test_a_day_closed_early_goes_on_in_a_second_closing() -> None:
    shelf = Shelf()
    books(shelf).write(SALE, scarves(), MONDAY)
    books(shelf).close_day(MONDAY + timedelta(hours=1))
    assert books(shelf).close_day(MONDAY + timedelta(hours=1)) == []
    books(shelf).write(SALE, scarves(2), MONDAY + timedelta(hours=2))
    books(shelf).close_ended(MONDAY + timedelta(days=30))
    days = [read_closing(one) for one in shelf.records if one.kind == CLOSE_DAY]
    assert [(one.of, one.first, one.last) for one in days] == [
        ("2026-11-02", 1, 1),
        ("2026-11-02", 3, 3),
    ]
    month = next(read_closing(one) for one in shelf.records if one.kind == CLOSE_MONTH)
    assert (month.of, month.totals[0].total) == ("2026-11", 3 * 1999)


def test_nothing_is_closed_twice_and_nothing_where_nothing_was_sold() -> None:
    shelf = Shelf()
    assert books(shelf).close_ended(MONDAY) == []
    week(shelf, days=1)
    assert len(books(shelf).close_ended(MONDAY + timedelta(days=1))) == 1
    for later in (1, 2, 10):
        assert books(shelf).close_ended(MONDAY + timedelta(days=later)) == []


def test_a_clock_that_is_set_back_opens_no_day_anew() -> None:
    shelf = Shelf()
    week(shelf, days=2, a_day=1)
    books(shelf).write(SALE, scarves(), MONDAY)
    assert shelf.kinds == ["sale", CLOSE_DAY, "sale", "sale"]
    (total,) = running(shelf)
    assert total.sales == 2


def test_a_correction_names_a_record_that_there_is() -> None:
    shelf = Shelf()
    sold = books(shelf).write(SALE, scarves(), MONDAY)
    entry = read_entry(sold)
    with pytest.raises(LedgerError, match=r"^corrects: there is no record 2"):
        books(shelf).write(CORRECTION, reversed_entry(entry, 2, "typed wrong"), MONDAY)
    written = books(shelf).write(CORRECTION, reversed_entry(entry, 1, "typed wrong"), MONDAY)
    assert read_entry(written).corrects is not None
    assert shelf.records[0] == sold


def test_each_currency_has_its_own_totals() -> None:
    shelf = Shelf()
    books(shelf).write(SALE, scarves(), MONDAY)
    books(shelf).write(SALE, scarves(code="JPY", units=22_000), MONDAY)
    assert [(one.currency, one.total) for one in running(shelf)] == [("EUR", 1999), ("JPY", 22000)]


def test_totals_stand_by_means_rate_and_associate() -> None:
    shelf = Shelf()
    books(shelf).write(SALE, scarves(1, "card", "ana"), MONDAY)
    books(shelf).write(SALE, scarves(2, "cash", "bo"), MONDAY)
    books(shelf).write(SALE, scarves(3, "card", "bo"), MONDAY)
    (total,) = running(shelf)
    assert [(one.means, one.amount) for one in total.means] == [("card", 7996), ("cash", 3998)]
    assert [(one.by, one.count, one.amount) for one in total.associates] == [
        ("ana", 1, 1999),
        ("bo", 2, 9995),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40 * 24), st.integers(1, 4), st.booleans(), st.booleans()),
        max_size=25,
    )
)
def test_every_record_is_in_exactly_one_day_and_money_is_conserved(
    happenings: list[tuple[int, int, bool, bool]],
) -> None:
    shelf, at, sold = Shelf(), MONDAY, 0
    for hours, quantity, take_back, close in happenings:
        at += timedelta(hours=hours)
        record = books(shelf).write(SALE, scarves(quantity), at)
        sold += 1999 * quantity
        if take_back:
            back = reversed_entry(read_entry(record), record.number, "returned")
            books(shelf).write(REFUND, back, at)
            sold -= 1999 * quantity
        if close:
            books(shelf).close_day(at)
    books(shelf).close_ended(at + timedelta(days=800))
    days = [read_closing(one) for one in shelf.records if one.kind == CLOSE_DAY]
    covered = [number for day in days for number in range(day.first, day.last + 1)]
    entries = [one.number for one in shelf.records if one.kind in KINDS]
    assert [number for number in covered if number in set(entries)] == entries
    for kind in (CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR):
        closings = [read_closing(one) for one in shelf.records if one.kind == kind]
        assert sum(one.total for closing in closings for one in closing.totals) == sold
        if closings and kind == CLOSE_YEAR:
            assert closings[-1].grand[0].total == sold
    assert list(verify(shelf.records)) == []
