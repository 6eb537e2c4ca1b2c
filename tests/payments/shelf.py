"""A till's records in memory, as the books keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from payments.books import Books
from payments.entry import SALE, Corrects, Entry, MeansSum, RateSum, Sold, Tender, composed
from payments.ledger import Record
from payments.money import Money

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 2, 15, tzinfo=UTC)


@dataclass
class Shelf:
    """Satisfies `payments.books.Shelf`."""

    records: list[Record] = field(default_factory=list)

    def last(self) -> Record | None:
        return self.records[-1] if self.records else None

    def add(self, record: Record) -> None:
        self.records.append(record)

    def after(self, number: int) -> Sequence[Record]:
        return self.records[number:]

    def latest(self, kind: str) -> Record | None:
        return next((one for one in reversed(self.records) if one.kind == kind), None)

    def closings(self, kind: str, after: int) -> Sequence[Record]:
        return [one for one in self.records[after:] if one.kind == kind]

    @property
    def kinds(self) -> list[str]:
        return [record.kind for record in self.records]


def books(shelf: Shelf, till: str = "1") -> Books:
    return Books(shelf, till, PARIS)


def scarves(
    quantity: int = 1, means: str = "card", by: str = "ana", code: str = "EUR", units: int = 1999
) -> Entry:
    price = Money(units, code)
    sold = [Sold("Foulard", quantity, price, Fraction(20))]
    return composed(sold, [Tender(means, price * quantity)], by)


def reversed_entry(entry: Entry, number: int, reason: str, by: str = "") -> Entry:
    """The exact opposite of record `number`: each value with the other sign."""
    return Entry(
        currency=entry.currency,
        total=-entry.total,
        lines=tuple(
            replace(one, quantity=-one.quantity, gross=-one.gross, net=-one.net, vat=-one.vat)
            for one in entry.lines
        ),
        rates=tuple(RateSum(one.rate, -one.gross, -one.net, -one.vat) for one in entry.rates),
        means=tuple(MeansSum(one.means, -one.amount) for one in entry.means),
        by=by,
        basket=entry.basket,
        corrects=Corrects(number, reason),
    )


def week(shelf: Shelf, days: int = 7, a_day: int = 3, first: datetime = MONDAY) -> None:
    """So many sales on each of so many days, the last day still open."""
    for day in range(days):
        for number in range(a_day):
            at = first + timedelta(days=day, minutes=number)
            books(shelf).write(SALE, scarves(1 + number), at)
