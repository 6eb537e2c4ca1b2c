"""The services and databases that tests ask for by name."""

from __future__ import annotations

import gc
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from store_server.clock import SystemClock
from store_server.storage import engine as engines
from store_server.storage.engine import open_engine
from store_server.storage.migrate import migrate
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.unit_of_work import SqlStore
from tests.databases import LentDatabases
from tests.engines import QuickEngines
from tests.services import Mosquitto, PostgreSQL

TEMPLATE = "accueil_template"

_numbers = itertools.count(1)
_engines = QuickEngines()


def pytest_collection_finish() -> None:
    """What is loaded stays: not to look for garbage in it saves a fifth of a second, each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def quick_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that asks how the engine itself is made has its own `quick_engines`."""
    monkeypatch.setattr(engines, "create_engine", _engines.create)
    monkeypatch.setattr(engines, "_prepare_sqlite", _engines.prepare_sqlite)


@pytest.fixture
def mosquitto() -> Iterator[Mosquitto]:
    """A broker of the test's own, which remembers nothing that another test said."""
    with _mosquitto() as broker:
        yield broker


@pytest.fixture(scope="session")
def mosquitto_of_the_run() -> Iterator[Mosquitto]:
    """For what outlives a test. It keeps sessions and retained messages: name boutiques apart."""
    with _mosquitto() as broker:
        yield broker


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    try:
        server.start()
        yield server
    finally:
        server.clean_up()


@pytest.fixture(scope="session")
def postgres_template(postgresql: PostgreSQL) -> str:
    """The name of a database with all tables and no rows."""
    _migrate(postgresql.create_database(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows."""
    file = tmp_path_factory.mktemp("template") / "accueil.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def lent_databases(postgresql: PostgreSQL, postgres_template: str) -> Iterator[LentDatabases]:
    databases = LentDatabases(postgresql, postgres_template)
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(postgresql: PostgreSQL, lent_databases: LentDatabases) -> Iterator[str]:
    """A database of this test's own, with all tables."""
    with lent_databases.lent() as name:
        yield postgresql.url(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of this test's own, with all tables."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'accueil.db')}"


@pytest.fixture
def empty_postgres_url(postgresql: PostgreSQL) -> Iterator[str]:
    name = f"accueil_{next(_numbers)}"
    yield postgresql.create_database(name)
    postgresql.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases, each time on a fresh one with all tables."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same test on both databases, each time on one without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def box(tmp_path: Path) -> SecretsBox:
    return SecretsBox.at(tmp_path / "secret.key")


@pytest.fixture
def store(engine: Engine, box: SecretsBox) -> SqlStore:
    return SqlStore(engine, "paris-1", SystemClock(), box, ZoneInfo("Europe/Paris"))


@contextmanager
def _mosquitto() -> Iterator[Mosquitto]:
    broker = Mosquitto()
    try:
        broker.start()
        yield broker
    finally:
        broker.clean_up()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
