"""Made while the boutique works, restored elsewhere: the same, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from payments.books import Books
from payments.entry import SALE
from payments.ledger import verify as verify_ledger
from store_server.cli import run
from store_server.clock import SystemClock
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.storage.backup.archive import verify
from store_server.storage.backup.envelope import BackupError, KeyFile, Passphrase
from store_server.storage.backup.make import make
from store_server.storage.backup.restore import restore
from store_server.storage.engine import open_engine, reading
from tests.payments.shelf import MONDAY, PARIS, scarves

LOCK = KeyFile(b"k" * 32)
BEFORE, MEANWHILE = 40, 10


def silent(_done: int) -> None:
    return None


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    folder = tmp_path / "box"
    folder.mkdir()
    return Settings(data_dir=folder, database_url=database_url)


@pytest.fixture
def elsewhere(tmp_path: Path, request: pytest.FixtureRequest, database_url: str) -> Settings:
    url = f"sqlite:///{tmp_path / 'other' / 'accueil.db'}"
    if not database_url.startswith("sqlite"):
        url = request.getfixturevalue("empty_postgres_url")
    return Settings(data_dir=tmp_path / "other", database_url=url)


@pytest.fixture
def storage(settings: Settings) -> Iterator[Storage]:
    storage = open_storage(settings)
    yield storage
    storage.close()


def write(storage: Storage, number: int) -> datetime:
    """A sale and a line of the journal in one transaction; answers when it was acknowledged."""
    with storage.store.begin() as uow:
        Books(uow.ledger.shelf("1"), "1", PARIS).write(SALE, scarves(), MONDAY)
        uow.journal.write("Counted", {"number": number, "name": "Amélie\\N\t\n"}, MONDAY)
        uow.commit()
    return datetime.now(UTC)


def numbers(settings: Settings) -> list[int]:
    storage = open_storage(settings)
    with storage.store.begin() as uow:
        found = [entry.payload["number"] for entry in uow.journal.after(0, 100_000)]
    storage.close()
    return found


def rows(settings: Settings) -> dict[str, list[Any]]:
    """Every row of every table, in one order."""
    engine = open_engine(settings.database)
    with reading(engine) as connection:
        names = inspect(connection).get_table_names()
        found = {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
            for name in names
        }
    engine.dispose()
    return found


def writing_on(storage: Storage, told: list[datetime], stop: threading.Event) -> threading.Thread:
    def work() -> None:
        while not stop.is_set():
            told.append(write(storage, len(told)))

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for(told: list[datetime], at_least: int) -> None:
    deadline = threading.Event()
    for _ in range(6000):
        if len(told) >= at_least:
            return
        deadline.wait(0.01)
    raise AssertionError(f"only {len(told)} writes")


def test_what_was_acknowledged_before_the_moment_is_there_with_writes_going_on(
    settings: Settings, elsewhere: Settings, storage: Storage, tmp_path: Path
) -> None:
    told: list[datetime] = []
    stop = threading.Event()
    thread = writing_on(storage, told, stop)
    try:
        wait_for(told, BEFORE)
        manifest = make(settings, tmp_path / "b", LOCK, SystemClock(), silent)
        wait_for(told, len(told) + MEANWHILE)
    finally:
        stop.set()
        thread.join()
    assert verify(tmp_path / "b", LOCK, silent) == manifest
    restore(elsewhere, tmp_path / "b", LOCK, silent)
    restored = numbers(elsewhere)
    acknowledged = sum(at <= manifest.moment for at in told)
    assert acknowledged >= BEFORE
    assert len(restored) >= acknowledged
    assert restored == list(range(len(restored))), "a prefix of what was written, nothing between"
    other = open_storage(elsewhere)
    assert len(list(other.ledger_queries.records("1"))) == len(restored)
    assert not list(verify_ledger(other.ledger_queries.records("1")))
    assert write(other, len(restored))  # its sequences go on where they were
    other.close()


def test_a_boutique_at_rest_is_restored_row_for_row_and_file_for_file(
    settings: Settings, elsewhere: Settings, storage: Storage, tmp_path: Path
) -> None:
    write(storage, 0)
    (settings.data_dir / "fonts").mkdir()
    (settings.data_dir / "fonts" / "own.ttf").write_bytes(bytes(range(256)) * 1000)
    make(settings, tmp_path / "b", LOCK, SystemClock(), silent)
    restore(elsewhere, tmp_path / "b", LOCK, silent)
    assert rows(elsewhere) == rows(settings)
    for name in ("secret.key", "fonts/own.ttf"):
        assert (elsewhere.data_dir / name).read_bytes() == (settings.data_dir / name).read_bytes()
    assert (elsewhere.data_dir / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_place_that_is_not_empty_is_refused_and_left_alone(
    settings: Settings, storage: Storage, tmp_path: Path
) -> None:
    write(storage, 0)
    make(settings, tmp_path / "b", LOCK, SystemClock(), silent)
    before = rows(settings)
    with pytest.raises(BackupError, match="is not empty") as full:
        restore(settings, tmp_path / "b", LOCK, silent)
    empty_folder = replace(settings, data_dir=tmp_path / "empty")
    with pytest.raises(BackupError, match=r"already holds|there already") as taken:
        restore(empty_folder, tmp_path / "b", LOCK, silent)
    for refused, looked_at in ((full, settings), (taken, empty_folder)):
        assert str(looked_at.data_dir) in str(refused.value)
        assert looked_at.database.rpartition("/")[2] in str(refused.value)
    assert rows(settings) == before


def test_where_there_is_nothing_to_back_up_it_is_said_where_was_looked(tmp_path: Path) -> None:
    url = "postgresql://accueil:hush@127.0.0.1:1/none"
    for settings, named in (
        (Settings(data_dir=tmp_path), f"{tmp_path}/accueil.db"),
        (Settings(data_dir=tmp_path, database_url=url), "accueil:***@127.0.0.1:1/none"),
    ):
        with pytest.raises(BackupError) as refused:
            make(settings, tmp_path / "b", LOCK, SystemClock(), silent)
        assert str(tmp_path) in str(refused.value)
        assert named in str(refused.value)
        assert "hush" not in str(refused.value)


def cut(sealed: bytes) -> bytes:
    return sealed[:-1000]


def flipped(sealed: bytes) -> bytes:
    half = len(sealed) // 2
    return sealed[:half] + bytes([sealed[half] ^ 1]) + sealed[half + 1 :]


@pytest.mark.parametrize("damage", [cut, flipped])
def test_a_damaged_backup_writes_nothing(
    damage: Callable[[bytes], bytes], tmp_path: Path, sqlite_url: str
) -> None:
    settings = Settings(data_dir=tmp_path / "box", database_url=sqlite_url)
    storage = open_storage(settings)
    write(storage, 0)
    storage.close()
    make(settings, tmp_path / "b", LOCK, SystemClock(), silent)
    (tmp_path / "b").write_bytes(damage((tmp_path / "b").read_bytes()))
    other = Settings(
        data_dir=tmp_path / "other", database_url=f"sqlite:///{tmp_path / 'other' / 'accueil.db'}"
    )
    with pytest.raises(BackupError, match="damaged"):
        restore(other, tmp_path / "b", LOCK, silent)
    assert not other.data_dir.exists()


def test_only_the_key_or_passphrase_that_sealed_it_opens_a_backup(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = Settings(data_dir=tmp_path / "box", database_url=sqlite_url)
    open_storage(settings).close()
    words = Passphrase("une phrase assez longue")
    make(settings, tmp_path / "b", words, SystemClock(), silent)
    assert verify(tmp_path / "b", words, silent).boutique == "paris-1"
    with pytest.raises(BackupError, match="another key or passphrase"):
        verify(tmp_path / "b", Passphrase("une autre phrase longue"), silent)
    with pytest.raises(BackupError, match="sealed with a passphrase"):
        verify(tmp_path / "b", LOCK, silent)
    assert b"secret.key" not in (tmp_path / "b").read_bytes()


def test_the_command_makes_verifies_and_restores(
    tmp_path: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path / "box"))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", sqlite_url)
    open_storage(Settings(data_dir=tmp_path / "box", database_url=sqlite_url)).close()
    key = str(tmp_path / "backup.key")
    assert run(["backup", "--new-key", key]) == 0
    assert run(["backup", "--new-key", key]) == 1
    assert run(["backup", "--key", key]) == 0
    (made,) = (tmp_path / "box" / "backups").glob("*.backup")
    assert run(["backup", "--verify", str(made), "--key", key]) == 0
    assert run(["backup", "--key", key, f"{tmp_path}/shelf/"]) == 0
    assert len(list((tmp_path / "shelf").glob("accueil-*.backup"))) == 1
    assert run(["restore", str(made), "--key", key]) == 1
    assert "is not empty" in capsys.readouterr().err
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert run(["restore", str(made), "--key", key]) == 0
    assert (tmp_path / "other" / "secret.key").exists()
    assert run(["backup", str(made), "--key", key]) == 1
    assert "never replaces another" in capsys.readouterr().err
