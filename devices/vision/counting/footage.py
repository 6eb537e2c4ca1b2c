"""Counts a whole video: what `accueil camera count` answers."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from devices.vision.counting.counter import Counter
from devices.vision.counting.detector import Detector
from devices.vision.counting.health import Gap
from devices.vision.counting.lines import Crossing, Line
from devices.vision.counting.picture import Scale
from devices.vision.counting.video import Video
from devices.vision.counting.zones import Zone

MINUTE_S = 60.0


class LineTotals(msgspec.Struct, frozen=True, rename={"people_in": "in", "people_out": "out"}):
    line: str
    people_in: int
    people_out: int


class MinuteTotals(msgspec.Struct, frozen=True, rename={"people_in": "in", "people_out": "out"}):
    minute: int
    people_in: int
    people_out: int


class ZoneTotals(msgspec.Struct, frozen=True):
    """`occupancy` and `queue` are of the last picture, `most` of all of them."""

    zone: str
    occupancy: int
    most: int
    queue: int
    longest_queue: int
    dwell_s: list[float]


class GapTold(msgspec.Struct, frozen=True):
    why: str
    from_s: float
    to_s: float


class HealthTold(msgspec.Struct, frozen=True):
    lens: str
    fps: float
    gap_s: float
    gaps: list[GapTold]


class Footage(msgspec.Struct, frozen=True, rename={"people_in": "in", "people_out": "out"}):
    """Totals of all lines, and each line's and zone's own. `tracks`: people who were followed."""

    people_in: int
    people_out: int
    per_minute: list[MinuteTotals]
    tracks: int
    health: HealthTold
    lines: list[LineTotals]
    zones: list[ZoneTotals]
    seconds: float
    frames: int


def count(
    video: Video,
    lines: Sequence[Line],
    zones: Sequence[Zone] = (),
    progress: Callable[[int], Any] = lambda _frames: None,
    detector: Detector | None = None,
) -> Footage:
    counter = Counter(Scale.of(video.width, video.height), lines, zones, detector=detector)
    crossings: list[Crossing] = []
    frames, at_s = 0, 0.0
    for at_s, picture in video:
        crossings.extend(counter.see(picture, at_s))
        frames += 1
        progress(frames)
    now = [(zone.people, zone.queue(at_s)) for zone in counter.zones]
    crossings.extend(counter.finish(at_s))
    return Footage(
        *_ways(crossings),
        per_minute=_per_minute(crossings, at_s),
        tracks=counter.people_seen,
        health=_health(counter.health.lens, counter.health.gaps, frames, at_s),
        lines=[
            LineTotals(line.name, *_ways([one for one in crossings if one.line == line.name]))
            for line in lines
        ],
        zones=[
            ZoneTotals(
                zone.zone.name, now[at][0], zone.most, now[at][1], zone.longest_queue, zone.dwells()
            )
            for at, zone in enumerate(counter.zones)
        ],
        seconds=round(at_s, 3),
        frames=frames,
    )


def _ways(crossings: Sequence[Crossing]) -> tuple[int, int]:
    went_in = sum(crossing.direction == "in" for crossing in crossings)
    return went_in, len(crossings) - went_in


def _per_minute(crossings: Sequence[Crossing], seconds: float) -> list[MinuteTotals]:
    tally = Tally((int(one.at_s // MINUTE_S), one.direction) for one in crossings)
    return [
        MinuteTotals(minute, tally[minute, "in"], tally[minute, "out"])
        for minute in range(int(seconds // MINUTE_S) + 1)
    ]


def _health(lens: str, gaps: Sequence[Gap], frames: int, seconds: float) -> HealthTold:
    told = [GapTold(gap.why, round(gap.from_s, 2), round(gap.to_s, 2)) for gap in gaps]
    fps = round((frames - 1) / seconds, 2) if seconds else 0.0
    return HealthTold(lens, fps, round(sum(gap.to_s - gap.from_s for gap in gaps), 2), told)
