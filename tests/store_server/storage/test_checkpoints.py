"""SQLite's log goes into the database beside the commits, and is begun anew."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from store_server.storage.checkpoints import PAGES_AT_MOST, Checkpoints
from store_server.storage.engine import open_engine, reading, writing
from tests.waiting import wait_for

SOON_S = 0.02


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def checkpoints(sqlite: Engine) -> Iterator[Checkpoints]:
    checkpoints = Checkpoints(sqlite, SOON_S)
    checkpoints.start()
    yield checkpoints
    checkpoints.stop()


def name_zone(engine: Engine, zone: str) -> None:
    with writing(engine) as connection:
        connection.execute(
            text("INSERT INTO zones (id, name) VALUES (:zone, :zone)"), {"zone": zone}
        )
        connection.commit()


def zones_without_the_log(engine: Engine, folder: Path) -> int:
    """What the database's own file holds, as if its log were lost."""
    alone = shutil.copy(str(engine.url.database), folder / "alone.db")
    connection = sqlite3.connect(alone)
    try:
        found: int = connection.execute("SELECT count(*) FROM zones").fetchone()[0]
    finally:
        connection.close()
    return found


def test_what_is_committed_soon_stands_in_the_database_itself(
    sqlite: Engine, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for number in range(3):
        name_zone(sqlite, f"zone-{number}")
        wait_for(
            lambda: zones_without_the_log(sqlite, folder) == number + 1,  # noqa: B023
            "the log was not carried over",
        )


def test_without_the_thread_a_commit_carries_over_only_a_very_long_log(sqlite: Engine) -> None:
    with reading(sqlite) as connection:
        pages = connection.execute(text("PRAGMA wal_autocheckpoint")).scalar()
    assert pages == PAGES_AT_MOST


def test_a_log_that_was_carried_over_is_begun_anew(
    sqlite: Engine, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    log = Path(f"{sqlite.url.database}-wal")
    name_zone(sqlite, "first")
    size = log.stat().st_size
    for number in range(20):
        wait_for(
            lambda: zones_without_the_log(sqlite, tmp_path) >= number + 1,  # noqa: B023
            "the log was not carried over",
        )
        name_zone(sqlite, f"zone-{number}")
    assert log.stat().st_size < 10 * size


def test_a_database_that_cannot_be_written_is_told_once(
    sqlite: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Broken:
        def execute(self, statement: str) -> Broken:
            asked.append(statement)
            if "checkpoint" in statement:
                raise sqlite3.OperationalError("disk I/O error")
            return self

        def close(self) -> None: ...

    monkeypatch.setattr(sqlite3, "connect", lambda *_args, **_options: Broken())
    checkpoints = Checkpoints(sqlite, SOON_S)
    with caplog.at_level(logging.WARNING):
        checkpoints.start()
        wait_for(lambda: len(asked) > 4, "it gave up")
        checkpoints.stop()
    assert caplog.text.count("disk I/O error") == 1
