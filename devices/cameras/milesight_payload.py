"""The bytes that Milesight's LoRaWAN people counters send (Milesight-IoT/SensorDecoders, GitHub).

A payload is a row of channels: a number, a type, and as many bytes as the two say, little-endian.
The same channel means different things in the three families of counters. A payload belongs to the
family that can read the whole of it: the ToF counters (VS132, VS133, VS135), the passage counters
(VS350, VS351, VS360) or the occupancy sensors (VS121).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from devices.counters.times import claimed
from devices.counters.ways import Way
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceHealth, Occupancy, Reading

HISTORY = (0x20, 0xCE)
STAMP_BYTES = 4
COMMANDS = (0xF8, 0xF9, 0xFE, 0xFF)  # answers to commands, whose length only the command tells
TOTAL, PERIOD, REGIONS, DWELL = 0xD2, 0xCC, 0xE3, 0xE4
LINES = range(1, 5)
FIRST_LINE = "line_1"


@dataclass(slots=True)
class Seen:
    """What a payload tells of one moment: now, or one in the sensor's memory."""

    totals: dict[str, dict[Way, int]] = field(default_factory=dict)
    periods: dict[str, tuple[int, int]] = field(default_factory=dict)
    people: dict[str | None, int] = field(default_factory=dict)
    battery_pct: int | None = None
    stamp_s: int | None = None
    memories: list[Seen] = field(default_factory=list)


Take = Callable[[Seen, bytes], None]
Channel = tuple[int, Take | None]  # how many bytes, and what they mean where that is ours to know


@dataclass(frozen=True, slots=True)
class Family:
    channels: Mapping[tuple[int, int], Channel]
    history: Mapping[int, Channel]  # by the type of a record


def read_payload(
    device: str, sent: bytes, uplink: str | None, ts: datetime | None
) -> Sequence[Reading]:
    """`uplink` names the message, so that what it says counts once; `ts` is when it came."""
    for family in FAMILIES:
        seen = _read(family, sent)
        if seen is not None:
            return tell(device, seen, uplink, ts)
    raise UnreadableError("the payload is none of a counter of the VS series")


def tell(device: str, seen: Seen, uplink: str | None, ts: datetime | None) -> Sequence[Reading]:
    """The readings of what a payload tells, of now and of the sensor's memory."""
    readings = _readings(device, seen, uplink, _moment(seen) or ts, replayed=False)
    for memory in seen.memories:
        readings += _readings(device, memory, None, _moment(memory), replayed=True)
    return readings


def _read(family: Family, sent: bytes) -> Seen | None:
    """None where a channel is unknown to the family, or cut short."""
    seen, at = Seen(), 0
    while at < len(sent):
        head = sent[at : at + 2]
        if len(head) < len(HISTORY):
            return None
        channel = (head[0], head[1])
        at += len(HISTORY)
        if channel == HISTORY:
            size = _remember(family, seen, sent[at:])
        elif channel in family.channels:
            size = _take(seen, family.channels[channel], sent[at:])
        elif channel in ATTRIBUTES:
            size = ATTRIBUTES[channel]
        elif head[0] in COMMANDS:
            return seen
        else:
            return None
        if size is None or at + size > len(sent):
            return None
        at += size
    return seen


def _take(seen: Seen, channel: Channel, rest: bytes) -> int | None:
    size, take = channel
    if len(rest) < size:
        return None
    if take is not None:
        take(seen, rest[:size])
    return size


def _remember(family: Family, seen: Seen, rest: bytes) -> int | None:
    """A record of the sensor's memory: when, what kind, and the same bytes as then."""
    if len(rest) <= STAMP_BYTES or rest[STAMP_BYTES] not in family.history:
        return None
    memory = Seen(stamp_s=int.from_bytes(rest[:STAMP_BYTES], "little"))
    size = _take(memory, family.history[rest[STAMP_BYTES]], rest[STAMP_BYTES + 1 :])
    seen.memories.append(memory)
    return None if size is None else STAMP_BYTES + 1 + size


# ----------------------------------------------------------------------------- what bytes mean


def _total(line: str, ways: Way) -> Take:
    def take(seen: Seen, data: bytes) -> None:
        seen.totals.setdefault(line, {})[ways] = int.from_bytes(data, "little")

    return take


def _totals(seen: Seen, data: bytes) -> None:
    people_in, people_out = _pair(data)
    seen.totals[FIRST_LINE] = {"in": people_in, "out": people_out}


def _period(line: str) -> Take:
    def take(seen: Seen, data: bytes) -> None:
        seen.periods.setdefault(line, _pair(data))

    return take


def _period_and_totals(seen: Seen, data: bytes) -> None:
    seen.periods[FIRST_LINE] = _pair(data)
    _totals(seen, data[4:])


def _regions(first: int) -> Take:
    def take(seen: Seen, data: bytes) -> None:
        seen.people |= {f"region_{first + place}": people for place, people in enumerate(data)}

    return take


def _everybody(seen: Seen, data: bytes) -> None:
    seen.people[None] = data[0]


