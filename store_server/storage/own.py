"""The data folder and the SQLite database are for the server's own user."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

OTHERS = 0o007
NOT_ITS_OWNER = 0o077


def ours_alone(folder: Path, database: str) -> None:
    """Make the folder, for us alone, where it is missing; close it to others where it is open.

    A group that was let in stays: a broker beside the server may fetch its accounts there. The
    database, and what SQLite writes beside it, is readable by nobody else. What belongs to another
    user is left as it is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close(folder, OTHERS)
    if (path := _file_of(database)) is not None:
        with suppress(OSError):  # the database says in its own words why it cannot be opened
            path.touch(mode=0o600)
            _close(path, NOT_ITS_OWNER)


def _close(path: Path, to: int) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & to:
        with suppress(PermissionError):
            path.chmod(mode & ~to)


def _file_of(database: str) -> Path | None:
    try:
        address = make_url(database)
    except ArgumentError:
        return None
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return None if address.database == ":memory:" else Path(address.database)
