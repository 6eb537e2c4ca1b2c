"""Where tests put what they throw away: in memory, where there is room for it.

A journalled disk may ask a millisecond of a core for each file that is made, and the tests make
some hundred thousand: databases, profiles of browsers, folders that live for one test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - what is put there has a folder of its own
ROOM_BYTES = 2 * 2**30  # of which a tenth to a fourth is used
SPARE_BYTES = 4 * 2**30  # beside browsers and databases


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """What programs must find in their environment to put their temporary files there: nothing,
    and they use the machine's own place, where memory is short."""
    if not _roomy():
        yield {}
        return
    folder = Path(tempfile.mkdtemp(prefix="accueil-tests-", dir=IN_MEMORY))
    folder.chmod(0o711)  # a database runs as another user, in a folder that is its own
    try:
        yield {"TMPDIR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> bool:
    try:
        free = os.statvfs(IN_MEMORY)
        memory = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return False
    writable = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    ours = writable and not free.f_flag & os.ST_NOEXEC  # tests write programs, and run them
    return ours and free.f_bavail * free.f_frsize >= ROOM_BYTES and _spare(memory) >= SPARE_BYTES


def _spare(memory: str) -> int:
    """Of /proc/meminfo, in bytes: what could be had without anything being put aside."""
    lines = (line.split() for line in memory.splitlines())
    return next((int(line[1]) * 1024 for line in lines if line[0] == "MemAvailable:"), 0)
