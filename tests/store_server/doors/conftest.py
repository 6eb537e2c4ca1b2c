"""A boutique with its doors on the evening of an event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.settings import Settings
from tests.store_server.doors.evening import Evening


@pytest.fixture
def evening(database_url: str, tmp_path: Path) -> Iterator[Evening]:
    """On both databases, ten minutes after the doors have opened."""
    opened = Evening(Settings(data_dir=tmp_path, database_url=database_url, port=0, language="en"))
    opened.open()
    opened.plan()
    yield opened
    opened.close()


@pytest.fixture
def one_evening(sqlite_url: str, tmp_path: Path) -> Iterator[Evening]:
    """The same on SQLite alone, for what no database decides."""
    opened = Evening(Settings(data_dir=tmp_path, database_url=sqlite_url, port=0, language="en"))
    opened.open()
    opened.plan()
    yield opened
    opened.close()
