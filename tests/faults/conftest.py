"""A boutique that may be killed in any of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker import Publisher
from tests.effort import tries
from tests.faults.beacons import Beacons
from tests.faults.books import Books
from tests.faults.server import Server
from tests.services import Mosquitto


@pytest.fixture(params=tries(["sqlite"], ["sqlite", "postgresql"]))
def database_url(request: pytest.FixtureRequest) -> str:
    """Both at length; in short PostgreSQL has `test_living_through` for all of it."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    """One that a test may kill."""
    broker = Mosquitto("max_queued_messages 100000")  # by default it drops beyond a thousand
    broker.start()
    yield broker
    broker.clean_up()


@pytest.fixture
def publisher(broker: Mosquitto) -> Iterator[Publisher]:
    publisher = Publisher(broker.host, broker.port)
    yield publisher
    publisher.close()


@pytest.fixture
def beacons(publisher: Publisher) -> Beacons:
    return Beacons(publisher)


@pytest.fixture
def server(tmp_path: Path, database_url: str, broker: Mosquitto) -> Iterator[Server]:
    """Not started: the books come first."""
    server = Server(tmp_path, database_url, broker)
    yield server
    server.kill()


@pytest.fixture
def books(server: Server) -> Iterator[Books]:
    books = Books(server.settings)
    yield books
    books.close()
