"""Remembers from which files something was made, so that it is made again only when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """A hash of the words and of every file's name and contents."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_below(folder: Path, leave_out: frozenset[str]) -> Iterator[Path]:
    """Every file below `folder`, without the folders of those names."""
    for path in folder.iterdir():
        if path.name in leave_out:
            continue
        if path.is_dir():
            yield from files_below(path, leave_out)
        elif path.is_file():
            yield path


def matches(stamp: Path, value: str) -> bool:
    try:
        return stamp.read_text(encoding="ascii") == value
    except OSError:
        return False


def write(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="ascii")
