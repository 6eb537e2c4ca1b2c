"""What is in the books, beside what somebody was told: each exactly once, and the money agrees."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, func, select

from payments.entry import SALE
from payments.providers.simulated_book import SimulatedBook, totals
from store_server.storage.engine import reading
from store_server.storage.tables import JournalRow
from store_server.storage.tables.admissions import ShowingRow
from store_server.storage.tables.counts import CountRow
from store_server.storage.tables.floor import ScanRow
from store_server.storage.tables.ledger import LedgerRow, ReceiptRow
from tests.faults.figures import Tally
from tests.faults.shop import Shop
from tests.waiting import wait_for

SETTLED_WITHIN_S = 60.0


def tallies(shop: Shop) -> tuple[Tally, ...]:
    """Asserts that what has no acknowledgement of its own agrees, too: sums, and the money."""
    done = shop.done
    with reading(shop.storage.engine) as connection:
        found = (
            Tally.of("arrivals", done.arrivals, journaled(connection, "ClientArrived", "client")),
            Tally.of("claims", done.claims, journaled(connection, "SignalClaimed", "signal")),
            Tally.of("admissions", done.admissions, admitted(connection)),
            Tally.of("payments", done.payments, journaled(connection, "BasketPaid", "basket")),
            Tally.of("sales in the ledger", done.payments, sold(connection)),
            Tally.of("scans", done.scans, journaled(connection, "ScanRead", "scan")),
            Tally.of("scans noted", done.scans, scanned(connection)),
            counted(connection, len(done.counts)),
        )
    the_money_agrees(shop)
    return found


def journaled(connection: Connection, kind: str, name: str) -> Counter[str]:
    """An effect that had happened twice would stand there twice."""
    query = select(JournalRow.payload).where(JournalRow.type == kind)
    return Counter(str(payload[name]) for payload in connection.execute(query).scalars())


def admitted(connection: Connection) -> Counter[str]:
    query = select(ShowingRow.scan_id).where(ShowingRow.entered)
    return Counter(connection.execute(query).scalars())


def sold(connection: Connection) -> Counter[str]:
    """Sales in the ledger, by their baskets."""
    same = (LedgerRow.till == ReceiptRow.till) & (LedgerRow.number == ReceiptRow.number)
    query = select(ReceiptRow.basket_id).join(LedgerRow, same).where(LedgerRow.kind == SALE)
    return Counter(connection.execute(query).scalars())


def scanned(connection: Connection) -> Counter[str]:
    query = select(ScanRow.scan_id).where(ScanRow.scan_id.is_not(None))
    return Counter(str(scan) for scan in connection.execute(query).scalars())


def counted(connection: Connection, told: int) -> Tally:
    """Each count told of one person who came in."""
    people = connection.execute(select(func.sum(CountRow.people_in))).scalar() or 0
    return Tally("counts", told, max(0, told - people), max(0, people - told))


def the_money_agrees(shop: Shop) -> None:
    """What the bank took is what the ledger says, to the cent; nothing is under way."""
    queries, settings = shop.storage.payment_queries, shop.settings

    def settled() -> bool:
        due = queries.due()
        return not due.unsettled and not due.refunds

    wait_for(settled, "a payment is not settled", SETTLED_WITHIN_S)
    book = SimulatedBook(settings.data_dir / "simulated-bank.jsonl")
    ledger = shop.storage.ledger_queries.running(settings.fiscal.till)
    assert totals(book.all()).get("EUR", 0) == sum(one.total for one in ledger)
