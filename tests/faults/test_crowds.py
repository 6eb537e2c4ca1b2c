"""Crowds: hundreds of screens that come back at once, some that never read, messages told again
in any order."""

from __future__ import annotations

import json
import random
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from websocket import WebSocket, create_connection

from store_server.storage.engine import reading
from tests.broker import Publisher
from tests.caller import Caller
from tests.effort import SEED, tries
from tests.faults.books import Books
from tests.faults.evidence import journaled
from tests.faults.figures import Line, Tally, note
from tests.faults.server import Server
from tests.services import Mosquitto
from tests.waiting import wait_for

SCREENS = tries(60, 500)
NEVER_READ = tries(5, 40)
AT_ONCE = 50
BACK_WITHIN_S = tries(60.0, 120.0)
MESSAGES = tries(300, 5_000)


def screen(caller: Caller) -> WebSocket:
    """Signed in, and told that nothing was missed."""
    cookie = "; ".join(f"{name}={value}" for name, value in caller.cookies.items())
    address = f"ws://127.0.0.1:{caller.port}/socket.io/?EIO=4&transport=websocket"
    line = create_connection(address, timeout=BACK_WITHIN_S, cookie=cookie)
    line.send("40/associate,")
    line.send('42/associate,["resume",{"after":0}]')
    while "ready" not in (packet := line.recv()):
        if packet == "2":
            line.send("3")
    return line


@contextmanager
def screens(caller: Caller) -> Iterator[float]:
    """All of them, opened at once. How long that took, in seconds."""
    began_s = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as crowd, ExitStack() as leaving:
        for line in crowd.map(lambda _number: screen(caller), range(SCREENS)):
            leaving.callback(line.close)
        yield time.monotonic() - began_s


def never_read(caller: Caller, leaving: ExitStack) -> None:
    """Connected, signed in, and deaf: what is sent to it fills its buffer, and is never taken."""
    for _ in range(NEVER_READ):
        line = screen(caller)
        line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        leaving.callback(line.sock.close)


@pytest.mark.timeout(tries(240, 600))
def test_a_herd_comes_back_after_a_kill_and_deaf_screens_hold_nobody_up(
    tmp_path: Path, sqlite_url: str, broker: Mosquitto
) -> None:
    server = Server(tmp_path, sqlite_url, broker, ACCUEIL_SOCKETS_AT_MOST="700")
    books = Books(server.settings)
    phone = Caller(server.port)
    try:
        server.start()
        phone.sign_in(*books.phone(books.associate_id))
        with screens(phone):
            server.kill()
        server.start()
        with ExitStack() as leaving:
            never_read(phone, leaving)
            with screens(phone) as took_s:
                asked_s = [timed(phone) for _ in range(40)]
        assert took_s < BACK_WITHIN_S
        p95_ms = statistics.quantiles(asked_s, n=20)[-1] * 1000
        back = Tally("screens back", SCREENS, 0, 0)
        how = f"{SCREENS} at once, {NEVER_READ} never read; back in {took_s:.1f} s, "
        how += f"p95 of a request {p95_ms:.0f} ms"
        note(Line("thundering herd", how, "SQLite", took_s, (back,), Path(__file__).name))
        assert "Traceback" not in server.log, server.log
    finally:
        server.kill()
        books.close()


def timed(phone: Caller) -> float:
    began_s = time.monotonic()
    assert phone.get("/signals").status == 200
    return time.monotonic() - began_s


def told_again_in_any_order(chance: random.Random) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Scans and counts, each told one to three times, all mixed up; and the ids."""
    messages, ids = [], [f"{SEED}-{number}" for number in range(MESSAGES)]
    for one in ids:
        scan = {"id": one, "symbology": "qr", "data": f"https://elsewhere.example/{one}"}
        count = {"id": one, "line": "door", "in": 1, "out": 0}
        for topic, said in (("till-1/scan", scan), ("door-1/count", count)):
            told = (f"accueil/v1/faults-1/{topic}", json.dumps(said).encode())
            messages += [told] * chance.randint(1, 3)
    chance.shuffle(messages)
    return messages, ids


@pytest.mark.timeout(tries(240, 600))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_told_again_in_any_order_happens_once(
    publisher: Publisher, server: Server, books: Books
) -> None:
    began_s = time.monotonic()
    messages, ids = told_again_in_any_order(random.Random(SEED))
    server.start()
    half = len(messages) // 2
    publisher.publish_all(messages[:half])
    server.kill()
    publisher.publish_all(messages[half:])
    server.start()
    wait_for(lambda: people(books) >= MESSAGES, "a count was lost", 90.0)
    wait_for(lambda: len(scans(books)) >= MESSAGES, "a scan was lost", 90.0)
    found = (
        Tally.of("scans", ids, scans(books)),
        Tally("counts", MESSAGES, 0, people(books) - MESSAGES),
    )
    how = f"{len(messages)} messages, a kill among them, seed {SEED}"
    seconds = time.monotonic() - began_s
    note(Line("repeated, out of order", how, "SQLite", seconds, found, Path(__file__).name))
    assert all(tally.good for tally in found), found


def people(books: Books) -> int:
    return sum(one.people_in for one in books.counted())


def scans(books: Books) -> Counter[str]:
    with reading(books.engine) as connection:
        return journaled(connection, "ScanRead", "scan")
