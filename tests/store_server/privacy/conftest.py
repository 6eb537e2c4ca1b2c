"""A boutique with an event this evening and a till that takes payments, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.settings import PaymentSettings, Settings
from tests.store_server.doors.evening import Evening
from tests.store_server.privacy.marked import Marked


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[Evening]:
    yield from opened(database_url, tmp_path)


@pytest.fixture
def one_house(sqlite_url: str, tmp_path: Path) -> Iterator[Evening]:
    """On SQLite alone, for what no database decides."""
    yield from opened(sqlite_url, tmp_path)


@pytest.fixture
def marked(house: Evening) -> Marked:
    return Marked(house).settle_in()


def opened(url: str, folder: Path) -> Iterator[Evening]:
    box = folder / "box"
    payments = PaymentSettings(provider="simulated")
    settings = Settings(data_dir=box, database_url=url, port=0, language="en", payments=payments)
    house = Evening(settings)
    house.open()
    house.plan()
    yield house
    house.close()
