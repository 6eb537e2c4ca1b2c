"""`python -m bench.traffic`: three years of counts at six lines, and what a dashboard asks.

Every minute of three years each line tells of one who came and one who left: 9.5 million facts. The
roll-ups are those that the facts amount to. What is timed is what a screen waits for: the answer of
the queries, from an open database, with everything around the statements.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.machine import describe
from store_server.device_messages import CountHeard, KeepCounts
from store_server.domain.buckets import last_year
from store_server.domain.quarters import DAY, bounds, quarters
from store_server.handlers.desk import Desk
from store_server.handlers.keep_counts import CountKeeper
from store_server.settings import CountSettings, Settings
from store_server.storage import Storage, open_storage
from store_server.storage.engine import writing
from store_server.storage.repositories.rollups import People, SqlRollUps
from store_server.traffic_ports import Wanted

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 14, 16, 7, tzinfo=UTC)
LINES = 6
A_MINUTE = 1  # came, and as many left
A_YEAR = timedelta(days=365)
TIMES, WARM = 30, 3
INGESTED, AT_ONCE = 4_000, 40

_FACTS = {
    "sqlite": """
        WITH RECURSIVE minute(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM minute WHERE n < :last),
        line(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM line WHERE i < :lines)
        INSERT INTO counts (at, device_id, line, id, zone, people_in, people_out, kind, received_at)
        SELECT strftime('%Y-%m-%d %H:%M:%f000', :since, '+' || n || ' minutes'), 'door-' || i,
               'Door', printf('%08x-%04x', n, i), 'zone-' || i, 1, 1, 'step',
               strftime('%Y-%m-%d %H:%M:%f000', :since, '+' || n || ' minutes')
        FROM minute, line
    """,
    "postgresql": """
        INSERT INTO counts (at, device_id, line, id, zone, people_in, people_out, kind, received_at)
        SELECT moment, 'door-' || i, 'Door', to_char(n, 'FM00000000') || '-' || i, 'zone-' || i,
               1, 1, 'step', moment
        FROM generate_series(0, :last) AS n, generate_series(1, :lines) AS i,
             LATERAL (SELECT CAST(:since AS timestamptz) + n * interval '1 minute') AS at(moment)
        ORDER BY moment, i
    """,
}


@dataclass(frozen=True)
class Asked:
    name: str
    median_ms: float
    p95_ms: float
    cpu_ms: float  # of this process alone, whatever else the machine does


class Clock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return time.monotonic()


def main() -> None:
    options = _options()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            database_url=options.database,
            opening_hours="mo-sa 10:00-20:00",
        )
        storage = open_storage(settings, Clock())
        try:
            if not options.filled:
                fill(storage, options.years, facts=not options.no_facts)
            if options.fill:
                return
            facts = 0 if options.no_facts else facts_of(options.years)
            asked = ask(storage, options.years)
            ingested = ingest(storage)
        finally:
            storage.close()
        described = describe(Path(folder))
    if options.json:
        print(
            json.dumps(
                {"facts": facts, "a_second": ingested, **{a.name: a.__dict__ for a in asked}}
            )
        )
        return
    for what, how in described.items():
        console.print(f"  [dim]{what:<10}[/dim] {how}")
    table = Table("asked", "median ms", "p95 ms", "of it CPU ms", title=f"traffic, {facts:,} facts")
    for one in asked:
        table.add_row(one.name, f"{one.median_ms:.1f}", f"{one.p95_ms:.1f}", f"{one.cpu_ms:.1f}")
    console.print(table)
    console.print(f"  counts kept a second, {AT_ONCE} at once, roll-ups on: {ingested:,.0f}")


def fill(storage: Storage, years: float, facts: bool) -> None:
    """The facts in a statement a year, the roll-ups a day at a time; neither is timed."""
    with writing(storage.engine) as connection:
        for number in range(1, LINES + 1):
            connection.execute(
                text(
                    "INSERT INTO devices (id, name, kind, dialect, state, hardware)"
                    " VALUES (:id, :id, 'camera', 'canonical', 'online', :id)"
                ),
                {"id": f"door-{number}"},
            )
        connection.commit()
    first, until = first_day(years), bounds(TODAY, TODAY, PARIS)[0]
    since = bounds(first, first, PARIS)[0]
    while facts and since < until:
        minutes = min(A_YEAR, until - since) // timedelta(minutes=1)
        with writing(storage.engine) as connection:
            shown = f"{since:%Y-%m-%d %H:%M:%S}" + ("+00" if _is_pg(storage) else "")
            connection.execute(
                text(_FACTS[connection.dialect.name]),
                {"since": shown, "last": minutes - 1, "lines": LINES},
            )
            connection.commit()
        since += A_YEAR
    with writing(storage.engine) as connection:
        add_up(SqlRollUps(connection, PARIS), first)
        connection.commit()
    if _is_pg(storage):
        with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            line.execute(text("VACUUM ANALYZE"))


def add_up(rollups: SqlRollUps, day: date) -> None:
    while day <= TODAY:
        begins, ends = bounds(day, day, PARIS)
        sums = {
            (at, f"door-{n}", "Door", f"zone-{n}"): People(15 * A_MINUTE, 15 * A_MINUTE)
            for at in quarters(begins, min(ends, NOW))
            for n in range(1, LINES + 1)
        }
        rollups.add(sums)
        day += DAY


def first_day(years: float) -> date:
    return TODAY - timedelta(days=round(365 * years))


def facts_of(years: float) -> int:
    since, until = bounds(first_day(years), TODAY - DAY, PARIS)
    return (until - since) // timedelta(minutes=1) * LINES


def _is_pg(storage: Storage) -> bool:
    return storage.engine.dialect.name == "postgresql"


def ask(storage: Storage, years: float) -> list[Asked]:
    queries = storage.traffic_queries
    monday = TODAY - timedelta(days=TODAY.weekday())
    week, month = (monday, TODAY), (TODAY.replace(day=1) - timedelta(days=28), TODAY)
    first = first_day(years)
    queries.forecast()  # read once a day, before anybody asks
    wanted: dict[str, Callable[[], object]] = {
        "now, all of it": lambda: queries.now(1),
        "today, by quarter": lambda: queries.series(Wanted("people_in", TODAY, TODAY, "quarter")),
        "this week against last year": lambda: queries.series(
            Wanted("people_in", *week, "day", against=last_year(*week))
        ),
        "a month by hour": lambda: queries.series(Wanted("people_in", *month, "hour_of_day")),
        "all years by hour": lambda: queries.series(
            Wanted("people_in", first, TODAY, "hour_of_day")
        ),
        "all years, week by hours": lambda: queries.heat(Wanted("people_in", first, TODAY)),
        "all years by month": lambda: queries.series(Wanted("people_in", first, TODAY, "month")),
    }
    return [_time(name, one) for name, one in wanted.items()]


def _time(name: str, question: Callable[[], object]) -> Asked:
    took_ms, cpu_ms = [], []
    for number in range(TIMES + WARM):
        began, busy = time.perf_counter(), time.process_time()
        question()
        if number >= WARM:
            cpu_ms.append(1e3 * (time.process_time() - busy))
            took_ms.append(1e3 * (time.perf_counter() - began))
    return Asked(name, median(took_ms), quantiles(took_ms, n=20)[-1], median(cpu_ms))


def ingest(storage: Storage) -> float:
    """As the bus does it: so many counts a transaction, durable when it is answered. A round is
    a minute's: seven at a line, as a busy door has, and none that could not be true."""
    keeper = CountKeeper(Desk(storage.store, Clock(), lambda _: None), CountSettings(), PARIS)
    rounds = []
    for number in range(INGESTED // AT_ONCE):
        at = NOW - timedelta(minutes=INGESTED // AT_ONCE - number)
        rounds.append(
            KeepCounts(
                tuple(
                    CountHeard(
                        f"door-{1 + n % LINES}",
                        f"door-{1 + n % LINES}",
                        "Door",
                        1,
                        0,
                        False,
                        at,
                        at,
                        id=f"{number}-{n}",
                    )
                    for n in range(AT_ONCE)
                )
            )
        )
    began = time.perf_counter()
    for one in rounds:
        keeper.keep(one)
    return INGESTED / (time.perf_counter() - began)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=float, default=3.0)
    parser.add_argument("--no-facts", action="store_true", help="roll-ups alone: a minute sooner")
    parser.add_argument("--database", default="", help="an empty one, by its URL")
    parser.add_argument("--fill", action="store_true", help="fill the database and ask nothing")
    parser.add_argument("--filled", action="store_true", help="ask a database that was filled")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
