"""Built files as they travel: gzipped once, kept in memory, for whoever can read them so."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

SHRINKING = frozenset({".js", ".css", ".json", ".svg", ".wasm"})
SMALLEST_BYTES = 1024  # below, the envelope is heavier than the letter
LARGEST_BYTES = 1024 * 1024
KEPT_AT_MOST = 256  # files; a build has some forty


class Squeezed:
    """Files that may change are read again when they have."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[int, bytes]] = {}
        self._lock = threading.Lock()

    def of(self, file: Path) -> bytes | None:
        """The gzipped contents; None for what does not shrink, is not there, or not worth it."""
        if file.suffix not in SHRINKING or not file.is_file():
            return None
        there = file.stat()
        if not SMALLEST_BYTES <= there.st_size <= LARGEST_BYTES:
            return None
        with self._lock:
            kept = self._kept.get(file)
            if kept is None or kept[0] != there.st_mtime_ns:
                if len(self._kept) >= KEPT_AT_MOST:
                    self._kept.clear()
                kept = (there.st_mtime_ns, gzip.compress(file.read_bytes(), 9, mtime=0))
                self._kept[file] = kept
            return kept[1]
