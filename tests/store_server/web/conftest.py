"""A boutique with its doors, before anything listens; and one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from store_server.settings import Settings
from store_server.web import tokens
from tests.store_server.web.boutique import Boutique

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN's hash takes a tenth of a second where somebody could guess, and these are hundreds."""
    monkeypatch.setattr(tokens, "_HASHER", QUICK)


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return Settings(data_dir=tmp_path, database_url=sqlite_url, port=0)


@pytest.fixture
def boutique(settings: Settings) -> Iterator[Boutique]:
    boutique = Boutique(settings).open()
    yield boutique
    boutique.close()
