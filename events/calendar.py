"""An event as one guest's calendar keeps it: what it says, before it is a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"  # a file that the guest asked for, not a letter


@dataclass(frozen=True, slots=True)
class Entry:
    """`sequence` grows with every change of the event or of the guest's line."""

    uid: str
    sequence: int
    title: str
    starts: datetime
    ends: datetime
    place: str
    words: str
    link: str
    organiser: str
    organiser_address: str
    guest: str
    guest_address: str
