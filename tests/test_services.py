"""The tests' own broker and database."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from store_server.storage.engine import open_engine, reading
from tests import services
from tests.services import MissingProgramError, Mosquitto


def test_the_broker_answers_on_its_own_port(mosquitto: Mosquitto) -> None:
    with socket.create_connection((mosquitto.host, mosquitto.port), timeout=5) as connection:
        assert connection.getpeername()[1] == mosquitto.port


def test_a_database_is_copied_with_its_tables(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM clients")).scalar() == 0
    engine.dispose()


def test_a_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "find_program", lambda *_places: None)
    with pytest.raises(MissingProgramError, match="apt-get install mosquitto"):
        Mosquitto()


def test_no_test_is_skipped_for_want_of_a_part() -> None:
    """Each would be one that nobody misses: where a part is missing, its tests fail."""
    ways = re.compile(r"pytest\.(skip|importorskip)\b|mark\.(skip|skipif)\b|unittest\.skip")
    folder = Path(__file__).parent
    skipping = [str(file) for file in folder.rglob("*.py") if ways.search(file.read_text("utf-8"))]
    assert skipping == []
