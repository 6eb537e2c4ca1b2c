"""PINs and passwords whose hash is quick: a real one takes a tenth of a second, each time."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from store_server.web import tokens

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """`test_passwords` asks what a guess costs, and has its own."""
    monkeypatch.setattr(tokens, "_HASHER", QUICK)
