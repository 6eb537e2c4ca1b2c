"""What the main job lives through: brokers that go, servers that are killed, floods of rubbish."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.broker import Publisher
from tests.caller import Caller
from tests.effort import SEED, tries
from tests.faults.beacons import Beacons
from tests.faults.books import Books
from tests.faults.rubbish import rubbish, unlawful_topic
from tests.faults.server import Server
from tests.services import Mosquitto
from tests.waiting import wait_for

KILLS = tries(3, 25)
LATEST_KILL_S = 0.9
BAD_MESSAGES = 10_000
READ_AT_LEAST = 0.85  # the others are readable, and merely useless
RESTS_S = 1.0
FLOODS_AT_MOST = 9
# What is kept of each message, at most: far less than the message itself (3 kB in the middle).
KEPT_A_MESSAGE_BYTES = 400


def test_a_broker_that_is_killed_makes_nobody_leave_and_nobody_arrive_again(
    broker: Mosquitto, beacons: Beacons, server: Server, books: Books
) -> None:
    client_id, beacon = books.client(1)
    server.start()
    with beacons.advertising(beacon):
        wait_for(lambda: client_id in books.present(), "the client was not recognised")
        told = books.told()

        broker.kill()
        server.wait_until("degraded")
        broker.start()
        server.wait_until("ok")
        wait_for(lambda: client_id in books.present(), "the client was not found again")

    assert books.arrivals() == {client_id: 1}
    assert books.told() == told
    assert len(told) == 1
    assert not {"away", "ended"} & set(books.whereabouts())


@pytest.mark.timeout(tries(120, 600))
def test_a_server_that_is_killed_at_any_point_finishes_what_it_began_and_tells_nobody_twice(
    beacons: Beacons, server: Server, books: Books
) -> None:
    chance = random.Random(SEED)
    guests = [books.client(number) for number in range(1, KILLS + 1)]
    phone = Caller(server.port)
    claimed: set[str] = set()
    server.start()
    phone.sign_in(*books.phone(books.associate_id))

    for client_id, beacon in guests:
        with beacons.advertising(beacon):
            time.sleep(chance.uniform(0, LATEST_KILL_S))
            server.kill()
            server.start()
            wait_for(lambda: client_id in books.present(), "an arrival was lost")  # noqa: B023
        wait_for(lambda: client_id in books.signals(), "a signal was lost")  # noqa: B023
        signal = books.signals()[client_id]
        answer = phone.post(f"/signals/{signal.id}/claim", {"tap_id": f"tap-{client_id}"})
        assert answer.json["won"], answer.body
        claimed.add(client_id)

    assert books.arrivals() == {client_id: 1 for client_id, _ in guests}
    assert sorted(books.told().values()) == [1] * KILLS
    assert {client for client, signal in books.signals().items() if signal.mine} == claimed
    sequence = [notice.seq for notice in books.notices()]
    assert sequence == sorted(set(sequence))
    assert "Traceback" not in server.log


def test_a_tap_that_is_sent_again_after_a_kill_is_one_tap(
    beacons: Beacons, server: Server, books: Books
) -> None:
    client_id, beacon = books.client(1)
    phone = Caller(server.port)
    server.start()
    phone.sign_in(*books.phone(books.associate_id))
    with beacons.advertising(beacon):
        wait_for(lambda: client_id in books.signals(), "a signal was lost")
    path = f"/signals/{books.signals()[client_id].id}/claim"
    first = phone.post(path, {"tap_id": "the one tap"})
    server.kill()
    server.start()
    again = phone.post(path, {"tap_id": "the one tap"})
    assert first.json == again.json
    assert sum(entry.kind == "SignalClaimed" for entry in books.journal()) == 1


@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_thousand_bad_messages_are_counted_and_the_next_good_one_is_handled(
    broker: Mosquitto, publisher: Publisher, beacons: Beacons, server: Server, books: Books
) -> None:
    client_id, beacon = books.client(2)
    server.start()
    manager = Caller(server.port)
    manager.sign_in(*books.phone(books.manager_id))
    began_s = time.monotonic()

    flood(publisher, manager, SEED)
    unlawful_topic(broker.host, broker.port)
    with beacons.advertising(beacon):
        wait_for(lambda: client_id in books.present(), "the good one was not handled", 60)

    assert a_flood_leaves_nothing(server, publisher, manager)
    minutes = int((time.monotonic() - began_s) // 60) + 2
    lines = [line for line in server.log.splitlines() if '"WARNING"' in line or "ERROR" in line]
    assert len(lines) <= minutes, "\n".join(lines)
    assert "Traceback" not in server.log
    assert "6f1d4e0a" not in server.log
    assert server.health() == "ok"
    assert 0 < books.quarantined() <= 1000
    assert server.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_with_the_broker_in_its_own_process_hears_an_arrival(
    tmp_path: Path, database_url: str
) -> None:
    server = Server(tmp_path, database_url, broker=None)
    books = Books(server.settings)
    client_id, beacon = books.client(1)
    try:
        server.start()
        publisher = Publisher("127.0.0.1", server.mqtt_port)
        with Beacons(publisher).advertising(beacon):
            wait_for(lambda: client_id in books.present(), "the client was not recognised")
        publisher.close()
        assert books.arrivals() == {client_id: 1}
        assert server.stop() == 0
    finally:
        server.kill()
        books.close()


def flood(publisher: Publisher, manager: Caller, seed: int) -> None:
    """Ten thousand, and all that cannot be read are counted. Returns once all were heard: what
    is still on its way would be found again as growth of the next flood."""
    before = unreadable(manager)
    publisher.publish_all(rubbish(BAD_MESSAGES, seed))
    enough = before + BAD_MESSAGES * READ_AT_LEAST
    wait_for(lambda: unreadable(manager) > enough, "they were not counted", within_s=60)
    wait_for(Rest(lambda: heard(manager)), "more and more was heard", within_s=60)


class Rest:
    """True once `look` has answered the same for a while."""

    def __init__(self, look: Callable[[], str]) -> None:
        self._look = look
        self._seen, self._since_s = "", 0.0

    def __call__(self) -> bool:
        seen, now_s = self._look(), time.monotonic()
        if seen != self._seen:
            self._seen, self._since_s = seen, now_s
        return now_s - self._since_s > RESTS_S


def a_flood_leaves_nothing(server: Server, publisher: Publisher, manager: Caller) -> bool:
    """Floods fill what has bounds: buffers, five hundred devices, the allocator's own pools, which
    are as large as the worst moment of a busy machine was. What had no bound would grow with every
    one of them."""
    for number in range(1, FLOODS_AT_MOST):
        before_bytes = server.memory_bytes
        flood(publisher, manager, SEED + number)
        if server.memory_bytes - before_bytes < BAD_MESSAGES * KEPT_A_MESSAGE_BYTES:
            return True
    return False


def heard(manager: Caller) -> str:
    """As the manager's picture of the server's health says it."""
    parts = {part["name"]: part["detail"] for part in manager.get("/health/parts").json["parts"]}
    return str(parts["intake"])


def unreadable(manager: Caller) -> int:
    found = re.search(r"(\d+) unreadable", heard(manager))
    return int(found[1]) if found else 0
