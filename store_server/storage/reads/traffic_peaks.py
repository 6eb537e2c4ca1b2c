"""The most there were at any moment, by parts of a time: who left before a quarter-hour ended
was there all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from store_server.domain.occupancy import zero_before
from store_server.domain.quarters import QUARTER, quarter_of
from store_server.storage.peaks import Peaks
from store_server.storage.reads.traffic_cells import Asked
from store_server.storage.reads.traffic_lines import DOOR, flows, occupancy, told

PEAK = "occupancy_peak"
Part = TypeVar("Part")


def peaks_by(
    asked: Asked, peaks: Peaks, part_of: Callable[[datetime], Part | None]
) -> Mapping[Part, int]:
    since, until = asked.bounds
    until = min(until, quarter_of(asked.now) + QUARTER)
    zero = zero_before(since, asked.zone)
    inside = occupancy(asked.connection, since, until, asked.zone)
    flowed = {flow.start: flow for flow in flows(asked.connection, zero, until, DOOR)}
    said = told(asked.connection, zero, until)
    found = peaks.by(
        asked.connection,
        inside,
        flowed,
        said,
        lambda start: part_of(start) if start >= since else None,
        asked.zone,
    )
    return {part: people for part, (people, _) in found.items()}
