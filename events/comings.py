"""Comings and goings of one guest, and what they add up to, in whatever order they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person let through a gate. A row is never changed but to say that it was undone."""

    scan_id: str
    guest_id: str
    session: int
    way: Way
    gate: str
    by: str
    at: datetime
    plus_one: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """`inside` people are in now; `came` times somebody came. `arrived` has a moment for each
    person: whoever comes after another left is taken for the same one. `conflicts` count for
    nobody: the same guest came in at two gates, and was in already."""

    inside: int
    came: int
    last_in: Entry | None
    arrived: tuple[datetime, ...]
    conflicts: tuple[Entry, ...]


def track(entries: Sequence[Entry], plus_one: bool) -> Track:
    """Of the guest alone, or of their plus-ones alone, who are several and have no conflicts."""
    theirs = sorted(
        (one for one in entries if one.plus_one is plus_one and not one.undone),
        key=lambda one: (one.at, one.scan_id),
    )
    inside = came = 0
    last_in: Entry | None = None
    arrived: list[datetime] = []
    conflicts: list[Entry] = []
    for entry in theirs:
        if entry.way is Way.OUT:
            inside = max(0, inside - 1)
        elif inside and not plus_one:
            conflicts.append(entry)
        else:
            inside, came, last_in = inside + 1, came + 1, entry
            if inside > len(arrived):
                arrived.append(entry.at)
    return Track(inside, came, last_in, tuple(arrived), tuple(conflicts))
