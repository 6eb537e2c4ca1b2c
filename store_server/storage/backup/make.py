"""Makes a backup of a boutique at work: one snapshot of the database, and the files beside it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.backup import postgresql
from store_server.storage.backup.archive import ArchiveWriter, Told
from store_server.storage.backup.envelope import BackupError, Lock, Sealer
from store_server.storage.backup.manifest import Manifest
from store_server.storage.backup.place import naming_the_place
from store_server.storage.engine import open_engine
from store_server.storage.migrate import current

DATABASE = "database.sqlite"
FILES = "files/"
BACKUPS = "backups"  # where backups lie in the data folder, unless told otherwise
_BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")


def make(settings: Settings, path: Path, lock: Lock, clock: Clock, told: Told) -> Manifest:
    """Write the backup to `path`, whole or not at all. Raises `BackupError`."""
    if path.exists():
        raise BackupError(f"{path} is there already; a backup never replaces another")
    part = path.with_name(f".{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, naming_the_place(settings):
            manifest = _write(settings, file, lock, clock, told)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(settings: Settings, file: IO[bytes], lock: Lock, clock: Clock, told: Told) -> Manifest:
    sealer = Sealer(file, lock)
    archive = ArchiveWriter(sealer, told)
    engine = open_engine(settings.database)
    try:
        revision = current(engine) if _there(settings) else None
        if revision is None:
            raise BackupError("there is nothing to back up: the database has no tables yet")
        if engine.dialect.name == "sqlite":
            manifest = _sqlite(settings, engine, archive, clock)
        else:
            manifest = postgresql.dump(engine, settings.boutique, archive, clock)
    finally:
        engine.dispose()
    for beside in files_beside(settings):
        name = FILES + beside.relative_to(settings.data_dir).as_posix()
        archive.add_file(name, beside)
    manifest = Manifest(
        manifest.boutique,
        manifest.moment,
        manifest.database,
        manifest.revision,
        tuple(archive.pieces),
        manifest.tables,
        manifest.sequences,
    )
    archive.close(manifest)
    sealer.close()
    return manifest


def _sqlite(settings: Settings, engine: Engine, archive: ArchiveWriter, clock: Clock) -> Manifest:
    """SQLite's own copying, in one step: one read transaction, which in WAL mode stops nobody."""
    with tempfile.TemporaryDirectory(prefix=".copying-", dir=settings.data_dir) as folder:
        copy = Path(folder) / DATABASE
        moment = clock.now()  # before the snapshot begins: all that was committed by then is in it
        source = sqlite3.connect(f"{sqlite_file(engine).resolve().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode = DELETE")
            flaw = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
            found = target.execute("SELECT version_num FROM alembic_version").fetchone()
        if flaw != "ok":
            raise BackupError(f"the database is damaged ({flaw}); restore the last good backup")
        archive.add_file(DATABASE, copy)
    return Manifest(settings.boutique, moment, "sqlite", found[0], ())


def sqlite_file(engine: Engine) -> Path:
    return Path(engine.url.database or "")


def files_beside(settings: Settings) -> Iterator[Path]:
    """All of the data folder but the database's own files, other backups and what is hidden."""
    own = {Path(f"{_database_path(settings)}{end}").resolve() for end in _BESIDE_SQLITE}
    for path in sorted(settings.data_dir.rglob("*")):
        first = path.relative_to(settings.data_dir).parts[0]
        hidden = first == BACKUPS or first.startswith(".")
        if not hidden and path.is_file() and not path.is_symlink() and path.resolve() not in own:
            yield path


def _database_path(settings: Settings) -> str:
    return settings.database.removeprefix("sqlite:///")


def _there(settings: Settings) -> bool:
    """Looking for a database must not make one."""
    sqlite = settings.database.startswith("sqlite")
    return not sqlite or Path(_database_path(settings)).exists()


def _settle(folder: Path) -> None:
    """A power cut after this finds the file under its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def expected_bytes(settings: Settings) -> int | None:
    """About what there is to be done, for a bar; None where the database is another program's."""
    if not settings.database.startswith("sqlite"):
        return None
    files = [Path(_database_path(settings)), *files_beside(settings)]
    return sum(path.stat().st_size for path in files if path.exists())
