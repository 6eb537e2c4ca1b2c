"""A server killed in the middle of any step: it was done whole, or not at all, and once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException

from tests.broker import Publisher
from tests.caller import Answer, Caller
from tests.effort import SEED
from tests.faults.beacons import Beacons
from tests.faults.books import Books
from tests.faults.server import Server
from tests.services import Mosquitto
from tests.waiting import wait_for

LATEST_KILL_S = 0.03  # a step takes some ten milliseconds: before it, within it, after it
DONE_ALREADY = (404, 409)


@dataclass(frozen=True, slots=True)
class Step:
    """`again` sends it; a repeat of what was done is refused. `told` is its line in the journal."""

    name: str
    again: Callable[[], Answer]
    told: str
    done: Callable[[], bool]


def test_a_step_that_a_kill_interrupts_is_done_whole_or_not_at_all_and_once(
    broker: Mosquitto, server: Server, books: Books
) -> None:
    chance = random.Random(SEED)
    guests = [books.client(number) for number in range(1, 6)]
    books.start_shift(books.manager_id)
    server.start()
    publisher = Publisher(broker.host, broker.port)
    with Beacons(publisher).advertising(*(beacon for _, beacon in guests)):
        wait_for(lambda: len(books.signals()) == len(guests), "a signal was lost")
    publisher.close()
    phone, manager = Caller(server.port), Caller(server.port)
    phone.sign_in(*books.phone(books.associate_id))
    manager.sign_in(*books.phone(books.manager_id))

    for step in steps(books, phone, manager, [client for client, _ in guests]):
        interrupted = threading.Thread(target=sent, args=(step.again,))
        interrupted.start()
        time.sleep(chance.uniform(0, LATEST_KILL_S))
        server.kill()
        interrupted.join()
        server.start()
        lines = sum(entry.kind == step.told for entry in books.journal())
        assert step.done() is (lines == 1), f"{step.name}: the journal and the state disagree"
        answer = step.again()
        assert answer.status < 300 or (lines and answer.status in DONE_ALREADY), answer.body
        assert step.done(), step.name
        assert sum(entry.kind == step.told for entry in books.journal()) == 1, step.name
    assert "Traceback" not in server.log


def steps(books: Books, phone: Caller, manager: Caller, guests: list[str]) -> Iterator[Step]:
    """Each of another guest's, in the order in which the guests are given."""
    handed, declined, withdrawn, merged, taken = guests
    before = books.signals()
    claim = f"/signals/{before[handed].id}/claim"
    assert phone.post(claim, {"tap_id": "mine"}).json["won"]
    yield Step(
        "hand over",
        lambda: phone.post(
            f"/signals/{before[handed].id}/hand-over", {"to_id": books.manager_id, "note": "n"}
        ),
        "SignalHandedOver",
        lambda: books.signal(before[handed].id).handed_by_id == books.associate_id,
    )
    yield Step(
        "not now",
        lambda: phone.post(f"/signals/{before[declined].id}/decline", {"reason": "busy"}),
        "SignalDeclined",
        lambda: any(told.declined for told in books.signal(before[declined].id).told),
    )
    yield Step(
        "consent withdrawn",
        lambda: phone.send("DELETE", f"/clients/{withdrawn}/consents/presence"),
        "ConsentWithdrawn",
        lambda: withdrawn not in books.signals() and withdrawn not in books.recognised(),
    )
    yield Step(
        "merge",
        lambda: manager.post(f"/clients/{declined}/merge", {"duplicate_id": merged}),
        "ClientsMerged",
        lambda: merged not in books.recognised(),
    )
    (identity,) = books.identities(taken)
    yield Step(
        "identity taken back",
        lambda: manager.send("DELETE", f"/clients/{taken}/identities/{identity}"),
        "IdentityRemoved",
        lambda: not books.identities(taken),
    )


def sent(send: Callable[[], Answer]) -> None:
    """The answer may never come: that is what is tried."""
    with suppress(OSError, HTTPException):
        send()
