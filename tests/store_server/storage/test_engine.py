"""Transactions: whole or not at all, one writer at a time, and errors in our own words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from store_server.clock import new_id
from store_server.domain.visit import Source, Visit
from store_server.ports import BusyError, FullError, NotFoundError, UnreachableError
from store_server.storage import engine as engines
from store_server.storage.engine import open_engine, reading, writing
from store_server.storage.unit_of_work import SqlStore
from tests.services import PostgreSQL
from tests.store_server.storage.house import NOON, House


@pytest.fixture(autouse=True)
def quick_engines() -> None:
    """Here they are as the house has them."""


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(sqlite: Engine) -> None:
    with reading(sqlite) as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_what_is_not_committed_leaves_nothing(house: House, engine: Engine) -> None:
    with house.store.begin() as uow:
        uow.places.save_zone("salon", "Salon", None)
        uow.journal.write("ZoneAmended", {"zone": "salon"}, NOON)
    with pytest.raises(RuntimeError, match="half way"), house.store.begin() as uow:
        uow.places.save_zone("salon", "Salon", None)
        raise RuntimeError("half way")
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM zones")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM journal")).scalar() == 0


def test_a_server_that_dies_before_its_commit_leaves_nothing(sqlite_url: str) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    dying = sqlite3.connect(file, isolation_level=None)
    dying.execute("BEGIN IMMEDIATE")
    dying.execute("INSERT INTO zones (id, name) VALUES ('salon', 'Salon')")
    dying.close()
    with sqlite3.connect(file) as after:
        assert after.execute("SELECT count(*) FROM zones").fetchone() == (0,)
    after.close()


def test_a_reader_sees_one_moment_while_a_writer_goes_on(house: House, engine: Engine) -> None:
    with reading(engine) as connection:
        count = text("SELECT count(*) FROM clients")
        before = connection.execute(count).scalar()
        house.client()
        assert connection.execute(count).scalar() == before


def test_what_refers_to_nothing_is_refused(store: SqlStore) -> None:
    stray = Visit(new_id(), new_id(), NOON, Source.PASS, None)
    with pytest.raises(NotFoundError), store.begin() as uow:
        uow.visits.add(stray)
        uow.commit()


def test_a_word_outside_its_closed_set_is_refused(house: House, engine: Engine) -> None:
    house.client()
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("UPDATE clients SET tier = 'emperor'"))


def test_writers_wait_for_each_other(engine: Engine, store: SqlStore) -> None:
    def add(number: int) -> None:
        with store.begin() as uow:
            uow.places.save_zone(f"zone-{number}", "Zone", None)
            uow.commit()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM zones")).scalar() == 12


def test_a_transaction_inside_another_is_told_that_it_is_busy(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.01)
    with writing(sqlite), pytest.raises(BusyError), writing(sqlite):
        pass


def test_a_writer_of_another_process_makes_us_busy(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError) as caught, reading(engine) as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
        connection.exec_driver_sql("DELETE FROM zones")
    assert caught.value.trying_again_may_help
    other.close()
    engine.dispose()


def test_a_full_disk_is_called_so_and_heals(sqlite: Engine) -> None:
    grow = text("INSERT INTO settings (key, value) VALUES ('big', :value)")
    grown = text("SELECT count(*) FROM settings WHERE key = 'big'")
    with pytest.raises(FullError), writing(sqlite) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.execute(grow, {"value": "x" * 1_000_000})
    with reading(sqlite) as connection:
        assert connection.execute(grown).scalar() == 0
    with writing(sqlite) as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        connection.execute(grow, {"value": "x"})
        connection.commit()


def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'accueil.db'}")
    with pytest.raises(UnreachableError), reading(engine):
        pass


def test_a_postgresql_that_is_not_there_is_unreachable() -> None:
    engine = open_engine("postgresql://accueil@127.0.0.1:1/accueil")
    with pytest.raises(UnreachableError), reading(engine):
        pass


def test_a_postgresql_that_restarts_is_found_again() -> None:
    server = PostgreSQL()
    server.start()
    engine = open_engine(server.url())
    try:
        with reading(engine) as connection:
            server.stop()
            with pytest.raises(UnreachableError):
                connection.execute(text("SELECT 1"))
        server.start()
        with reading(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    finally:
        engine.dispose()
        server.clean_up()


def test_a_restart_of_postgresql_between_two_questions_is_not_noticed() -> None:
    server = PostgreSQL()
    server.start()
    engine = open_engine(server.url())
    try:
        with reading(engine), reading(engine):
            pass  # two lie in the pool now
        server.stop()
        server.start()
        with reading(engine) as first, reading(engine) as second:
            assert first.execute(text("SELECT 1")).scalar() == 1
            assert second.execute(text("SELECT 1")).scalar() == 1
    finally:
        engine.dispose()
        server.clean_up()


@pytest.mark.parametrize("url", ["", "oracle://somewhere", "mysql://somewhere", "sqlite://"])
def test_other_databases_are_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"use sqlite|name a file"):
        open_engine(url)


def test_a_password_in_the_address_is_never_told() -> None:
    engine = open_engine("postgresql://accueil:hush@127.0.0.1:1/accueil")
    with pytest.raises(UnreachableError) as caught, reading(engine):
        pass
    assert "hush" not in str(caught.value)
    assert "hush" not in repr(engine)
