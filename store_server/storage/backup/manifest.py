"""What a backup says of itself: the moment, the tables' revision, and a sum of every piece."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

MANIFEST = "manifest.json"  # the last piece: by then everything else is known

Kind = Literal["sqlite", "postgresql"]


class Piece(msgspec.Struct, frozen=True):
    name: str
    size: int
    sha256: str


class DumpedTable(msgspec.Struct, frozen=True):
    """A table of PostgreSQL; its pieces follow one another."""

    name: str
    columns: tuple[str, ...]
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """Every fact that was acknowledged before `moment` is in the backup."""

    boutique: str
    moment: datetime
    database: Kind
    revision: str
    pieces: tuple[Piece, ...]
    tables: tuple[DumpedTable, ...] = ()
    sequences: dict[str, tuple[int, bool]] = {}  # PostgreSQL's: last value, whether it was used

    @property
    def size(self) -> int:
        return sum(piece.size for piece in self.pieces)
