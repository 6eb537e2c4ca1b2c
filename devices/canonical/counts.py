"""People whom a camera or sensor of ours counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from devices import plausible
from devices.drivers import UnreadableError
from devices.readings import Count, Occupancy
from devices.wire import reader

MOST_PEOPLE = 100_000  # at once, or since a counter's last message: more is a broken counter
LARGEST_TOTAL = 2**53  # beyond, a counter that computes in floats can no longer add one
LONGEST_DWELL_S = 7 * 24 * 3600.0

_People = Annotated[int, msgspec.Meta(ge=0, le=MOST_PEOPLE)]
_Total = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_TOTAL)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=plausible.LONGEST_NAME)]
_Time = Annotated[datetime, msgspec.Meta(tz=True)]


class _Count(msgspec.Struct, rename={"in_": "in"}):
    line: _Name = "line"
    ts: _Time | None = None
    id: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    in_: _People | None = None
    out: _People | None = None
    total_in: _Total | None = None
    total_out: _Total | None = None


class _Occupancy(msgspec.Struct):
    people: _People
    zone: _Name | None = None
    queue: _People | None = None
    dwell_s: list[Annotated[float, msgspec.Meta(ge=0, le=LONGEST_DWELL_S)]] = []
    ts: _Time | None = None


_read_count = reader(_Count)
_read_occupancy = reader(_Occupancy)


def count(device: str, payload: bytes) -> Sequence[Count]:
    said = _read_count(payload)
    ts = plausible.set_time(said.ts)
    steps, totals = (said.in_, said.out), (said.total_in, said.total_out)
    if steps == totals == (None, None):
        raise UnreadableError("in: missing; a count has in and out, or total_in and total_out")
    if steps != (None, None):
        return (Count(device, said.line, steps[0] or 0, steps[1] or 0, "increment", ts, said.id),)
    ways: Literal["both", "in", "out"] = "both"
    if None in totals:
        ways = "in" if totals[1] is None else "out"
    return (
        Count(device, said.line, totals[0] or 0, totals[1] or 0, "cumulative", ts, said.id, ways),
    )


def occupancy(device: str, payload: bytes) -> Sequence[Occupancy]:
    said = _read_occupancy(payload)
    ts = plausible.set_time(said.ts)
    return (Occupancy(device, said.zone, said.people, said.queue, tuple(said.dwell_s), ts),)
