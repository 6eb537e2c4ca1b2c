"""What Xovis sensors of firmware 5 see now: frames, whose events carry a counter's total.

A counter's id is its logic's id times a thousand, and 1 for forward or 2 for backward; the `config`
that comes along says the same in names. Of several totals in one message the last one stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from devices import plausible
from devices.counters.loose import Fields
from devices.counters.times import claimed
from devices.counters.ways import Way, way
from devices.drivers import UnreadableError
from devices.readings import Count, Occupancy, Reading

COUNTERS_A_LOGIC = 1000
FORWARD, BACKWARD = 1, 2


@dataclass(slots=True)
class _Logic:
    name: str
    totals: dict[Way, int] = field(default_factory=dict)
    fill: int | None = None
    ts: datetime | None = None


def live(device: str, data: Fields) -> Sequence[Reading]:
    config = data.inner("config")
    names, counters = _config(config) if config is not None else ({}, {})
    logics: dict[int, _Logic] = {}
    for frame in data.items("frames"):
        ts = claimed(frame.raw("time"), "frames.time")
        for event in frame.items("events"):
            if (event.text("category") or "").upper() != "COUNT":
                continue
            attributes = event.inner("attributes")
            counter = attributes.whole("counter_id") if attributes else None
            value = attributes.whole("counter_value") if attributes else None
            if counter is None or value is None:
                raise UnreadableError("counter_id: a count event lacks its counter or its value")
            number, ways = counters.get(counter) or _by_number(counter)
            logic = logics.setdefault(number, _Logic(names.get(number, str(number))))
            logic.ts = ts
            if ways is None:
                logic.fill = max(0, value)
            elif value >= 0:
                logic.totals[ways] = value
    return [reading for logic in logics.values() for reading in _readings(device, logic)]


def _config(config: Fields) -> tuple[dict[int, str], dict[int, tuple[int, Way | None]]]:
    """The logics' names, and each counter's logic and way; no way is a zone's fill level."""
    names = {}
    for logic in config.items("logics"):
        number, name = logic.whole("id"), logic.text("name")
        if number is not None and name is not None:
            names[number] = name
    counters = {}
    for count in config.items("counts"):
        number, logic_id = count.whole("id"), count.whole("logic_id")
        if number is not None and logic_id is not None:
            found = way(count.text("type") or "") or way(count.text("name") or "")
            counters[number] = (logic_id, found[1] if found else None)
    return names, counters


def _by_number(counter: int) -> tuple[int, Way | None]:
    logic, place = divmod(counter, COUNTERS_A_LOGIC)
    ways: dict[int, Way] = {FORWARD: "in", BACKWARD: "out"}
    return logic, ways.get(place)


def _readings(device: str, logic: _Logic) -> Sequence[Reading]:
    place = plausible.name(logic.name, "name")
    readings: list[Reading] = []
    if logic.totals:
        ways: Literal["both", "in", "out"] = (
            "both" if len(logic.totals) > 1 else next(iter(logic.totals))
        )
        people_in, people_out = logic.totals.get("in", 0), logic.totals.get("out", 0)
        readings.append(
            Count(device, place, people_in, people_out, "cumulative", logic.ts, ways=ways)
        )
    if logic.fill is not None:
        readings.append(Occupancy(device, place, logic.fill, ts=logic.ts))
    return readings
