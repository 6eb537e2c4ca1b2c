"""Opens the database, and is the one place where transactions begin.

On SQLite a writer says BEGIN IMMEDIATE: a reader that turns writer half way fails at once where
another one was faster (trust: measured). Writers of this process queue at a lock first, because
SQLite's own waiting sleeps in ever longer naps.
"""

from __future__ import annotations

import select
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError

from store_server.ports import BusyError, StorageError
from store_server.storage.checkpoints import PAGES_AT_MOST
from store_server.storage.errors import translate, translated
from store_server.storage.prepared import (
    begin_with_what_comes,
    commit_with_what_waits,
    forget_what_waits,
    send,
)

BUSY_TIMEOUT_S = 5
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
PLANS_AT_MOST = 500  # more than the house has statements that come again and again
POOLED_CONNECTIONS = 8
CONNECTIONS_AT_MOST = 32


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Nothing is connected yet. Raises `ValueError`."""
    address = _address(url)
    build = _sqlite if address.get_backend_name() == "sqlite" else _postgresql
    engine = build(address)
    event.listen(engine, "handle_error", translate)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot of the database, read only."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(begins=SNAPSHOT)
        yield connection
        if engine.dialect.name == "postgresql":
            _end_with_plans_kept(connection)


@contextmanager
def reading_once(engine: Engine) -> Iterator[Connection]:
    """For one statement, which is a snapshot by itself: PostgreSQL is asked in one way there and
    back, where a transaction takes three."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(begins=None)
        yield connection


def _end_with_plans_kept(connection: Connection) -> None:
    """psycopg throws away all that it has prepared at a ROLLBACK. What has only read may as well
    COMMIT; and where that is not heard any more, what was read stands."""
    if connection.in_transaction() and not connection.invalidated:
        with suppress(StorageError):
            connection.commit()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction to write in; what is not committed when it is left is rolled back.

    Not to be nested: the second waits for the first and ends in `BusyError`.
    """
    with _queue_of(engine), engine.connect() as connection:
        yield connection.execution_options(writes=True)


@contextmanager
def _queue_of(engine: Engine) -> Iterator[None]:
    queue: threading.Lock | None = engine.get_execution_options().get("write_queue")
    if queue is None:
        yield
        return
    if not queue.acquire(timeout=BUSY_TIMEOUT_S):
        raise BusyError("another writer kept the database busy")
    try:
        yield
    finally:
        queue.release()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise ValueError("this is no database URL; use sqlite:///… or postgresql://…") from error
    match address.get_backend_name():
        case "sqlite":
            if address.database in (None, "", ":memory:"):
                raise ValueError("a database in memory forgets; name a file: sqlite:///path")
            return address
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"{other} is not supported; use sqlite:///… or postgresql://…")


def _sqlite(address: URL) -> Engine:
    engine = create_engine(
        address,
        **_COMMON,
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        execution_options={"write_queue": threading.Lock()},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {PAGES_AT_MOST}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # who is erased is in no free page, and no backup
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    driver: Any = connection.connection
    try:
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    except sqlite3.Error as error:
        raise translated(error, disconnected=False) or error from error


def _postgresql(address: URL) -> Engine:
    engine = create_engine(
        address,
        **_COMMON,
        connect_args={
            "autocommit": True,  # we say BEGIN ourselves, together with what comes next
            "connect_timeout": BUSY_TIMEOUT_S,
            "prepare_threshold": 2,  # to plan the reading of a signal takes as long as an arrival
            "options": f"-c lock_timeout={BUSY_TIMEOUT_S}s -c timezone=UTC",
        },
    )
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "before_cursor_execute", lambda connection, *_rest: send(connection))
    event.listen(engine, "commit", commit_with_what_waits)
    event.listen(engine, "rollback", forget_what_waits)
    event.listen(engine, "connect", _keep_plans)
    event.listen(engine, "checkout", _refuse_what_was_cut)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    begins = connection.get_execution_options().get("begins", "BEGIN")
    if begins is not None:
        begin_with_what_comes(connection, begins)


def _keep_plans(connection: Any, _record: object) -> None:
    connection.prepared_max = PLANS_AT_MOST


def _refuse_what_was_cut(connection: Any, _record: object, _proxy: object) -> None:
    """A server that ended has said so: then there is something to read where nothing was asked.

    SQLAlchemy replaces the connection, and all others of before, and nobody hears of it. To look
    costs nothing; asking each time whether somebody is there was a way there and back.
    """
    if connection.closed or _has_something_to_say(connection.fileno()):
        raise InvalidatePoolError


def _has_something_to_say(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)  # POLLHUP and POLLERR are always told
    return bool(waiting.poll(0))


def _to_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


_COMMON: dict[str, Any] = {
    "hide_parameters": True,  # no name of a client in a log
    "json_serializer": _to_json,
    "json_deserializer": msgspec.json.decode,
    "pool_size": POOLED_CONNECTIONS,
    "max_overflow": CONNECTIONS_AT_MOST - POOLED_CONNECTIONS,
    "pool_timeout": BUSY_TIMEOUT_S,
    # The connection that was used last has the pages and the plans of what comes next.
    "pool_use_lifo": True,
}
