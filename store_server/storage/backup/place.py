"""Where a backup is made of or put into, in words: an error that names no place mends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url

from store_server.ports import StorageError
from store_server.settings import Settings
from store_server.storage.backup.envelope import BackupError


def database_of(settings: Settings) -> str:
    """The file, or the address without its password."""
    address = make_url(settings.database)
    if address.get_backend_name() == "sqlite":
        return f"the database {address.database}"
    return f"the database {address.render_as_string(hide_password=True)}"


def place_of(settings: Settings) -> str:
    folder = settings.data_dir.resolve()
    return f"the data folder is {folder} (ACCUEIL_DATA_DIR), {database_of(settings)}"


@contextmanager
def naming_the_place(settings: Settings) -> Iterator[None]:
    """Whatever fails says where it looked. Raises `BackupError`."""
    try:
        yield
    except StorageError as error:
        raise BackupError(f"{error}; {place_of(settings)}") from error
    except BackupError as error:
        raise BackupError(f"{error}; {place_of(settings)}") from error
