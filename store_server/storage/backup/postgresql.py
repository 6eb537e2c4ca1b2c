"""PostgreSQL's tables out of one snapshot and back in, by COPY: no program of another version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

from psycopg import sql
from sqlalchemy import Connection, Engine, inspect, text

from store_server.ports import Clock
from store_server.storage.backup.archive import ArchiveWriter
from store_server.storage.backup.envelope import BackupError
from store_server.storage.backup.manifest import DumpedTable, Manifest
from store_server.storage.engine import reading, writing
from store_server.storage.prepared import send

PIECE_BYTES = 4 * 1024 * 1024
FOLDER = "tables/"
REVISIONS = "alembic_version"

_SEQUENCES = text("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")


def dump(engine: Engine, boutique: str, archive: ArchiveWriter, clock: Clock) -> Manifest:
    moment = clock.now()  # before the snapshot: all that was committed by then is in it
    with reading(engine) as connection:
        # The first statement takes the snapshot that all others see (REPEATABLE READ).
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        tables = []
        for name in _in_order(connection):
            columns = tuple(one["name"] for one in inspect(connection).get_columns(name))
            rows = _dump_table(connection, name, columns, archive)
            tables.append(DumpedTable(name, columns, rows))
        # Read last: a sequence stands outside of the snapshot, and may only be further than it.
        sequences = {name: _standing(connection, name) for name in _sequences(connection)}
    return Manifest(boutique, moment, "postgresql", revision, (), tuple(tables), sequences)


def _in_order(connection: Connection) -> list[str]:
    """Each table after those that it refers to."""
    found = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in found if name and name != REVISIONS]


def _sequences(connection: Connection) -> list[str]:
    return list(connection.execute(_SEQUENCES).scalars())


def _standing(connection: Connection, name: str) -> tuple[int, bool]:
    asked = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
    found: Any = _cursor(connection).execute(asked).fetchone()
    return int(found[0]), bool(found[1])


def _dump_table(
    connection: Connection, name: str, columns: tuple[str, ...], archive: ArchiveWriter
) -> int:
    cursor = _cursor(connection)
    waiting, number = bytearray(), 0
    with cursor.copy(_copy(name, columns, "TO STDOUT")) as copy:
        for row in copy:
            waiting += row
            if len(waiting) >= PIECE_BYTES:
                archive.add_bytes(f"{FOLDER}{name}/{number:06}", bytes(waiting))
                waiting, number = bytearray(), number + 1
    if waiting:
        archive.add_bytes(f"{FOLDER}{name}/{number:06}", bytes(waiting))
    return int(cursor.rowcount)


def refuse_unless_empty(engine: Engine) -> None:
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
    if tables:
        raise BackupError(
            f"the database already holds {len(tables)} tables, such as {tables[0]}; "
            "restore into an empty one"
        )


def load(engine: Engine, manifest: Manifest, pieces: Iterable[tuple[str, bytes]]) -> None:
    """In one transaction: all of it, or nothing."""
    known = {table.name: table for table in manifest.tables}
    with writing(engine) as connection:
        _forget_what_came_with_the_tables(connection)
        for name, chunks in _by_table(pieces):
            table = known[name]
            cursor = _cursor(connection)
            with cursor.copy(_copy(name, table.columns, "FROM STDIN")) as copy:
                for chunk in chunks:
                    copy.write(chunk)
            if cursor.rowcount != table.rows:
                raise BackupError(f"{name} has {cursor.rowcount} rows, {table.rows} were kept")
        for name, (value, used) in manifest.sequences.items():
            _cursor(connection).execute("SELECT setval(%s::regclass, %s, %s)", (name, value, used))
        connection.commit()


def _by_table(pieces: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Iterator[bytes]]]:
    def table(piece: tuple[str, bytes]) -> str:
        return piece[0].removeprefix(FOLDER).partition("/")[0]

    for name, group in groupby(pieces, table):
        yield name, (content for _, content in group)


def _forget_what_came_with_the_tables(connection: Connection) -> None:
    """Migrations write a row here and there; the backup holds its own."""
    for name in reversed(_in_order(connection)):
        cursor = _cursor(connection)
        held = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))
        found: Any = cursor.execute(held).fetchone()
        if found[0]:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _copy(name: str, columns: tuple[str, ...], way: Literal["TO STDOUT", "FROM STDIN"]) -> Any:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + way).format(sql.Identifier(name), named)


def _cursor(connection: Connection) -> Any:
    """psycopg's own, in the transaction of this connection."""
    send(connection)
    driver: Any = connection.connection.driver_connection
    return driver.cursor()
