"""Counts over a real broker, told several times over, with the server killed at random."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter

import pytest

from tests.broker import Publisher
from tests.effort import SEED, tries
from tests.faults.books import Books
from tests.faults.server import Server
from tests.waiting import wait_for

COUNTS = tries(400, 4_000)
KILLS = tries(2, 10)
DEVICE = "door-1"
TOPIC = f"accueil/v1/faults-1/{DEVICE}/count"


def steps() -> list[bytes]:
    """Each line has its own number of people; each count is told one to three times."""
    chance = random.Random(SEED)
    told: list[bytes] = []
    for number in range(COUNTS):
        said = {"id": f"{SEED}-{number}", "line": f"line-{number % 4}", "in": 1, "out": number % 2}
        told += [json.dumps(said).encode()] * chance.randint(1, 3)
    return told


@pytest.mark.timeout(tries(120, 600))
def test_counts_that_are_told_again_while_the_server_is_killed_are_kept_once(
    publisher: Publisher, server: Server, books: Books
) -> None:
    chance = random.Random(SEED)
    server.start()
    telling = threading.Thread(
        target=lambda: publisher.publish_all((TOPIC, payload) for payload in steps())
    )
    telling.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.4))
        server.kill()
        server.start()
    telling.join()

    for people in range(0, COUNTS, COUNTS // 20):  # however slow, it goes on
        wait_for(lambda least=people: sum(kept(books).values()) > least, "counting has stopped")
    wait_for(lambda: sum(kept(books).values()) >= COUNTS, "a count was lost")
    publisher.publish(TOPIC, steps()[0])
    publisher.publish(TOPIC, json.dumps({"id": "last", "line": "end", "in": 1, "out": 0}).encode())
    wait_for(lambda: kept(books)["end"] == 1, "the last count was lost")
    assert kept(books) == {f"line-{line}": COUNTS // 4 for line in range(4)} | {"end": 1}
    assert "Traceback" not in server.log


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_totals_go_on_where_a_killed_server_left_them(
    publisher: Publisher, server: Server, books: Books
) -> None:
    server.start()
    for people in (1_000, 1_003, 1_003):
        publisher.publish(TOPIC, total(people))
    wait_for(lambda: kept(books)["door"] == 3, "nobody was counted")
    server.kill()
    publisher.publish(TOPIC, total(1_003))
    publisher.publish(TOPIC, total(1_010))
    server.start()
    wait_for(lambda: kept(books)["door"] == 10, "who came meanwhile was not counted")
    publisher.publish(TOPIC, total(2))
    wait_for(lambda: kept(books)["door"] == 12, "a counter that began again was not believed")
    assert [count.kind for count in books.counted()] == ["total", "total", "reset"]


def total(people: int) -> bytes:
    return json.dumps({"line": "door", "total_in": people, "total_out": 0}).encode()


def kept(books: Books) -> Counter[str]:
    """People who came in, by line."""
    people: Counter[str] = Counter()
    for count in books.counted():
        people[count.line] += count.people_in
    return people
