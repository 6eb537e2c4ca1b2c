"""`python -m bench.admissions`: guests through an event's door, how fast and how many.

One boutique's server with 2,000 guests, on SQLite and on PostgreSQL, over HTTP as a kiosk shows
passes, with one door and with eight; a scanner on MQTT until its verdict; a pass believed with no
network. Beside it how often this disk keeps a commit, measured in the same run, and the processor
time of each admission. Every guest has a host, who is signalled in the same transaction.
"""

from __future__ import annotations

import argparse
import http.client
import json
import queue
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import psycopg
from rich.console import Console
from rich.table import Table

from bench import machine
from bench.boutique import BROKER, Cookies, DurablePostgreSQL, Server
from bench.evening import BOUTIQUE, SCANNER, Evening, fill
from bench.measure import quantile
from events.passes import Keyring
from store_server.clock import new_id
from store_server.settings import Settings
from tests.services import Mosquitto

GUESTS = 2_000
ONE_DOOR, SCANNED, WARM_UP = 400, 200, 20
PROBED_FOR_S = 3.0
VERIFIED = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    a_second: float
    p50_ms: float
    p99_ms: float
    refused: int = 0
    server_ms: float | None = None  # of the processor, each
    database_ms: float | None = None


def main() -> None:
    options = _options()
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="accueil-bench-", dir=options.folder) as folder:
        described = machine.describe(Path(folder))
        console.print("  ".join(f"{name}: {value}" for name, value in described.items()))
        for postgresql in (False, True):
            if options.only in (None, "postgresql" if postgresql else "sqlite"):
                _measure(Path(folder), postgresql, options.guests, console)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.admissions", description=__doc__)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--guests", type=int, default=GUESTS)
    parser.add_argument("--folder", help="where the databases are; its disk is what is measured")
    return parser.parse_args()


def _measure(folder: Path, on_postgresql: bool, guests: int, console: Console) -> None:
    database = "PostgreSQL" if on_postgresql else "SQLite"
    broker, postgresql = Mosquitto(BROKER), DurablePostgreSQL() if on_postgresql else None
    try:
        broker.start()
        settings = Settings(boutique=BOUTIQUE, data_dir=folder / database)
        if postgresql is not None:
            postgresql.start()
            settings = replace(settings, database_url=postgresql.create_database("bench"))
        evening = fill(settings, guests)
        server = Server(settings, broker.port, Cookies("", ""))
        server.start()
        try:
            pids = {"server": server.pid} | ({"database": postgresql.pid} if postgresql else {})
            doors = Doors(server, broker, settings, evening, pids)
            rows, rss_mb = doors.measure(), server.rss_mb
        finally:
            server.stop()
        commits = commits_a_second(settings)
    finally:
        broker.clean_up()
        if postgresql is not None:
            postgresql.clean_up()
    console.print(_table(database, commits, rss_mb, [*rows, verification(evening)]))


@dataclass(frozen=True, slots=True)
class Doors:
    """An evening that is running; `pids` are those whose processor time is counted."""

    server: Server
    broker: Mosquitto
    settings: Settings
    evening: Evening
    pids: dict[str, int]

    def measure(self) -> list[Figures]:
        server, kiosk, codes = self.server, self.evening.kiosk, iter(self.evening.codes)
        first = [next(codes) for _ in range(ONE_DOOR + WARM_UP)]
        _doors(server, kiosk, first[:WARM_UP], 1)
        one = self._beside_the_disk(lambda: _doors(server, kiosk, first[WARM_UP:], 1), ONE_DOOR)
        rest = list(codes)
        many, scanned = rest[:-SCANNED], rest[-SCANNED:]
        eight = self._beside_the_disk(lambda: _doors(server, kiosk, many, 8), len(many))
        return [one, eight, self._counted(lambda: _scanner(self.broker.port, scanned), SCANNED)]

    def _beside_the_disk(self, shown: Callable[[], Figures], many: int) -> Figures:
        commits = commits_a_second(self.settings)
        figures = self._counted(shown, many)
        return replace(figures, name=f"{figures.name} (the disk then: {commits:.0f})")

    def _counted(self, shown: Callable[[], Figures], many: int) -> Figures:
        usage = machine.Usage(**self.pids)
        figures = shown()
        usage.stop()
        took_ms = {name: 1e3 * used_s / many for name, used_s in usage.used_s.items()}
        return replace(figures, server_ms=took_ms["server"], database_ms=took_ms.get("database"))


# ---------------------------------------------------------------------------------- over HTTP


