"""A boutique on both databases, with a clock set by hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from store_server.settings import Settings
from store_server.storage.accounts import SqlAccounts
from store_server.storage.queries import SqlQueries
from store_server.storage.returning import Returning
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import HandClock, House

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(engine: Engine, box: SecretsBox, clock: HandClock) -> SqlStore:
    return SqlStore(engine, "paris-1", clock, box, PARIS)


@pytest.fixture
def house(store: SqlStore, clock: HandClock) -> House:
    return House(store, clock)


@pytest.fixture
def queries(engine: Engine, clock: HandClock) -> SqlQueries:
    return SqlQueries(engine, "paris-1", clock, PARIS, Returning(engine, clock, Settings()))


@pytest.fixture
def accounts(engine: Engine) -> SqlAccounts:
    return SqlAccounts(engine)
