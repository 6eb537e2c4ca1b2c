"""`python -m bench.ledger`: what a sale costs in a ledger that grows, and how fast it is verified.

The first and the last sales are each written as the server writes them: an entry of three lines,
sealed with the record before it, in a transaction of its own that is durable when it returns
(SQLite, WAL, `synchronous=FULL`). The years between are filled in with large transactions, which
are not timed. Then every record is read and its seal reckoned anew, as `accueil ledger verify` does
it.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import msgspec
from rich.console import Console
from rich.table import Table

from bench.machine import describe
from payments.books import Books
from payments.entry import SALE, Entry, Sold, Tender, composed
from payments.ledger import seal, verify
from payments.money import Money
from store_server.settings import Settings
from store_server.storage import Storage, open_storage

RECORDS, TIMED, AT_ONCE = 1_000_000, 10_000, 10_000
A_DAY = 400  # sales of a busy boutique
OPENING = datetime(2026, 1, 2, 10, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
TILL = "1"


@dataclass(frozen=True)
class Appended:
    name: str
    median_ms: float
    p99_ms: float
    per_s: float
    cpu_ms: float  # mean: what the machine's other work does not change


def main() -> None:
    options = _options()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        described = describe(Path(folder))
        storage = open_storage(Settings(data_dir=Path(folder)))
        storage.start()  # what carries the log over, as in a boutique
        try:
            appended, (verified_per_s, verified_cpu) = measure(
                storage, options.records, options.timed
            )
        finally:
            storage.close()
        size = sum(file.stat().st_size for file in Path(folder).glob("accueil.db*"))
    if options.json:
        figures = {one.name: one.__dict__ for one in appended}
        print(
            json.dumps(
                {
                    **figures,
                    "verified_per_s": verified_per_s,
                    "verified_per_cpu_s": verified_cpu,
                    "bytes": size,
                }
            )
        )
        return
    for what, how in described.items():
        console.print(f"  [dim]{what:<10}[/dim] {how}")
    show(console, appended, (verified_per_s, verified_cpu), size, options.records)


def measure(
    storage: Storage, records: int, timed: int
) -> tuple[list[Appended], tuple[float, float]]:
    """The appends, and records verified a second: by the clock, and by the processor's time."""
    first = _append(storage, f"first {timed:,}", timed, OPENING)
    last_at = _fill(storage, records - 2 * timed, OPENING + timedelta(days=timed // A_DAY + 1))
    last = _append(storage, f"last {timed:,}", timed, last_at + timedelta(days=1))
    began, began_cpu = time.perf_counter(), time.process_time()
    for flaw in verify(storage.ledger_queries.records(TILL)):
        raise SystemExit(f"record {flaw.number} {flaw.what}")
    took_s, took_cpu_s = time.perf_counter() - began, time.process_time() - began_cpu
    newest = storage.ledger_queries.last(TILL)
    count = newest.number if newest is not None else 0
    return [first, last], (count / took_s, count / took_cpu_s)


def _append(storage: Storage, name: str, count: int, since: datetime) -> Appended:
    entry = _entry()
    times_s = []
    gc.collect()
    cpu_s = time.process_time()
    for number in range(count):
        at = _at(since, number)
        began = time.perf_counter()
        with storage.store.begin() as uow:
            Books(uow.ledger.shelf(TILL), TILL, PARIS).write(SALE, entry, at)
            uow.commit()
        times_s.append(time.perf_counter() - began)
    cpu_ms = (time.process_time() - cpu_s) / count * 1000
    p99_s = quantiles(times_s, n=100)[98]
    return Appended(name, median(times_s) * 1000, p99_s * 1000, count / sum(times_s), cpu_ms)


def _fill(storage: Storage, count: int, since: datetime) -> datetime:
    """Sealed in order like all others; the first sale of a day closes the day before."""
    entry, number, at = _entry(), 0, since
    plain = msgspec.to_builtins(entry)
    while number < count:
        with storage.store.begin() as uow:
            shelf = uow.ledger.shelf(TILL)
            books = Books(shelf, TILL, PARIS)
            for _ in range(min(AT_ONCE, count - number)):
                at = _at(since, number)
                opens = number % A_DAY == 0
                number += 1
                if opens:
                    books.write(SALE, entry, at)
                    continue
                day = at.astimezone(PARIS).date().isoformat()
                values = {**plain, "till": TILL, "day": day}
                shelf.add(seal(shelf.last(), SALE, at, values))
            uow.commit()
    return at


def _at(since: datetime, number: int) -> datetime:
    return since + timedelta(days=number // A_DAY, seconds=60 * (number % A_DAY))


def _entry() -> Entry:
    prices = ((120_000, "20", "Sac Aurore"), (19_900, "20", "Foulard"), (2_110, "5.5", "Livre"))
    sold = [Sold(name, 1, Money(price, "EUR"), Fraction(rate)) for price, rate, name in prices]
    paid = Money(sum(price for price, *_ in prices), "EUR")
    return composed(sold, [Tender("page", paid)], by="01990000-0000-7000-8000-000000000000")


def show(
    console: Console,
    appended: list[Appended],
    verified: tuple[float, float],
    size: int,
    records: int,
) -> None:
    table = Table(title=f"A sale in the ledger, of {records:,} in all", title_justify="left")
    for column in ("sales", "median", "p99", "a second", "processor"):
        table.add_column(column, justify="left" if column == "sales" else "right")
    for one in appended:
        figures = (
            f"{one.median_ms:.2f} ms",
            f"{one.p99_ms:.2f} ms",
            f"{one.per_s:,.0f}",
            f"{one.cpu_ms:.2f} ms",
        )
        table.add_row(one.name, *figures)
    console.print(table)
    console.print(
        f"verified: {verified[0]:,.0f} records a second, {verified[1]:,.0f} a second of the "
        f"processor; {size / 2**20:,.0f} MiB"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--timed", type=int, default=TIMED, help="at the beginning, at the end")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON line")
    return parser.parse_args()


if __name__ == "__main__":
    main()