def _doors(server: Server, cookie: str, codes: Sequence[str], doors: int) -> Figures:
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for code in codes:
        waiting.put(code)
    took_ms: list[float] = []
    refused: list[str] = []
    threads = [
        threading.Thread(target=_door, args=(server.port, cookie, waiting, took_ms, refused))
        for _ in range(doors)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted_s = time.perf_counter() - began
    took_ms.sort()
    return Figures(
        f"HTTP, {doors} door{'s' if doors > 1 else ''}",
        len(codes) / lasted_s,
        quantile(took_ms, 0.5),
        quantile(took_ms, 0.99),
        len(refused),
    )


def _door(
    port: int,
    cookie: str,
    waiting: queue.SimpleQueue[str],
    took_ms: list[float],
    refused: list[str],
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    while True:
        try:
            code = waiting.get_nowait()
        except queue.Empty:
            connection.close()
            return
        body = json.dumps({"scan_id": new_id(), "code": code})
        began = time.perf_counter()
        connection.request("POST", "/api/v1/kiosk/showings", body, headers)
        answer = json.loads(connection.getresponse().read())
        took_ms.append((time.perf_counter() - began) * 1000)
        if answer.get("verdict") != "welcome":
            refused.append(str(answer))


# ---------------------------------------------------------------------------------- over MQTT


def _scanner(port: int, codes: Sequence[str]) -> Figures:
    """From the moment a scan is published until its verdict is on the scanner's own topic."""
    took_ms, refused = [], 0
    with _connected(port) as (client, shown):
        began = time.perf_counter()
        for code in codes:
            scan = {
                "id": new_id(),
                "ts": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
                "symbology": "qr",
                "data": code,
            }
            published = time.perf_counter()
            client.publish(_topic("scan"), json.dumps(scan), qos=1)
            said = shown.get(timeout=20)
            took_ms.append((time.perf_counter() - published) * 1000)
            refused += said["scan"] != scan["id"] or said["verdict"] != "welcome"
        lasted_s = time.perf_counter() - began
    took_ms.sort()
    return Figures(
        "MQTT, scan to verdict",
        len(codes) / lasted_s,
        quantile(took_ms, 0.5),
        quantile(took_ms, 0.99),
        refused,
    )


@contextmanager
def _connected(port: int) -> Iterator[tuple[mqtt.Client, queue.SimpleQueue[dict[str, Any]]]]:
    shown: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    ready = threading.Event()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="bench-scanner")

    def hear(_client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        said = json.loads(message.payload)
        if said.get("do") == "show":
            shown.put(said)

    # Else a scan waits, up to 40 ms, until the receipt of the verdict before it was acknowledged.
    client.on_socket_open = lambda _client, _data, line: line.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    )
    client.on_message = hear
    client.on_subscribe = lambda *_told: ready.set()
    client.connect("127.0.0.1", port)
    client.loop_start()
    client.subscribe(_topic("command"), qos=1)
    ready.wait(10)
    about = {"kind": "scanner", "model": "bench", "firmware": "1", "zone": None}
    client.publish(_topic("about"), json.dumps(about), qos=1, retain=True).wait_for_publish(10)
    time.sleep(1.0)  # the register of devices is read once a second
    try:
        yield client, shown
    finally:
        client.disconnect()
        client.loop_stop()


def _topic(kind: str) -> str:
    return f"accueil/v1/{BOUTIQUE}/{SCANNER}/{kind}"


# ---------------------------------------------------------------------------------- beside it


def commits_a_second(settings: Settings) -> float:
    """One small row a commit, by one writer, straight on the driver: what this disk can do."""
    if settings.database.startswith("sqlite"):
        return _sqlite_commits(settings.data_dir / "probe.db")
    address = settings.database_url.replace("+psycopg", "", 1)  # SQLAlchemy's way to say it
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS probe (n integer)")
        return _rate(lambda: connection.execute("INSERT INTO probe VALUES (1)"))


def _sqlite_commits(file: Path) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS probe (n integer)")
    rate = _rate(lambda: connection.execute("INSERT INTO probe VALUES (1)"))
    connection.close()
    return rate


def _rate(commit: Any) -> float:
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < PROBED_FOR_S:
        commit()
        done += 1
    return done / (time.perf_counter() - began)


def verification(evening: Evening) -> Figures:
    """A pass believed at a gate with no network: base 45, Ed25519, and what it says."""
    ring, took_ms = Keyring([evening.public_key]), []
    codes = [evening.codes[one % len(evening.codes)] for one in range(VERIFIED)]
    began = time.perf_counter()
    for code in codes:
        at = time.perf_counter()
        ring.read(code)
        took_ms.append((time.perf_counter() - at) * 1000)
    lasted_s = time.perf_counter() - began
    took_ms.sort()
    return Figures(
        "a pass believed offline",
        VERIFIED / lasted_s,
        quantile(took_ms, 0.5),
        quantile(took_ms, 0.99),
    )


def _table(database: str, commits: float, rss_mb: float, rows: Sequence[Figures]) -> Table:
    title = f"{database}: the disk keeps {commits:.0f} commits a second; server {rss_mb:.0f} MB"
    table = Table(title=title)
    processor = ("server, ms each", "database, ms each")
    for name in ("", "a second", "p50 ms", "p99 ms", "not admitted", *processor):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        table.add_row(
            row.name,
            f"{row.a_second:.0f}",
            f"{row.p50_ms:.2f}",
            f"{row.p99_ms:.2f}",
            str(row.refused),
            *("" if ms is None else f"{ms:.2f}" for ms in (row.server_ms, row.database_ms)),
        )
    return table


if __name__ == "__main__":
    main()
