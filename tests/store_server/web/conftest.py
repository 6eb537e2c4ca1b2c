"""A boutique with its doors, before anything listens; and one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.settings import PaymentSettings, Settings
from tests.store_server.web.boutique import Boutique


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        port=0,
        payments=PaymentSettings(cash_by="associate"),
    )


@pytest.fixture
def boutique(settings: Settings) -> Iterator[Boutique]:
    boutique = Boutique(settings).open()
    yield boutique
    boutique.close()
