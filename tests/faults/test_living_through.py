"""A boutique at work lives through whatever happens to it: what was acknowledged is there, once.

Each test opens a shop, does something bad to a part of it time and again, and then compares what
everybody was told with the books. The seed says when; it is printed with the figures.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.broker import Publisher
from tests.effort import SEED, tries
from tests.faults.books import Books
from tests.faults.evidence import tallies
from tests.faults.figures import Line, note
from tests.faults.rubbish import rubbish
from tests.faults.server import Server
from tests.faults.shop import Shop
from tests.services import Mosquitto, NotReadyError, PostgreSQL

HALF_OPEN = tries(40, 150)
ANSWERS = (5, 60)  # between two faults
LONGEST_S = 15.0
START_AGAIN_WITHIN_S = 60.0
HOUR_S, DAY_S = 3600.0, 86_400.0


@dataclass
class Scene:
    server: Server
    broker: Mosquitto
    postgresql: PostgreSQL | None
    chance: random.Random
    shop: Shop

    def works(self) -> None:
        """Until so many answers more were given, and a moment: a slow machine does as much."""
        enough = self.shop.answered + self.chance.randint(*ANSWERS)
        until_s = time.monotonic() + LONGEST_S
        while self.shop.answered < enough and time.monotonic() < until_s:
            time.sleep(0.005)
        time.sleep(self.chance.uniform(0, 0.1))


def server_killed(scene: Scene) -> None:
    scene.works()
    scene.server.kill()
    scene.server.start()


def broker_killed(scene: Scene) -> None:
    scene.works()
    scene.broker.kill()
    time.sleep(scene.chance.uniform(0, 1.0))
    scene.broker.start()


def database_restarted(scene: Scene) -> None:
    assert scene.postgresql is not None
    scene.works()
    scene.chance.choice((scene.postgresql.kill, scene.postgresql.stop))()
    time.sleep(scene.chance.uniform(0, 1.0))
    start_again(scene.postgresql)


def start_again(postgresql: PostgreSQL) -> None:
    """A killed one's backends live on for a moment, and no other may start beside them."""
    until_s = time.monotonic() + START_AGAIN_WITHIN_S
    while True:
        try:
            postgresql.start()
        except NotReadyError:
            if time.monotonic() > until_s:
                raise
            time.sleep(0.2)
        else:
            return


def clock_set(scene: Scene) -> None:
    """An hour ahead, an hour back, a day back, and right again."""
    for ahead_s in (HOUR_S, -HOUR_S, -DAY_S, 0.0):
        scene.server.set_clock(ahead_s)
        scene.works()


def half_open(scene: Scene) -> None:
    """Connections that say nothing, half a request, or shake hands and never read again; and a
    broker that neither answers nor hangs up."""
    beginnings = (
        b"",
        b"POST /api/v1/kiosk/showings HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{",
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    )
    with ExitStack() as lines:
        for number in range(HALF_OPEN):
            line = socket.create_connection(("127.0.0.1", scene.server.port), timeout=5)
            lines.enter_context(line)
            line.sendall(beginnings[number % len(beginnings)])
        scene.works()
        scene.broker.freeze()
        time.sleep(tries(1.0, 45.0))  # the longer one is more than its keep-alive
        scene.broker.thaw()
        scene.works()


def garbage(scene: Scene) -> None:
    publisher = Publisher(scene.broker.host, scene.broker.port)
    publisher.publish_all(rubbish(tries(2_000, 50_000), scene.chance.randrange(2**30)))
    publisher.close()


Fault = Callable[[Scene], None]

ON_SQLITE: dict[str, tuple[Fault, int]] = {
    "server killed": (server_killed, 50),
    "broker killed": (broker_killed, 20),
    "server and broker killed": (lambda scene: (broker_killed(scene), server_killed(scene)), 10),
    "clock set": (clock_set, 5),
    "connections half open": (half_open, 2),
    "floods of garbage": (garbage, 4),
}
ON_POSTGRESQL: dict[str, tuple[Fault, int]] = {
    "server killed": (server_killed, 50),
    "database restarted": (database_restarted, 20),
    "broker killed": (broker_killed, 10),
}


