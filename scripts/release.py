"""Packs what a boutique runs: one archive, the same bytes for the same sources.

Its name says the version, the lock that its environment is made from, and what is in it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import screens
from steps import Steps
from troubles import TroubleError

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("store_server", "devices", "events", "payments")
SCREENS = ("kiosk_ui/dist", "kiosk_ui/catalogue")
FILES = ("pyproject.toml", "requirements.lock")
LEFT_OUT = frozenset({"__pycache__", ".stamp"})
LETTERS = 12  # of a fingerprint, in a name


def main(arguments: list[str]) -> int:
    steps = Steps()
    folder = Path(arguments[0]) if arguments else ROOT / "build"
    try:
        screens.prepare(steps, ROOT)
        with steps.step("the release"):
            name = write(ROOT, folder)
    except TroubleError as trouble:
        steps.trouble(trouble)
        return 1
    print(f"{folder / archive_name(name)}")
    return 0


def write(root: Path, folder: Path) -> str:
    """Answers the release's name, which is also left in the file `release` beside the archive."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packed = pack(root, project["name"], project["version"])
    lock = fingerprint((root / "requirements.lock").read_bytes())
    name = f"{project['version']}-{lock}-{fingerprint(packed)}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / archive_name(name)).write_bytes(gzip.compress(packed, mtime=0))
    (folder / "release").write_text(f"{name}\n", encoding="ascii")
    return name


def archive_name(release: str) -> str:
    return f"accueil-{release}.tar.gz"


def fingerprint(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()[:LETTERS]


def pack(root: Path, project: str, version: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(contents(root)):
            add(archive, str(path.relative_to(root)), path.read_bytes())
        about = f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n"
        add(archive, f"{project}-{version}.dist-info/METADATA", about.encode())
    return packed.getvalue()


def contents(root: Path) -> Iterator[Path]:
    for room in (*ROOMS, *SCREENS):
        for path in (root / room).rglob("*"):
            if path.is_file() and not LEFT_OUT & {*path.relative_to(root).parts}:
                yield path
    yield from (root / name for name in FILES)


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    """Root's, readable by all, of no time: whoever packs it, the bytes are the same."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o644, 0
    archive.addfile(entry, io.BytesIO(data))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
