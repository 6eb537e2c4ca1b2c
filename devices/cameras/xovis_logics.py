"""What Xovis sensors counted in intervals: firmware 5's logics, firmware 3's elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from devices import plausible
from devices.counters.loose import Fields
from devices.counters.times import claimed
from devices.counters.ways import way
from devices.readings import Count, Occupancy, Reading

FILL = ("balance", "occupancy", "fill", "fill_level", "count")


@dataclass(frozen=True, slots=True)
class _Package:
    """Packages are numbered for each push agent; a list of firmware 3's has no numbers."""

    device: str
    stream: str = ""
    number: int | None = None


@dataclass(slots=True)
class _Record:
    """One interval of one line or zone. None: it does not count that."""

    since: datetime | None
    until: datetime | None
    people_in: int | None = None
    people_out: int | None = None
    fill: int | None = None

    def add(self, name: str, value: int) -> None:
        """What is neither a way nor a fill level (dwell times, groups) is not ours to count."""
        found = way(name)
        if found is not None and found[1] == "in":
            self.people_in = (self.people_in or 0) + max(0, value)
        elif found is not None:
            self.people_out = (self.people_out or 0) + max(0, value)
        elif name.lower() in FILL:
            self.fill = max(0, value)  # a balance sinks below none where people were missed


def logics(device: str, data: Fields, head: Fields) -> Sequence[Reading]:
    info = head.inner("package_info")
    package = _Package(device)
    if info is not None:
        package = replace(package, stream=info.text("agent_id") or "", number=info.whole("id"))
    readings: list[Reading] = []
    for logic in data.items("logics"):
        number = logic.text("id") or ""
        name = logic.text("name") or number or "line"
        for record in logic.items("records"):
            found = _interval(record)
            for count in record.items("counts"):
                value = count.whole("value")
                if value is not None:
                    found.add(count.text("name") or "", value)
            readings += _readings(package, name, number or name, found)
    return readings


def elements(device: str, said: Fields) -> Sequence[Reading]:
    package = _Package(device)
    readings: list[Reading] = []
    content = said.inner("content")
    for element in content.items("element", "elements") if content is not None else ():
        number = element.text("element_id") or ""
        name = element.text("element_name") or number or "line"
        for measurement in element.items("measurement", "measurements"):
            found = _interval(measurement)
            for value in measurement.items("value", "values"):
                counted = value.whole("value")
                if counted is not None:
                    found.add(value.text("label", "name") or "", counted)
            readings += _readings(package, name, number or name, found)
    return readings


def _interval(record: Fields) -> _Record:
    return _Record(claimed(record.raw("from"), "from"), claimed(record.raw("to"), "to"))


def _readings(package: _Package, name: str, number: str, record: _Record) -> Sequence[Reading]:
    """A record that is sent anew comes in another package, and keeps its interval."""
    place = plausible.name(name, "name")
    if record.people_in is None and record.people_out is None:
        if record.fill is None:
            return ()
        return (Occupancy(package.device, place, record.fill, ts=record.until),)
    identity = None
    if record.since is not None and record.until is not None:
        identity = f"{number}@{record.since.isoformat()}/{record.until.isoformat()}"
    return (
        Count(
            package.device,
            place,
            record.people_in or 0,
            record.people_out or 0,
            "increment",
            record.until,
            identity,
            since=record.since,
            sequence=package.number,
            stream=package.stream,
        ),
    )
