"""Scans and counts of our agents arrive exactly once, whoever is killed in the meantime.

The agents' outboxes are real, and so are the broker, which forgets everything when it is killed,
and the server, which is a process of its own.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from devices.agents.link import Link, LinkConfig
from devices.agents.outbox import Outbox
from store_server.storage.engine import open_engine, reading
from store_server.storage.tables.counts import CountRow
from store_server.storage.tables.floor import ScanRow
from store_server.storage.tables.journal import JournalRow
from tests.effort import SEED, tries
from tests.faults.server import Server
from tests.services import Mosquitto
from tests.waiting import wait_for

BATCH = 50
ALL_STORED_WITHIN_S = 100.0
TILL, DOOR = "till", "door-camera"


@dataclass(frozen=True)
class Storm:
    """So many messages of each kind, over so many seconds, with so many kills among them."""

    each: int
    lasts_s: float
    kills: int


@dataclass
class Agent:
    """One of ours: it reports, and its link is all that is between it and the server."""

    kind: Any
    link: Link
    ids: list[str] = field(default_factory=list)

    def report(self, storm: Storm, chance: random.Random) -> None:
        batches = storm.each // BATCH
        for batch in range(batches):
            self.ids += self.link.report_all(
                self.kind, [self._body(batch * BATCH + number) for number in range(BATCH)]
            )
            time.sleep(chance.uniform(0, 2 * storm.lasts_s / batches))

    def _body(self, number: int) -> dict[str, Any]:
        if self.kind == "scan":
            return {"symbology": "qr", "data": f"https://elsewhere.example/{number}"}
        return {"line": "door", "in": number % 3, "out": 1}


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    broker = Mosquitto()
    broker.start()
    yield broker
    broker.clean_up()


@pytest.fixture
def server(tmp_path: Path, database_url: str, broker: Mosquitto) -> Iterator[Server]:
    server = Server(tmp_path, database_url, broker)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def agents(tmp_path: Path, broker: Mosquitto) -> Iterator[list[Agent]]:
    agents = []
    for kind, device in (("scan", TILL), ("count", DOOR)):
        folder = tmp_path / device
        config = LinkConfig("faults-1", device, folder, port=broker.port, ask_again_s=1.0)
        agents.append(Agent(kind, Link(config)))
    for agent in agents:
        agent.link.start()
    yield agents
    for agent in agents:
        agent.link.stop()


@pytest.mark.timeout(tries(200, 900))
@pytest.mark.parametrize(
    ("database_url", "storm"),
    tries(
        [("sqlite", Storm(1_000, 4.0, 2))],
        [("sqlite", Storm(5_000, 60.0, 25)), ("postgresql", Storm(5_000, 60.0, 25))],
    ),
    indirect=["database_url"],
)
def test_scans_and_counts_arrive_exactly_once_whoever_is_killed(
    agents: list[Agent],
    server: Server,
    broker: Mosquitto,
    database_url: str,
    storm: Storm,
    caplog: pytest.LogCaptureFixture,
) -> None:
    chance = random.Random(SEED)
    reporting = [
        threading.Thread(target=agent.report, args=(storm, random.Random(f"{SEED}-{agent.kind}")))
        for agent in agents
    ]
    for agent in agents:  # what no server can ever read must not stand in the others' way
        agent.link.report(agent.kind, {"data": "", "line": ""})
    for thread in reporting:
        thread.start()
    kill_at_random(server, broker, storm, chance)
    for thread in reporting:
        thread.join()
    outboxes = [agent.link.outbox for agent in agents]
    wait_for(lambda: empty(outboxes), "not all was stored", ALL_STORED_WITHIN_S)

    scanner, camera = agents
    engine = open_engine(database_url)
    assert len(set(scanner.ids)) == len(set(camera.ids)) == storm.each
    assert scans_noted(engine) == Counter(scanner.ids)
    assert scans_read(engine) == Counter(scanner.ids)
    assert people_counted(engine) == (
        sum(number % 3 for number in range(storm.each)),
        storm.each,
    )
    engine.dispose()
    assert "Traceback" not in server.log
    assert caplog.text.count("the server will never take 1 of our messages") >= len(agents)


def kill_at_random(server: Server, broker: Mosquitto, storm: Storm, chance: random.Random) -> None:
    """Each dies half of the times, and now and then both at once."""
    for number in range(storm.kills):
        time.sleep(chance.uniform(0.2, 1.6) * storm.lasts_s / storm.kills / 2)
        both = chance.random() < 0.2
        if both or number % 2 == 0:
            server.kill()
        if both or number % 2 == 1:
            broker.kill()
            time.sleep(chance.uniform(0, 0.5))
            broker.start()
        if both or number % 2 == 0:
            server.start()


def empty(outboxes: Sequence[Outbox]) -> bool:
    return all(outbox.messages == 0 for outbox in outboxes)


def scans_noted(engine: Engine) -> Counter[str]:
    with reading(engine) as connection:
        return Counter(connection.execute(select(ScanRow.scan_id)).scalars())


def scans_read(engine: Engine) -> Counter[str]:
    """As the journal tells it, in which an effect would stand twice if it had happened twice."""
    query = select(JournalRow.payload).where(JournalRow.type == "ScanRead")
    with reading(engine) as connection:
        return Counter(str(payload["scan"]) for payload in connection.execute(query).scalars())


def people_counted(engine: Engine) -> tuple[int, int]:
    with reading(engine) as connection:
        rows = connection.execute(select(CountRow.people_in, CountRow.people_out)).all()
    return sum(row.people_in for row in rows), sum(row.people_out for row in rows)
