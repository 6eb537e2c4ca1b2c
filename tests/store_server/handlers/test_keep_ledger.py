"""What was paid and refunded stands in the ledger once, in the transaction that made it so."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from payments.books import CLOSE_DAY, CLOSE_MONTH, read_closing, read_entry
from payments.entry import REFUND, SALE
from payments.ledger import verify
from store_server.handlers.desk import Desk
from store_server.handlers.keep_ledger import KeepLedger
from store_server.payment_messages import CloseLedger
from store_server.ports import ConflictError
from store_server.storage.ledger_queries import SqlLedgerQueries
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.unit_of_work import SqlStore
from tests.payments.sales import AT, refund, sale
from tests.store_server.storage.house import HandClock

PARIS = ZoneInfo("Europe/Paris")


class Till:
    """A till with its clock, and what stands in its ledger."""

    def __init__(self, engine: Engine, box: SecretsBox) -> None:
        self.clock = HandClock(AT)
        self.store = SqlStore(engine, "paris-1", self.clock, box, PARIS)
        self.desk = Desk(self.store, self.clock, lambda _event: None)
        self.ledger = KeepLedger(self.desk, "1", PARIS)
        self.queries = SqlLedgerQueries(engine)

    def sold(self, basket_id: str = "b1") -> int:
        with self.desk.work() as work:
            return self.ledger.sold(work, sale(basket_id, at=self.clock.now())).number

    def refunded(self, units: int, basket_id: str = "b1", refund_id: str = "r1") -> int:
        told = refund(units, basket_id=basket_id, refund_id=refund_id, at=self.clock.now())
        with self.desk.work() as work:
            return self.ledger.refunded(work, told).number

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.queries.records("1")]


@pytest.fixture
def till(engine: Engine, box: SecretsBox) -> Till:
    return Till(engine, box)


def test_a_basket_told_twice_is_one_record(till: Till) -> None:
    assert [till.sold(), till.sold(), till.sold("b2")] == [1, 1, 2]
    assert till.kinds == [SALE, SALE]


def test_a_refund_names_the_sale_that_it_takes_back_from(till: Till) -> None:
    till.sold("b0")
    till.sold()
    assert [till.refunded(5000), till.refunded(5000), till.refunded(1, refund_id="r2")] == [3, 3, 4]
    entry = read_entry(till.queries.record("1", 3))
    assert (entry.total, entry.by) == (-5000, "ana")
    assert entry.corrects is not None
    assert entry.corrects.number == 2
    assert till.kinds == [SALE, SALE, REFUND, REFUND]


def test_nothing_is_refunded_that_was_not_sold_here(till: Till) -> None:
    with pytest.raises(ConflictError, match="holds no sale"):
        till.refunded(5000)
    assert till.kinds == []


def test_a_sale_that_fails_later_in_its_transaction_is_not_written(till: Till) -> None:
    with pytest.raises(RuntimeError), till.desk.work() as work:
        till.ledger.sold(work, sale())
        raise RuntimeError("the power went")
    assert till.kinds == []
    assert till.sold() == 1


def test_the_journal_keeps_each_seal_too(till: Till) -> None:
    till.sold()
    with till.store.begin() as uow:
        (line,) = uow.journal.after(0)
    assert line.kind == "LedgerWritten"
    assert line.payload["seal"] == till.queries.record("1", 1).seal


def test_a_day_ends_by_the_clock_where_nobody_sells_any_more(till: Till) -> None:
    till.sold()
    till.ledger.tick()
    assert till.kinds == [SALE]
    till.clock.passes(days=31)
    till.ledger.tick()
    till.ledger.tick()
    assert till.kinds == [SALE, CLOSE_DAY, CLOSE_MONTH]


def test_a_manager_closes_the_day_and_it_is_audited(till: Till) -> None:
    till.sold()
    assert till.ledger.close(CloseLedger("ines")) == [2]
    assert till.ledger.close(CloseLedger("ines")) == []
    assert read_closing(till.queries.record("1", 2)).totals[0].total == 124_220


def test_p22_a_client_is_erased_and_the_ledger_still_verifies(till: Till, engine: Engine) -> None:
    from sqlalchemy import text

    from store_server.storage.engine import writing
    from tests.store_server.storage.house import House

    client_id = House(till.store, till.clock).client("Aliénor", "Castelmaure")
    till.sold()
    till.clock.passes(days=1)
    till.refunded(124_220)
    before = list(till.queries.records("1"))
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM receipts WHERE basket_id = 'b1'"))
        connection.execute(text("DELETE FROM clients WHERE id = :id"), {"id": client_id})
        connection.commit()
    after = list(till.queries.records("1"))
    assert after == before
    assert list(verify(after)) == []
    whole = b"".join(record.body for record in after)
    assert b"Castelmaure" not in whole
    assert client_id.encode() not in whole


def test_a_clock_that_jumps_a_day_back_and_on_again_loses_nothing(till: Till) -> None:
    for hours in (0, -24, 48, -3, 30):
        till.clock.at += timedelta(hours=hours)
        till.sold(f"b{hours}")
        till.ledger.tick()
    records = list(till.queries.records("1"))
    assert list(verify(records)) == []
    assert sum(read_entry(one).total for one in records if one.kind == SALE) == 5 * 124_220
