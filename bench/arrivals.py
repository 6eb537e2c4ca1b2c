"""`python -m bench.arrivals`: from a radio frame to an associate's phone, how fast and how much.

Measures on this machine, against loopback only, with a broker, a database and a server of its own
in a temporary folder. Nothing here is a test: a figure says how fast it was, not that it is right.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bench import machine, report
from bench.boutique import BROKER, Databases, DurablePostgreSQL
from bench.crowd import Load
from bench.measure import Bench, Measured
from tests.services import Mosquitto

RESULTS = Path(__file__).resolve().parent / "results"
LATENCY = (Load(0), Load(2_000), Load(8_000))
ONE_A_MESSAGE = (16_000, 24_000, 32_000, 40_000, 48_000)
BATCHED = (16_000, 32_000, 48_000, 64_000, 80_000, 96_000, 128_000)
TWENTY = 20
QUICK = (Load(0), Load(8_000), Load(48_000, TWENTY))
DISTURBED_CORES = 0.25


def main() -> None:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 130, highlight=False)
    with tempfile.TemporaryDirectory(prefix="accueil-bench-", dir=options.folder) as folder:
        described = machine.describe(Path(folder)) | {"database": _database(options)}
        measured: list[Measured] = []
        try:
            _measure_all(options, Path(folder), console, measured)
        finally:
            if measured:
                report.show(console, described, measured)
                console.print(f"[dim]Every figure: {_keep(described, measured)}[/dim]")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.arrivals", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute, and rougher")
    parser.add_argument("--postgresql", action="store_true", help="with PostgreSQL, not SQLite")
    parser.add_argument("--arrivals", type=int, help="measured a setting (300; quick: 45)")
    parser.add_argument("--only", type=_load, action="append", metavar="RATE[x20]")
    parser.add_argument("--folder", help="where the databases are; its disk is what is measured")
    options = parser.parse_args()
    options.arrivals = options.arrivals or (45 if options.quick else 300)
    return options


def _load(text: str) -> Load:
    rate, _, batch = text.partition("x")
    return Load(int(rate), int(batch or 1))


def _database(options: argparse.Namespace) -> str:
    return "PostgreSQL, fsync on" if options.postgresql else "SQLite, WAL, synchronous=FULL"


def _measure_all(
    options: argparse.Namespace, folder: Path, console: Console, measured: list[Measured]
) -> None:
    """Into `measured`, so that what was measured before a failure is not lost."""
    broker = Mosquitto(BROKER)
    postgresql = DurablePostgreSQL() if options.postgresql else None
    try:
        broker.start()
        if postgresql is not None:
            postgresql.start()
        console.print("[dim]filling a boutique with 5,000 clients …[/dim]")
        bench = Bench(Databases(folder, postgresql), broker)
        for one in _settings(options, bench, console):
            measured.append(one)  # noqa: PERF402 - one by one, as they come
    finally:
        broker.clean_up()
        if postgresql is not None:
            postgresql.clean_up()


def _settings(options: argparse.Namespace, bench: Bench, console: Console) -> Iterator[Measured]:
    def measure(load: Load) -> Measured:
        began = time.monotonic()
        one = bench.measure(load, options.arrivals)
        console.print(f"[dim]{report.line(one)}  ({time.monotonic() - began:.0f} s)[/dim]")
        return one

    if options.only or options.quick:
        yield from map(measure, options.only or QUICK)
        return
    yield from map(measure, LATENCY)
    for rates, batch in ((ONE_A_MESSAGE, 1), (BATCHED, TWENTY)):
        for rate in rates:
            load = Load(rate, batch)
            held = measure(load)
            if not held.sustained and held.others_cores > DISTURBED_CORES:
                held = measure(load)  # others had their part in it: once more
            yield held
            if not held.sustained:
                break


def _keep(described: dict[str, str], measured: list[Measured]) -> Path:
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y%m%d-%H%M%S}.json"
    kept = {"at": now.isoformat(), "machine": described, "settings": [asdict(m) for m in measured]}
    path.write_text(json.dumps(kept, indent=1) + "\n")
    return path


if __name__ == "__main__":
    main()
