"""What the comings and goings of a guest and their plus-ones come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.comings import Entry, Way, track
from events.guest import Guest


@dataclass(frozen=True, slots=True)
class Attendance:
    """Of one guest, and of those whom they brought. `arrived`: when each person first came in."""

    guest_id: str
    event_id: str
    session: int
    inside: int = 0
    plus_ones_inside: int = 0
    came: int = 0
    plus_ones_came: int = 0
    conflicts: int = 0
    first_in: datetime | None = None
    last_in: datetime | None = None
    last_out: datetime | None = None
    arrived: tuple[datetime, ...] = ()


def adds_up(guest: Guest, entries: Sequence[Entry]) -> Attendance:
    alone, plus_ones = track(entries, plus_one=False), track(entries, plus_one=True)
    stand = sorted((one for one in entries if not one.undone), key=lambda one: one.at)
    ins = [one.at for one in stand if one.way is Way.IN]
    outs = [one.at for one in stand if one.way is Way.OUT]
    return Attendance(
        guest_id=guest.id,
        event_id=guest.event_id,
        session=guest.session,
        inside=alone.inside,
        plus_ones_inside=plus_ones.inside,
        came=alone.came,
        plus_ones_came=plus_ones.came,
        conflicts=len(alone.conflicts),
        first_in=ins[0] if ins else None,
        last_in=ins[-1] if ins else None,
        last_out=outs[-1] if outs else None,
        arrived=tuple(sorted((*alone.arrived, *plus_ones.arrived))),
    )
