"""The ledger on both databases: no gap, no change, and an altered record is found."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from payments.books import CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR, Books, read_closing
from payments.entry import SALE
from payments.ledger import Flaw, Record, verify
from store_server.ledger_ports import KeptReceipt
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.engine import open_engine, reading, writing
from store_server.storage.ledger_queries import SqlLedgerQueries
from store_server.storage.repositories import ledger as repository
from store_server.storage.unit_of_work import SqlStore
from tests.payments.shelf import MONDAY, PARIS, scarves


@pytest.fixture
def queries(engine: Engine) -> SqlLedgerQueries:
    return SqlLedgerQueries(engine)


def sell(store: SqlStore, days: float = 0, quantity: int = 1, till: str = "1") -> Record:
    with store.begin() as uow:
        books = Books(uow.ledger.shelf(till), till, PARIS)
        record = books.write(SALE, scarves(quantity), MONDAY + timedelta(days=days))
        uow.commit()
    return record


def test_what_was_written_is_read_as_it_was_sealed(
    store: SqlStore, queries: SqlLedgerQueries
) -> None:
    written = [sell(store, days) for days in (0, 0, 1, 40)]
    records = list(queries.records("1"))
    assert [one.kind for one in records] == [
        "sale", "sale", CLOSE_DAY, "sale", CLOSE_DAY, CLOSE_MONTH, "sale",
    ]  # fmt: skip
    assert [one for one in records if one.kind == SALE] == written
    assert list(verify(records)) == []
    assert queries.record("1", 4) == written[2]
    assert queries.last("1") == written[3]
    with pytest.raises(NotFoundError):
        queries.record("1", 8)


def test_each_till_counts_for_itself(store: SqlStore, queries: SqlLedgerQueries) -> None:
    assert [sell(store, till=till).number for till in ("1", "2", "1")] == [1, 1, 2]
    assert queries.tills() == ["1", "2"]
    assert [total.total for total in queries.running("1")] == [2 * 1999]


def test_a_closing_is_found_without_reading_the_sales_since(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with reading(engine) as connection:
        repository.closings(connection, "1", CLOSE_YEAR, limit=1)
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {_plain(asked[-1])}")).all()
    engine.dispose()
    (step,) = plan
    assert "USING INDEX ix_ledger_closings (till=? AND kind=? AND number>?)" in step.detail


def _plain(statement: str) -> str:
    """With values in the place of what is bound: a plan needs no more."""
    return statement.replace("?", "1")


def test_a_sale_that_is_not_committed_leaves_no_gap(
    store: SqlStore, queries: SqlLedgerQueries
) -> None:
    sell(store)
    with store.begin() as uow:
        Books(uow.ledger.shelf("1"), "1", PARIS).write(SALE, scarves(9), MONDAY)
    assert sell(store).number == 2
    assert list(verify(queries.records("1"))) == []


def test_twelve_sales_at_once_are_twelve_numbers(
    store: SqlStore, queries: SqlLedgerQueries
) -> None:
    threads = [threading.Thread(target=sell, args=(store,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = list(queries.records("1"))
    assert [record.number for record in records] == list(range(1, 13))
    assert list(verify(records)) == []


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM ledger", "UPDATE ledger SET kind = 'gift'", "UPDATE ledger SET body = body"],
)
def test_nobody_changes_what_is_in_the_ledger(store: SqlStore, engine: Engine, change: str) -> None:
    sell(store)
    with pytest.raises(DBAPIError, match="only ever added to"), writing(engine) as connection:
        connection.execute(text(change))


def test_nobody_writes_over_a_record(store: SqlStore, engine: Engine) -> None:
    first = sell(store)
    with pytest.raises(ConflictError), writing(engine) as connection:
        repository.SqlShelf(connection, "1").add(first)


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (
            "UPDATE ledger SET at = '2026-11-02T15:00:01+00:00' WHERE number = 3",
            Flaw(3, "its values are not those that were sealed"),
        ),
        (
            "DELETE FROM ledger WHERE number = 3",
            Flaw(3, "missing: the next record there is has number 4"),
        ),
        (
            "UPDATE ledger SET seal = previous WHERE number = 3",
            Flaw(3, "its values are not those that were sealed"),
        ),
    ],
)
def test_whoever_breaks_the_guard_is_found_out(
    store: SqlStore, engine: Engine, queries: SqlLedgerQueries, change: str, flaw: Flaw
) -> None:
    for _ in range(5):
        sell(store)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE ledger DISABLE TRIGGER ALL"))
        else:
            for name in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER ledger_no_{name}"))
        connection.execute(text(change))
        connection.commit()
    assert next(verify(queries.records("1"))) == flaw


def test_closings_are_found_the_newest_first(store: SqlStore, queries: SqlLedgerQueries) -> None:
    for days in range(4):
        sell(store, days, quantity=days + 1)
    closings = [read_closing(one) for one in queries.closings("1", CLOSE_DAY)]
    assert [one.of for one in closings] == ["2026-11-04", "2026-11-03", "2026-11-02"]
    assert [one.grand[0].total // 1999 for one in closings] == [6, 3, 1]
    assert queries.number_at("1", "2026-11-04") == closings[1].last + 1
    assert queries.number_at("1", "2026-11-02") == 0


def test_more_records_than_a_page_come_in_order(store: SqlStore, queries: SqlLedgerQueries) -> None:
    count = repository.AT_ONCE + 3
    with store.begin() as uow:
        books = Books(uow.ledger.shelf("1"), "1", PARIS)
        for _ in range(count):
            books.write(SALE, scarves(), MONDAY)
        uow.commit()
    assert [one.number for one in queries.records("1")] == list(range(1, count + 1))
    assert [one.number for one in queries.records("1", 5, 8)] == [6, 7, 8]


def test_a_receipt_is_found_by_its_basket(store: SqlStore, queries: SqlLedgerQueries) -> None:
    kept = KeptReceipt("b1", "1", 1, "ja"), KeptReceipt("b1", "1", 2, "ja", "r1")
    with store.begin() as uow:
        for one in kept:
            uow.ledger.note_receipt(one)
        assert uow.ledger.receipt_of("b1", "r1") == kept[1]
        assert uow.ledger.receipt_of("b2") is None
        uow.commit()
    assert queries.receipts_of("b1") == list(kept)
    assert queries.language_of("1", 2) == "ja"
    assert queries.language_of("1", 3) is None
