"""Irisys Vector: live counts, count events, logged counts over HTTP (Irisys MQTT Specification 3).

Topics are `irisys/{serial}/live_counts`, `…/counts`, `…/status`, `…/targets`; what a message is
shows in its shape. Live and logged counts are registers that only grow; count events are steps. A
register's name says which way it counts: "Enter", "MainEntranceOut", "Door in".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from devices import plausible
from devices.counters import naming
from devices.counters.loose import MOST_ITEMS, Fields, read_json
from devices.counters.times import claimed
from devices.counters.ways import Way, way
from devices.drivers import Driver, UnreadableError
from devices.readings import Count, DeviceState, Occupancy, Reading

VENDOR = "irisys"


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if topic.endswith(("/targets", "/device_info")):
        return ()
    said = read_json(payload)
    if isinstance(said, list):
        return _events(naming.device(VENDOR, topic, None), said)
    fields = Fields(said, "the message")
    device = naming.device(VENDOR, topic, fields.text("friendlydeviceserial"))
    if "countlogs" in fields:
        return [one for log in fields.items("countlogs") for one in _logged(device, log)]
    if "counts" in fields:
        ts = claimed(fields.raw("timestamp", "time", "t"), "timestamp")
        return _registers(device, fields.items("counts"), ts)
    if "status" in fields:
        return _status(device, fields.text("status"))
    raise UnreadableError("the message holds neither counts nor a status")


def _status(device: str, word: str | None) -> Sequence[DeviceState]:
    match word:
        case "connected":
            return (DeviceState(device, "online"),)
        case "disconnected":
            return (DeviceState(device, "offline"),)
        case _:
            raise UnreadableError("status: neither connected nor disconnected")


def _logged(device: str, log: Fields) -> Sequence[Reading]:
    ts = claimed(log.raw("timestamp"), "Timestamp")
    return _registers(device, log.items("counts"), ts)


def _registers(device: str, registers: Iterable[Fields], ts: datetime | None) -> Sequence[Reading]:
    totals: dict[str, dict[Way, int]] = {}
    occupancies: list[Occupancy] = []
    for register in registers:
        name = register.text("name")
        value = register.whole("count", "value")
        if name is None or value is None:
            raise UnreadableError("counts: a register lacks its name or its count")
        place = _place(name)
        if place is not None and value >= 0:
            line, ways = place
            totals.setdefault(line, {})[ways] = value
        elif "occupancy" in name.lower():
            occupancies.append(
                Occupancy(device, plausible.name(name, "name"), max(0, value), ts=ts)
            )
    return [*(_total(device, line, both, ts) for line, both in totals.items()), *occupancies]


def _total(device: str, line: str, both: dict[Way, int], ts: datetime | None) -> Count:
    ways: Literal["both", "in", "out"] = "both" if len(both) > 1 else next(iter(both))
    people_in, people_out = both.get("in", 0), both.get("out", 0)
    return Count(device, line, people_in, people_out, "cumulative", ts, ways=ways)


def _events(device: str, said: list[object]) -> Sequence[Count]:
    """Steps of registers. Two in one second are two: the second one's id says so."""
    if len(said) > MOST_ITEMS:
        raise UnreadableError(f"more than {MOST_ITEMS} count events")
    seen: Counter[str] = Counter()
    counts = []
    for one in said:
        event = Fields(one, "a count event")
        name, value = event.text("register"), event.people("value")
        if name is None or value is None:
            raise UnreadableError("register: a count event lacks its register or its value")
        place = _place(name)
        if place is None:
            continue
        line, ways = place
        moment = event.text("t")
        key = f"{name}@{moment}"
        seen[key] += 1
        numbers = (value, 0) if ways == "in" else (0, value)
        ts = claimed(moment, "t")
        identity = f"{key}#{seen[key]}" if moment else None
        counts.append(Count(device, line, *numbers, "increment", ts, identity, ways))
    return counts


def _place(name: str) -> tuple[str, Way] | None:
    found = way(name)
    if found is None and name.lower().startswith("line"):  # a line that nobody gave a way
        found = name, "in"
    return None if found is None else (plausible.name(found[0], "name"), found[1])


DRIVER = Driver(VENDOR, ("irisys/#",), decode, pushes=True)
