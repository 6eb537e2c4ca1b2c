"""Puts a backup into an empty place: opened and compared whole before anything is written."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine

from store_server.settings import Settings
from store_server.storage.backup import postgresql
from store_server.storage.backup.archive import Entry, Told, entries, verify
from store_server.storage.backup.envelope import BackupError, Lock
from store_server.storage.backup.make import BACKUPS, DATABASE, FILES, sqlite_file
from store_server.storage.backup.manifest import Manifest
from store_server.storage.backup.place import naming_the_place
from store_server.storage.engine import open_engine
from store_server.storage.migrate import NO_TABLES, downgrade, head, migrate

STAGE = ".restoring"
MAY_BE_THERE = {BACKUPS, "lost+found", STAGE}


def restore(settings: Settings, path: Path, lock: Lock, told: Told) -> Manifest:
    """Raises `BackupError`; then the place is as empty as it was."""
    manifest = verify(path, lock, told)
    engine = open_engine(settings.database)
    try:
        with naming_the_place(settings):
            _refuse(settings, engine, manifest)
        stage = settings.data_dir / STAGE
        shutil.rmtree(stage, ignore_errors=True)  # of a restoring that was killed
        stage.mkdir(parents=True, mode=0o700)
        try:
            with naming_the_place(settings):
                _fill(engine, manifest, path, lock, stage)
            _move(stage, settings.data_dir)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    finally:
        engine.dispose()
    return manifest


def _refuse(settings: Settings, engine: Engine, manifest: Manifest) -> None:
    if engine.dialect.name != manifest.database:
        raise BackupError(
            f"this backup is of {manifest.database}, and ACCUEIL_DATABASE_URL names "
            f"{engine.dialect.name}; restore it into the same kind"
        )
    if manifest.boutique != settings.boutique:
        raise BackupError(
            f"this backup is of the boutique {manifest.boutique}; "
            f"set ACCUEIL_BOUTIQUE={manifest.boutique} here to restore it"
        )
    if manifest.revision > head():
        raise BackupError(
            f"this backup is of a newer program (revision {manifest.revision}, this one knows "
            f"{head()}); install that one first"
        )
    folder = settings.data_dir
    there = {one.name for one in folder.iterdir()} - MAY_BE_THERE if folder.exists() else set()
    if there:
        raise BackupError(
            f"{folder} is not empty: it holds {min(there)}; restore into an empty folder, "
            "or move what is there away"
        )
    if engine.dialect.name == "sqlite":
        if sqlite_file(engine).exists():
            raise BackupError(f"{sqlite_file(engine)} is there already; move it away first")
    else:
        postgresql.refuse_unless_empty(engine)


def _fill(engine: Engine, manifest: Manifest, path: Path, lock: Lock, stage: Path) -> None:
    pieces = _files_aside(entries(path, lock, _silent), stage)
    if engine.dialect.name == "sqlite":
        for _ in pieces:
            raise BackupError(f"{path} holds tables beside a file of SQLite")
        _settle_sqlite(stage / DATABASE, sqlite_file(engine))
        return
    migrate(engine, manifest.revision)
    try:
        postgresql.load(engine, manifest, pieces)
    except BaseException:  # Ctrl-C too: the database is left as empty as it was found
        downgrade(engine, NO_TABLES)
        raise


def _files_aside(found: Iterator[Entry], stage: Path) -> Iterator[tuple[str, bytes]]:
    """Files go to the stage; pieces of tables are handed on."""
    for entry in found:
        if entry.name.startswith(postgresql.FOLDER):
            for chunk in entry.chunks():
                yield entry.name, chunk
        elif entry.name.startswith(FILES) or entry.name == DATABASE:
            _write(entry, stage)


def _write(entry: Entry, stage: Path) -> None:
    name = PurePosixPath(entry.name)
    if name.is_absolute() or ".." in name.parts:
        raise BackupError(f"{entry.name} in this backup points outside of the data folder")
    target = stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in entry.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    target.chmod(entry.mode)


def _settle_sqlite(copy: Path, target: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        flaw = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if flaw != "ok":
        raise BackupError(f"the database in this backup is damaged: {flaw}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, target)


def _move(stage: Path, folder: Path) -> None:
    files = stage / FILES
    for path in sorted(files.iterdir()) if files.exists() else ():
        path.rename(folder / path.name)


def _silent(_done: int) -> None:
    """The second reading says nothing: it is as long as the first."""
