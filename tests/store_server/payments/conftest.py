"""A till on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store_server.payments.till import Till


@pytest.fixture
def till(sqlite_url: str, tmp_path: Path) -> Iterator[Till]:
    opened = Till(sqlite_url, tmp_path).open()
    yield opened
    opened.close()


@pytest.fixture
def either_till(database_url: str, tmp_path: Path) -> Iterator[Till]:
    """The same test on both databases."""
    opened = Till(database_url, tmp_path).open()
    yield opened
    opened.close()