def in_short(faults: dict[str, tuple[Fault, int]]) -> dict[str, tuple[Fault, int]]:
    """All of them, one after the other, in one shop."""

    def each(scene: Scene) -> None:
        for fault, _times in faults.values():
            fault(scene)

    return {"each, one after the other": (each, 1)}


def chosen(faults: dict[str, tuple[Fault, int]]) -> list[object]:
    found = tries(in_short(faults), faults)
    return [pytest.param(name, *what, id=name) for name, what in found.items()]


@pytest.fixture
def durable() -> Iterator[PostgreSQL]:
    """One that a test may kill, and that keeps what it has acknowledged."""
    server = PostgreSQL(durable=True)
    server.start()
    yield server
    server.clean_up()


@pytest.mark.timeout(tries(240, 1500))
@pytest.mark.parametrize(("name", "fault", "times"), chosen(ON_SQLITE))
def test_a_boutique_on_sqlite_lives_through(
    name: str, fault: Fault, times: int, tmp_path: Path, sqlite_url: str, broker: Mosquitto
) -> None:
    live_through(name, fault, times, Server(tmp_path, sqlite_url, broker), broker, None)


@pytest.mark.timeout(tries(240, 1500))
@pytest.mark.parametrize(("name", "fault", "times"), chosen(ON_POSTGRESQL))
def test_a_boutique_on_postgresql_lives_through(
    name: str, fault: Fault, times: int, tmp_path: Path, durable: PostgreSQL, broker: Mosquitto
) -> None:
    live_through(name, fault, times, Server(tmp_path, durable.url(), broker), broker, durable)


def disk_full(scene: Scene) -> None:
    """Nothing can be written any more, and what is there can still be read."""
    scene.works()
    make_the_log_short(scene.server)
    filler = scene.server.settings.data_dir / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    scene.works()
    assert scene.server.health() != "away", "on a full disk the house does not answer"
    filler.unlink()
    scene.works()


def make_the_log_short(server: Server) -> None:
    """SQLite writes into the space of its log anew: a long one would hide that the disk is full."""
    file = server.settings.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=10)) as connection:
        for _ in range(20):
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            time.sleep(0.05)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, in memory. Only root may mount one: see `as_root_of_its_own`."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.timeout(tries(240, 900))
def test_a_boutique_lives_through_a_full_disk(request: pytest.FixtureRequest) -> None:
    if os.geteuid() != 0:
        as_root_of_its_own(request.node.nodeid)
        return
    tmp_path, small_disk, broker, template = map(
        request.getfixturevalue, ("tmp_path", "small_disk", "broker", "sqlite_template")
    )
    database = shutil.copy(template, small_disk / "accueil.db")
    bank = small_disk / "simulated-bank.jsonl"
    bank.symlink_to(tmp_path / "bank")  # a bank has a disk of its own
    server = Server(tmp_path, f"sqlite:///{database}", broker, data_dir=small_disk)
    shop = live_through("disk full", disk_full, tries(1, 20), server, broker, None)
    assert shop.statuses[507] > 0, "nobody was told that the disk is full"


def as_root_of_its_own(test: str) -> None:
    """Run the test again where we are root: in a user namespace, which Linux lends to anybody."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", test]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout


def live_through(
    name: str,
    fault: Fault,
    times: int,
    server: Server,
    broker: Mosquitto,
    postgresql: PostgreSQL | None,
) -> Shop:
    server.set_clock(0.0)
    books = Books(server.settings)
    shop = Shop(server, books, broker, SEED)
    began_s = time.monotonic()
    try:
        server.start()
        with shop.working():
            for number in range(times):
                chance = random.Random(f"{SEED}-{number}")
                fault(Scene(server, broker, postgresql, chance, shop))
        found = tallies(shop)
    finally:
        server.kill()
        books.close()
        shop.storage.close()
    database = "PostgreSQL" if postgresql else "SQLite"
    how = f"{times} times, seed {SEED}"
    line = Line(name, how, database, time.monotonic() - began_s, found, f"{Path(__file__).name}")
    note(line)
    assert all(tally.good for tally in found), line
    assert all(tally.acknowledged for tally in found), line
    assert "Traceback" not in server.log, server.log
    return shop