def _battery(seen: Seen, data: bytes) -> None:
    seen.battery_pct = min(data[0], 100)


def _stamp(seen: Seen, data: bytes) -> None:
    seen.stamp_s = int.from_bytes(data, "little")


def _pair(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")


# ------------------------------------------------------------------------------- the families

ATTRIBUTES: Mapping[tuple[int, int], int] = {
    (0xFF, kind): size
    for kind, size in {
        0x01: 1,
        0x08: 6,
        0x09: 2,
        0x0A: 2,
        0x0B: 1,
        0x0F: 1,
        0x16: 8,
        0x1F: 4,
        0xFE: 1,
        0xFF: 2,
    }.items()
}


def _tof() -> Family:
    """Line n has its totals and its period in three channels from 3n on; children follow, whom the
    line's own numbers hold already."""
    channels: dict[tuple[int, int], Channel] = {
        (0x0F, REGIONS): (4, _regions(1)),
        (0x10, DWELL): (5, None),
        (0x1D, REGIONS): (4, None),
        (0x1E, DWELL): (5, None),
        (0x50, 0xFC): (3, None),
    }
    for number in LINES:
        line, first = f"line_{number}", 3 * number
        channels[first, TOTAL] = (4, _total(line, "in"))
        channels[first + 1, TOTAL] = (4, _total(line, "out"))
        channels[first + 2, PERIOD] = (4, _period(line))
        child = first + 14
        for channel, kind in ((child, TOTAL), (child + 1, TOTAL), (child + 2, PERIOD)):
            channels[channel, kind] = (4, None)
    history = {channel: what for (channel, kind), what in channels.items() if kind != DWELL}
    del history[0x50]
    return Family(channels, history | dict.fromkeys((0x10, 0x20, 0x1E, 0x3C), (3, None)))


PASSAGE = Family(
    channels={
        (0x01, 0x75): (1, _battery),
        (0x02, 0x75): (1, None),
        (0x03, 0x67): (2, None),
        (0x03, 0xF4): (2, None),
        (0x04, PERIOD): (4, _totals),
        (0x05, PERIOD): (4, _period(FIRST_LINE)),
        (0x0A, 0xEF): (4, _stamp),
        (0x81, 0xEE): (1, None),
        (0x83, 0x67): (3, None),
        (0x84, PERIOD): (5, _totals),
        (0x85, PERIOD): (5, _period(FIRST_LINE)),
    },
    history={0: (4, _period(FIRST_LINE)), 1: (8, _period_and_totals)},
)

OCCUPANCY = Family(
    channels={
        (0x04, 0xC9): (4, _everybody),
        (0x05, PERIOD): (4, _period(FIRST_LINE)),
        (0x06, 0xCD): (1, None),
        (0x07, 0xD5): (8, _regions(1)),
        (0x08, 0xD5): (8, _regions(9)),
        **{(channel, 0xDA): (8, None) for channel in range(0x09, 0x0D)},
        (0x0D, PERIOD): (4, _totals),
        (0x0E, DWELL): (5, None),
        (0x0F, 0x85): (4, _stamp),
        (0x10, 0xF7): (4, _period(FIRST_LINE)),
    },
    history={
        0x01: (4, _everybody),
        0x02: (4, _period(FIRST_LINE)),
        0x03: (1, None),
        **{kind: (4, _regions(4 * kind - 15)) for kind in range(0x04, 0x08)},
        **dict.fromkeys(range(0x08, 0x10), (4, None)),
        0x10: (4, _totals),
        0x11: (5, None),
        0x12: (4, _period(FIRST_LINE)),
    },
)

FAMILIES = (_tof(), PASSAGE, OCCUPANCY)


# ------------------------------------------------------------------------------- what is told


def _moment(seen: Seen) -> datetime | None:
    if seen.stamp_s is None:
        return None
    return claimed(datetime.fromtimestamp(seen.stamp_s, UTC).isoformat(), "timestamp")


def _readings(
    device: str, seen: Seen, uplink: str | None, ts: datetime | None, replayed: bool
) -> list[Reading]:
    readings: list[Reading] = []
    for line, both in seen.totals.items():
        ways: Literal["both", "in", "out"] = "both" if len(both) > 1 else next(iter(both))
        numbers = (both.get("in", 0), both.get("out", 0))
        readings.append(
            Count(device, line, *numbers, "cumulative", ts, ways=ways, replayed=replayed)
        )
    for line, (people_in, people_out) in seen.periods.items():
        identity = None if uplink is None else f"{uplink}:{line}"
        if replayed and ts is not None:
            identity = f"{line}@{ts.isoformat()}"
        readings.append(
            Count(device, line, people_in, people_out, "increment", ts, identity, replayed=replayed)
        )
    if not replayed:
        readings += [Occupancy(device, zone, people, ts=ts) for zone, people in seen.people.items()]
        if seen.battery_pct is not None:
            readings.append(DeviceHealth(device, ts, battery_pct=float(seen.battery_pct)))
    return readings
