"""PostgreSQL databases that are lent to one test after another, empty each time.

To copy a template costs a third of a second of a core, most of it in making and deleting some seven
hundred files; to empty the few tables that a test has written to costs a thirtieth of that. Whoever
borrows one has it under a name of its own, so that what outlives its test finds nothing.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier

from tests.services import PostgreSQL

GONE_WITHIN_S = 10.0

_numbers = itertools.count(1)

# Every change of a schema writes to one of these, and a row that is written has a new xmin.
SCHEMA = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {catalogue}"  # noqa: S608 - our words
    for catalogue in ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")
)
WRITTEN_TO = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
SEQUENCES_AT_THEIR_START = """
    SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
"""


@dataclass(frozen=True)
class Beginning:
    """What every borrower finds: the schema, and the rows that migrations wrote, by table."""

    schema: list[tuple[int, ...]]
    rows: dict[str, bytes]


class LentDatabases:
    """To be closed."""

    def __init__(self, server: PostgreSQL, template: str) -> None:
        self._server = server
        self._template = template
        self._outside = server.connected()
        self._beginnings: dict[str, Beginning] = {}  # of those that nobody has, by name

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The name of a database with all tables and no rows, until it is given back."""
        name = f"accueil_lent_{next(_numbers)}"
        beginning = self._take(name)
        try:
            yield name
        finally:
            self._take_back(name, beginning)

    def close(self) -> None:
        self._outside.close()

    def _take(self, name: str) -> Beginning:
        if self._beginnings:
            idle, beginning = self._beginnings.popitem()
            self._nobody_is_in(idle)
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            self._outside.execute(rename.format(Identifier(idle), Identifier(name)))
            return beginning
        self._server.create_database(name, self._template)
        with self._server.connected(name) as connection:
            return _beginning(connection)

    def _take_back(self, name: str, beginning: Beginning) -> None:
        """One whose schema is no longer what it was is of no further use."""
        self._nobody_is_in(name)
        with self._server.connected(name) as connection:
            kept = schema_of(connection) == beginning.schema
            if kept:
                _empty(connection, beginning)
        if kept:
            self._beginnings[name] = beginning
        else:
            self._server.drop_database(name)

    def _nobody_is_in(self, name: str) -> None:
        """Whoever was left behind is put out: a pool, a server that still runs."""
        deadline = time.monotonic() + GONE_WITHIN_S
        out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        while self._outside.execute(out, (name,)).fetchall():
            assert time.monotonic() < deadline, f"somebody stays in {name}"
            time.sleep(0.002)


def _beginning(connection: psycopg.Connection) -> Beginning:
    rows = {table: _rows(connection, table) for table in _written_to(connection)}
    return Beginning(schema_of(connection), rows)


def schema_of(connection: psycopg.Connection) -> list[tuple[int, ...]]:
    """Equal only if nothing was created, altered or dropped in between."""
    return connection.execute(SCHEMA.encode()).fetchall()


def _written_to(connection: psycopg.Connection) -> list[str]:
    return [table for (table,) in connection.execute(WRITTEN_TO)]


def _rows(connection: psycopg.Connection, table: str) -> bytes:
    statement = SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))
    with connection.cursor().copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _empty(connection: psycopg.Connection, beginning: Beginning) -> None:
    """As it was made, to the order in which rows will lie: vacuumed tables fill from their start.
    Nothing is asked of foreign keys, nor of those who let nobody delete."""
    tables = _written_to(connection)
    connection.execute("SET session_replication_role = replica")
    for table in tables:
        connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    connection.execute(SQL("VACUUM {}").format(SQL(", ").join(map(Identifier, tables))))
    for table, rows in beginning.rows.items():
        _write(connection, table, rows)
    connection.execute(SEQUENCES_AT_THEIR_START)


def _write(connection: psycopg.Connection, table: str, rows: bytes) -> None:
    statement = SQL("COPY {} FROM STDIN (FORMAT binary)").format(Identifier(table))
    with connection.cursor().copy(statement) as copy:
        copy.write(rows)
