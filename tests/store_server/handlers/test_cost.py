"""What an arrival asks of the database, counted: figures that no busy machine can change."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

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
    "SELECT event_attendances",  # how full it is
    "INSERT event_showings",
    "INSERT event_attendances",
    "SELECT signals",
    "SELECT associates",  # who should know
    "INSERT signals",
    "INSERT signal_told",
    "UPDATE associates",  # the next number of the feed
    "INSERT notices",
    "SELECT signals",  # the line, as the phone will show it
    "SELECT signal_told",
    "SELECT guests",  # with their table and their needs
    "INSERT journal",  # shown
    "INSERT journal",  # signal raised
    "INSERT journal",  # associate told
    "COMMIT",
]
READ = ["BEGIN", "SELECT notices", *SEEN]
WAYS_TO_POSTGRESQL = [
    "BEGIN, which evening, which pass and guest, heard before, in already, how full",
    "the showing and the attendance written; a signal of before",
    "who should know",
    "the signal written; the next number of the feed",
    "the line written; the line, as the phone will show it",
    "the guest, with their table and their needs",
    "the journal written; COMMIT",
]


@pytest.fixture
def shop_on_postgresql(postgres_url: str, tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(replace(Settings(data_dir=tmp_path), database_url=postgres_url)).open()
    yield opened
    opened.storage.close()


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
    first, second = guests_at_the_door(shop, 2)
    shop.bus.ask(first)
    with statements(shop) as ran:
        answered = shop.bus.ask(second)
    assert answered.kept.decision.verdict == "admitted"
    assert ran == ADMITTED


def test_an_admission_goes_seven_ways_to_postgresql(shop_on_postgresql: Shop) -> None:
    """There and back; and by then each statement is planned, so that none is sent to be."""
    shop = shop_on_postgresql
    *before, last = guests_at_the_door(shop, 8)
    for shown in before:
        assert shop.bus.ask(shown).kept.decision.verdict == "admitted"
    with said_to_postgresql(shop) as said:
        assert shop.bus.ask(last).kept.decision.verdict == "admitted"
    assert said.count("Sync") == len(WAYS_TO_POSTGRESQL)
    assert said.count("Query") == 0
    assert said.count("Parse") == 0


def test_what_was_only_read_leaves_the_plans(shop_on_postgresql: Shop) -> None:
    """And one question goes one way there and back, without a transaction around it."""
    queries = shop_on_postgresql.storage.door_queries
    for _ in range(5):
        queries.evenings()
        queries.guest("nobody")
    with said_to_postgresql(shop_on_postgresql) as said:
        queries.evenings()
    assert said.count("Parse") == 0
    with said_to_postgresql(shop_on_postgresql) as said:
        queries.guest("nobody")
    assert said == ["Bind", "Describe", "Execute", "Sync"]


def guests_at_the_door(shop: Shop, many: int) -> list[ShowPass]:
    """What each of them shows; each has a host who is on shift."""
    starts = shop.clock.now() - timedelta(hours=1)
    soiree = OpenEvening(shop, starts=starts, ends=starts + timedelta(hours=4))
    host = shop.associate("Inès")
    shown = []
    for number in range(many):
        guest = soiree.guest(f"Guest {number}", host_id=host)
        with soiree.desk.work() as work:
            granted = passes.issue(work, guest, soiree.event)
            code = passes.text(granted, soiree.event, work.uow.passes.keys())
        shown.append(ShowPass(f"scan-000{number}", "gate", Door.KIOSK, code=code))
    return shown


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


@contextmanager
def said_to_postgresql(shop: Shop) -> Iterator[list[str]]:
    """The messages to the server meanwhile, by their names in its protocol: libpq traces them."""
    said: list[str] = []
    with TemporaryFile("w+") as trace:

        def begin(driver: Any, *_rest: object) -> None:
            driver.pgconn.trace(trace.fileno())

        event.listen(shop.storage.engine, "checkout", begin)
        yield said
        event.remove(shop.storage.engine, "checkout", begin)
        with shop.storage.engine.connect() as connection:
            driver: Any = connection.connection
            driver.pgconn.untrace()
        trace.seek(0)
        fields = [line.strip().split("\t") for line in trace]
    said += [one[3] for one in fields if len(one) > 3 and one[1] == "F"]


def _in_short(text: str) -> str:
    words = text.replace("\n", " ").split()
    verb = words[0]
    named: dict[str, Callable[[], str]] = {
        "INSERT": lambda: words[2],
        "UPDATE": lambda: words[1],
        "SELECT": lambda: words[1].partition(".")[0],
    }
    return f"{verb} {named[verb]()}" if verb in named else text
