"""What one test leaves in a database that is lent, the next one does not find."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import LentDatabases, schema_of
from tests.services import PostgreSQL

EVENT = """
    INSERT INTO journal (id, type, version, boutique, occurred_at, recorded_at, payload)
    VALUES ('1', 'ClientArrived', 1, 'paris-1', now(), now(), '{}')
"""


@pytest.fixture
def lending(postgresql: PostgreSQL, postgres_template: str) -> Iterator[LentDatabases]:
    databases = LentDatabases(postgresql, postgres_template)
    yield databases
    databases.close()


def contents(connection: psycopg.Connection) -> dict[str, list[tuple[object, ...]]]:
    """The rows of all tables as they lie, and where the sequences stand."""
    names = "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'S')"
    mine = f"{names} AND relnamespace = 'public'::regnamespace ORDER BY oid"
    tables = [name for (name,) in connection.execute(mine.encode())]
    assert len(tables) > 50
    return {name: connection.execute(f"TABLE {name}".encode()).fetchall() for name in tables}


def test_each_finds_what_the_first_found(lending: LentDatabases, postgresql: PostgreSQL) -> None:
    with lending.lent() as first, postgresql.connected(first) as connection:
        found = contents(connection)
        connection.execute(EVENT)
        connection.execute("UPDATE counters SET value = 7")
        connection.execute("INSERT INTO counters VALUES ('baskets', 3)")
        assert contents(connection) != found
    with lending.lent() as second, postgresql.connected(second) as connection:
        assert contents(connection) == found
        connection.execute(EVENT)
        assert contents(connection)["journal"][0][0] == 1


def test_it_is_the_same_database_under_another_name(
    lending: LentDatabases, postgresql: PostgreSQL
) -> None:
    def number(name: str) -> tuple[int, ...] | None:
        with postgresql.connected(name) as connection:
            mine = "SELECT oid FROM pg_database WHERE datname = current_database()"
            return connection.execute(mine).fetchone()

    with lending.lent() as first:
        one = number(first)
    with lending.lent() as second, lending.lent() as third:
        assert number(second) == one
        assert number(third) != one
        assert len({first, second, third}) == 3


def test_whoever_stayed_behind_is_put_out_and_finds_nothing(
    lending: LentDatabases, postgresql: PostgreSQL
) -> None:
    with lending.lent() as first:
        left = postgresql.connected(first)
        left.execute("BEGIN")
        left.execute("LOCK TABLE journal")
    with lending.lent():
        with pytest.raises(psycopg.OperationalError, match="terminating connection"):
            left.execute(EVENT)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            postgresql.connected(first)


def test_one_that_is_no_longer_as_it_was_made_is_lent_to_nobody(
    lending: LentDatabases, postgresql: PostgreSQL
) -> None:
    with lending.lent() as first, postgresql.connected(first) as connection:
        found = contents(connection)
        connection.execute("DROP TRIGGER journal_no_change ON journal")
        connection.execute(EVENT)
        connection.execute("UPDATE journal SET version = 2")
    with lending.lent() as second, postgresql.connected(second) as connection:
        assert contents(connection) == found
        connection.execute(EVENT)
        with pytest.raises(psycopg.Error, match="is only ever added to"):
            connection.execute("UPDATE journal SET version = 2")


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER journal_no_change ON journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "ALTER TABLE journal ADD COLUMN moon text",
        "ALTER TABLE journal DROP CONSTRAINT uq_journal_id",
        "ALTER TABLE counters ALTER COLUMN value SET DEFAULT 7",
        "CREATE TABLE moons (id integer)",
        "CREATE INDEX moons ON journal (version)",
        "DROP TABLE counters",
        "CREATE OR REPLACE FUNCTION accueil_append_only() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_whatever_is_done_to_the_schema_is_seen(
    postgresql: PostgreSQL, postgres_url: str, change: str
) -> None:
    with postgresql.connected(postgres_url.rpartition("/")[2]) as connection:
        before = schema_of(connection)
        connection.execute("BEGIN")
        connection.execute(change.encode())
        assert schema_of(connection) != before
        connection.execute("ROLLBACK")
        connection.execute(EVENT)
        connection.execute("VACUUM ANALYZE")
        assert schema_of(connection) == before
