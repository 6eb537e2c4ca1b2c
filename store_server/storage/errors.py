"""What the databases complain of, told once in the words of the ports."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import ExceptionContext

from store_server.ports import (
    BusyError,
    ConflictError,
    FullError,
    NotFoundError,
    StorageError,
    UnreachableError,
)

# https://www.sqlite.org/rescode.html: the low byte is the primary code
SQLITE_PRIMARY_CODE = 0xFF

_SQLITE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: BusyError,
    sqlite3.SQLITE_LOCKED: BusyError,
    sqlite3.SQLITE_FULL: FullError,
    sqlite3.SQLITE_CANTOPEN: UnreachableError,
    sqlite3.SQLITE_READONLY: StorageError,
    sqlite3.SQLITE_IOERR: StorageError,
    sqlite3.SQLITE_CORRUPT: StorageError,
    sqlite3.SQLITE_NOTADB: StorageError,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: dict[str, type[StorageError]] = {
    "53100": FullError,
    "55P03": BusyError,  # lock_not_available
    "40P01": BusyError,  # deadlock_detected
    "40001": BusyError,  # serialization_failure
    "57P01": UnreachableError,  # admin_shutdown
    "57P02": UnreachableError,  # crash_shutdown
    "57P03": UnreachableError,  # cannot_connect_now
    "53300": UnreachableError,  # too_many_connections
}
_WORDS: dict[type[StorageError], str] = {
    BusyError: "another writer kept the database busy",
    FullError: "the disk is full",
    UnreachableError: "the database cannot be reached",
    StorageError: "the database could not write or read its file",
}


def translate(context: ExceptionContext) -> None:
    """Raise our own error from the driver's; leave what is a mistake of ours as it is."""
    error = translated(context.original_exception, context.is_disconnect)
    if error is not None:
        raise error from context.original_exception


def translated(original: BaseException, disconnected: bool) -> Exception | None:
    """Our own error for the driver's; None for what is a mistake of ours."""
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    return _of_postgresql(original, disconnected)


def _of_sqlite(original: sqlite3.Error) -> Exception | None:
    code: int = getattr(original, "sqlite_errorcode", 0)
    match code:
        case sqlite3.SQLITE_CONSTRAINT_UNIQUE | sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
            return ConflictError("something with this name or number is there already")
        case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            return NotFoundError("what this refers to is not there, or is still needed")
    kind = _SQLITE.get(code & SQLITE_PRIMARY_CODE)
    return kind(_WORDS[kind]) if kind else None


def _of_postgresql(original: BaseException, disconnected: bool) -> Exception | None:
    state: str = getattr(original, "sqlstate", None) or ""
    match state:
        case "23505":
            return ConflictError("something with this name or number is there already")
        case "23503":
            return NotFoundError("what this refers to is not there, or is still needed")
    kind = _POSTGRESQL.get(state)
    if kind is None and (disconnected or state.startswith("08") or _is_connecting(original)):
        kind = UnreachableError
    return kind(_WORDS[kind]) if kind else None


def _is_connecting(original: BaseException) -> bool:
    """psycopg gives no SQLSTATE where there was nobody to give one."""
    return type(original).__name__ in ("OperationalError", "ConnectionTimeout") and not getattr(
        original, "sqlstate", None
    )
