"""The pieces of a backup in a row: a tar stream, each piece counted and summed on its way."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Protocol, cast

import msgspec

from store_server.storage.backup.envelope import BackupError, Lock, Opener
from store_server.storage.backup.manifest import MANIFEST, Manifest, Piece

READ_BYTES = 1024 * 1024

Told = Callable[[int], None]  # so many bytes more are done


class _Sink(Protocol):
    def write(self, piece: bytes, /) -> int: ...


class _Summed:
    """A file of a known length, summed while tarfile reads it. A shorter one is an error."""

    def __init__(self, file: IO[bytes], told: Told) -> None:
        self._file = file
        self._told = told
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        self._told(len(piece))
        return piece


class ArchiveWriter:
    def __init__(self, sink: _Sink, told: Told) -> None:
        stream = cast("IO[bytes]", sink)  # tarfile asks for `write` alone; typeshed wants more
        self._tar = tarfile.TarFile.open(mode="w|", fileobj=stream, format=tarfile.PAX_FORMAT)
        self._told = told
        self.pieces: list[Piece] = []

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content), 0o600)

    def add_file(self, name: str, path: Path) -> None:
        """As long as it is now: what grows meanwhile has grown after the backup's moment."""
        with path.open("rb") as file:
            status = path.stat()
            self._add(name, file, status.st_size, status.st_mode & 0o777)

    def close(self, manifest: Manifest) -> None:
        self.add_bytes(MANIFEST, msgspec.json.encode(manifest))
        self._tar.close()

    def _add(self, name: str, file: IO[bytes], size: int, mode: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, mode
        summed = _Summed(file, self._told)
        self._tar.addfile(entry, cast("IO[bytes]", summed))  # it is only read from
        self.pieces.append(Piece(name, size, summed.sum.hexdigest()))


class Entry:
    """One piece on its way out. It is read before the next one is asked for."""

    def __init__(self, entry: tarfile.TarInfo, file: IO[bytes]) -> None:
        self.name = entry.name
        self.mode = entry.mode & 0o777
        self._file = file

    def chunks(self) -> Iterator[bytes]:
        while piece := self._file.read(READ_BYTES):
            yield piece


def entries(path: Path, lock: Lock, told: Told) -> Iterator[Entry]:
    """Raises `BackupError` where the seal is broken, at the latest behind the last entry."""
    with path.open("rb") as file:
        opener = Opener(file, lock)
        with tarfile.open(fileobj=cast("IO[bytes]", opener), mode="r|") as tar:
            at = 0
            for entry in tar:
                content = tar.extractfile(entry)
                if content is None:
                    raise BackupError(f"{entry.name} in this backup is no file")
                yield Entry(entry, content)
                told(file.tell() - at)
                at = file.tell()
        opener.drain()


def verify(path: Path, lock: Lock, told: Told) -> Manifest:
    """Open all of it and compare every sum. Raises `BackupError`."""
    found: list[Piece] = []
    manifest: Manifest | None = None
    for entry in entries(path, lock, told):
        if entry.name == MANIFEST:
            manifest = msgspec.json.decode(b"".join(entry.chunks()), type=Manifest)
            continue
        total, size = hashlib.sha256(), 0
        for chunk in entry.chunks():
            total.update(chunk)
            size += len(chunk)
        found.append(Piece(entry.name, size, total.hexdigest()))
    if manifest is None:
        raise BackupError(f"{path} has no {MANIFEST}: it was never finished")
    if tuple(found) != manifest.pieces:
        raise BackupError(f"{path} does not hold what its {MANIFEST} names")
    return manifest
