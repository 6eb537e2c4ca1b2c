"""Where the camera counts, as it was last configured: kept in the agent's folder over restarts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from devices.vision.counting.lines import Line, LineError
from devices.vision.counting.outlines import read_lines, read_zones
from devices.vision.counting.zones import Zone

MOST = 16
LONGEST = 512
LARGEST = 1 << 14  # pixels: no picture is larger


class Outlines(msgspec.Struct, frozen=True):
    """Lines and zones as people write them, `door:0,0.5,1,0.5`; shares or pixels."""

    lines: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()

    @classmethod
    def commanded(cls, said: Mapping[str, Any]) -> Outlines:
        """What a `configure` command says. Raises `LineError`."""
        return cls(_texts(said, "lines"), _texts(said, "zones"))

    def check(self) -> None:
        """Whether they could be drawn on some picture. Raises `LineError`."""
        self.drawn(LARGEST, LARGEST)

    def drawn(self, width: int, height: int) -> tuple[list[Line], list[Zone]]:
        """On a picture of this size. Raises `LineError`."""
        return read_lines(self.lines, width, height), read_zones(self.zones, width, height)


def _texts(said: Mapping[str, Any], field: str) -> tuple[str, ...]:
    given = said.get(field, [])
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST:
        raise LineError(f"{field}: not a list of at most {MOST} outlines")
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in given):
        raise LineError(f"{field}: an outline is a text such as door:0,0.5,1,0.5")
    return tuple(given)


class OutlinesFile:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "outlines.json"

    def read(self) -> Outlines | None:
        """None where none were kept, or what was kept cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Outlines)
        except (OSError, msgspec.MsgspecError):
            return None

    def keep(self, outlines: Outlines) -> None:
        new = self._path.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(outlines))
        new.replace(self._path)
