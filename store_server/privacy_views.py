"""What somebody is shown of what the house holds of them, and what a retention run removes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

TRAIL = "trail"  # the section of what stays after an erasure, and names nobody then


class HeldSection(Struct, frozen=True):
    """`key` is the section, each row an object by column with `what` for its table."""

    key: str
    rows: tuple[dict[str, Any], ...]


class HeldView(Struct, frozen=True):
    """All that is held of one person, to be read by people and by machines (GDPR 15 and 20)."""

    person: str
    boutique: str
    made_at: datetime
    sections: tuple[HeldSection, ...]
    erasure_asked_at: datetime | None = None

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)


class RetentionLine(Struct, frozen=True):
    """What one period says: how many are past it, and how many of those may not go yet."""

    period: str
    days: float
    rows: int
    kept: int = 0
