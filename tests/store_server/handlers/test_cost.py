"""What an arrival asks of the database, counted: figures that no busy machine can change."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from store_server import messages as ask
from store_server.admission_messages import Door, ShowPass
from store_server.handlers import passes
from store_server.settings import Settings
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening

SEEN = [
    "SELECT signals",
    "SELECT signal_told",
    "SELECT clients",  # the card
    "SELECT visits",
    "SELECT purchases",
    "SELECT promises",
    "SELECT appointments",
]
WRITTEN = [
    "BEGIN IMMEDIATE",
    "SELECT clients",  # who they are
    "INSERT visits",
    "SELECT associates",  # who should know
    "INSERT signals",
    "INSERT signal_told",
    "UPDATE associates",  # the next number of the feed
    "INSERT notices",
    *SEEN,  # the line, as the phone will show it
    "INSERT journal",  # arrived
    "INSERT journal",  # signal raised
    "INSERT journal",  # associate told
    "COMMIT",
]
ADMITTED = [
    "BEGIN IMMEDIATE",
    "SELECT events",  # which evening
    "SELECT event_sessions",
    "SELECT event_showings",  # whether this very scan was heard before
    "SELECT event_passes",
    "SELECT guests",
    "SELECT event_showings",  # whether they are in already
    "SELECT sum(event_attendances",  # how full it is
    "INSERT event_showings",
    "SELECT event_attendances",
    "INSERT event_attendances",
    "SELECT signals",
    "SELECT associates",  # who should know
    "INSERT signals",
    "INSERT signal_told",
    "UPDATE associates",  # the next number of the feed
    "INSERT notices",
    "SELECT signals",  # the line, as the phone will show it
    "SELECT signal_told",
    "SELECT guests",
    "SELECT seats",
    "SELECT guest_needs",
    "INSERT journal",  # shown
    "INSERT journal",  # signal raised
    "INSERT journal",  # associate told
    "COMMIT",
]
READ = ["BEGIN", "SELECT notices", *SEEN]


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(replace(Settings(data_dir=tmp_path), database_url=sqlite_url)).open()
    yield opened
    opened.storage.close()


def test_an_arrival_writes_each_thing_once(shop: Shop) -> None:
    shop.associate("Inès")
    beacon = shop.identity_of(shop.client("ana"))
    shop.bus.ask(_strong(shop, beacon))
    shop.passes(1)
    second = _strong(shop, beacon)
    with statements(shop) as ran:
        shop.bus.ask(second)
    assert shop.arrivals() == 1
    assert ran == WRITTEN


def test_a_line_of_a_feed_is_read_in_nine_statements(shop: Shop) -> None:
    ines = shop.associate("Inès")
    shop.walks_in(shop.client("ana"))
    with statements(shop) as ran:
        (notice,) = shop.storage.queries.notices_after(ines, 0)
    assert notice.signal is not None
    assert notice.signal.card is not None
    assert [statement for statement in ran if statement != "ROLLBACK"] == READ


def test_an_admission_writes_each_thing_once(shop: Shop) -> None:
    """With the signal to the guest's host, in the same transaction."""
    starts = shop.clock.now() - timedelta(hours=1)
    soiree = OpenEvening(shop, starts=starts, ends=starts + timedelta(hours=4))
    host = shop.associate("Inès")
    codes = []
    for name in ("Ana", "Noor"):
        guest = soiree.guest(name, host_id=host)
        with soiree.desk.work() as work:
            granted = passes.issue(work, guest, soiree.event)
            codes.append(passes.text(granted, soiree.event, work.uow.passes.keys()))
    shop.bus.ask(ShowPass("scan-0001", "gate", Door.KIOSK, code=codes[0]))
    with statements(shop) as ran:
        answered = shop.bus.ask(ShowPass("scan-0002", "gate", Door.KIOSK, code=codes[1]))
    assert answered.kept.decision.verdict == "admitted"
    assert ran == ADMITTED


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (lambda shop: shop.storage.queries.associates(), "ix_signals_live"),
        (lambda shop: shop.storage.queries.signals_for("ines"), "ix_signals_live"),
        (lambda shop: shop.storage.queries.visits(), "uq_visits_open"),
    ],
)
def test_what_is_over_is_not_walked_through(
    shop: Shop, read: Callable[[Shop], object], index: str
) -> None:
    """A year of it would be, at each arrival, where a query says it in other words than the index.

    Asked of SQLite, which says how it goes about it; PostgreSQL plans by how many rows there are.
    """
    with statements(shop, in_full=True) as ran:
        read(shop)
    with shop.storage.engine.connect() as connection:
        steps = [
            step.detail
            for statement in ran
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert any(f"INDEX {index}" in step for step in steps)
    walked = re.compile(
        r"SCAN (signals|visits)( USING INDEX ix_(signals|visits)_(raised|arrived)_at)?$"
    )
    assert [step for step in steps if walked.match(step)] == []


def _strong(shop: Shop, identity_id: str) -> ask.ObserveSightings:
    return ask.ObserveSightings((ask.Heard(identity_id, "door", -55, shop.clock.monotonic()),))


@contextmanager
def statements(shop: Shop, in_full: bool = False) -> Iterator[list[str]]:
    """What SQLite runs meanwhile: the verb and the first table of each statement."""
    ran: list[str] = []
    traced: list[sqlite3.Connection] = []

    def trace(driver: sqlite3.Connection, *_rest: object) -> None:
        driver.set_trace_callback(lambda text: ran.append(text if in_full else _in_short(text)))
        traced.append(driver)

    event.listen(shop.storage.engine, "checkout", trace)
    yield ran
    event.remove(shop.storage.engine, "checkout", trace)
    for driver in traced:
        driver.set_trace_callback(None)


def _in_short(text: str) -> str:
    words = text.replace("\n", " ").split()
    verb = words[0]
    named: dict[str, Callable[[], str]] = {
        "INSERT": lambda: words[2],
        "UPDATE": lambda: words[1],
        "SELECT": lambda: words[1].partition(".")[0],
    }
    return f"{verb} {named[verb]()}" if verb in named else text
