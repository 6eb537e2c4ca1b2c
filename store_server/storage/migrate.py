"""Brings a database up to the tables that this program knows, or back down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, inspect, select, text

from store_server.storage.engine import reading, writing

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST_PROGRAM = "0016"  # programs from there on run on today's tables: docs/operations.md
FLOOR = "oldest_program"  # where the database keeps it, among the settings
MIGRATION_LOCK = 0x6D696772  # PostgreSQL's advisory lock: two servers do not migrate at once
NO_TABLES = "base"
PACKAGE = "store_server.storage.migrations"

_REVISION_FILE = re.compile(r"(\d{4})_\w+\.py")


class MigrationError(RuntimeError):
    """The database is of a newer program than this one; it is left as it is."""


def head() -> str:
    """The newest revision, read from the files' names: Alembic is slow to import."""
    versions = resources.files(PACKAGE) / "versions"
    found = (_REVISION_FILE.fullmatch(file.name) for file in versions.iterdir())
    return max(match[1] for match in found if match)


def current(engine: Engine) -> str | None:
    """The database's revision; None where it has no tables yet."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def floor(engine: Engine) -> str | None:
    """The oldest program that this database still serves, in the words of whoever migrated it."""
    with reading(engine) as connection:
        asked = text("SELECT value FROM settings WHERE key = :key")
        return connection.execute(asked, {"key": FLOOR}).scalar()


def migrate(engine: Engine, until: str = "") -> None:
    """Up to the newest revision, in one transaction; nothing where it is there already.

    `until` names an older one: a backup goes into the tables that it was made of.

    A newer program's tables are left as they are, and serve this one too where they only grew: so
    a release can be taken back, with all that was written meanwhile.
    """
    revision, newest = current(engine), until or head()
    if revision == newest:
        return
    if revision is not None and revision > newest:
        if (floor(engine) or revision) <= newest:
            return
        raise MigrationError(
            f"the database is at revision {revision}, this program knows up to {newest}: "
            "install the newer program, or restore the backup made before it"
        )
    from alembic import command

    with _migrating(engine) as config:
        command.upgrade(config, newest)
        _keep_floor(config.attributes["connection"])


def _keep_floor(connection: Connection) -> None:
    connection.execute(text("DELETE FROM settings WHERE key = :key"), {"key": FLOOR})
    connection.execute(
        text("INSERT INTO settings (key, value) VALUES (:key, :value)"),
        {"key": FLOOR, "value": OLDEST_PROGRAM},
    )


def downgrade(engine: Engine, revision: str) -> None:
    """Down to `revision`; `NO_TABLES` empties the database, data and all."""
    from alembic import command

    with _migrating(engine) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Config]:
    from alembic.config import Config

    with resources.as_file(resources.files(PACKAGE)) as folder, writing(engine) as connection:
        _let_tables_be_made_anew(connection)
        _alone(connection)
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        yield config
        _check_references(connection)
        connection.commit()


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a column by copying its table, and would count every row that refers to the
    old one as broken; https://www.sqlite.org/lang_altertable.html#otheralter says how to do it."""
    if connection.dialect.name == "sqlite":
        connection.detach()  # nobody else is to get one that checks no references
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise MigrationError(
                f"a row of {broken[0]} would refer to nothing; nothing was changed"
            )


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
