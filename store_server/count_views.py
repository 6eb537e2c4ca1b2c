"""What the API shows of counters; see `views`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct


class CountView(Struct, frozen=True):
    """People who crossed a line. With a `flag` they are kept apart from every sum."""

    at: datetime
    line: str
    people_in: int
    people_out: int
    kind: Literal["step", "total", "wrap", "reset"]
    flag: Literal["jump", "crowd", "ahead", "unplaced"] | None
    received_at: datetime


class GapView(Struct, frozen=True):
    """Packages of the device's that never came; what they counted is not known."""

    stream: str
    first: int
    last: int
    from_at: datetime
    until_at: datetime


class BlindView(Struct, frozen=True):
    """A time in which the camera's lens was not clear, and its counts are not to be relied on.

    `why` is what the lens was, `until_at` None while it lasts.
    """

    why: str
    from_at: datetime
    until_at: datetime | None


class CounterView(Struct, frozen=True):
    """A line as its counter told of it last. Totals are its own; None where it tells steps."""

    line: str
    total_in: int | None
    total_out: int | None
    counted_at: datetime | None


class OccupancyView(Struct, frozen=True):
    zone: str
    at: datetime
    people: int
    queue: int | None
    dwell_s: tuple[float, ...]


class CountsView(Struct, frozen=True):
    """What a counting device said lately, the newest first: for set-up.

    `clock_behind_s` is what its clock was found to lack.
    """

    counts: tuple[CountView, ...]
    gaps: tuple[GapView, ...]
    blind: tuple[BlindView, ...]
    counters: tuple[CounterView, ...]
    occupancy: tuple[OccupancyView, ...]
    clock_behind_s: float


class ZoneSeen(Struct, frozen=True):
    """How many people a device saw in a zone, last."""

    device_id: str
    zone: str
    zone_name: str
    people: int
    queue: int | None


class LineToday(Struct, frozen=True):
    """Visitors who crossed a device's line since the boutique's day began: what is doubted, and
    colleagues whom a badge took out, are left out."""

    device_id: str
    line: str
    people_in: int
    people_out: int


class TalliesView(Struct, frozen=True):
    zones: tuple[ZoneSeen, ...]
    lines: tuple[LineToday, ...]
