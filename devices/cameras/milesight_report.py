"""The JSON reports of Milesight's sensors on the network: VS125, VS133-P, VS135-P and VS121-P.

Times are the sensor's own wall clock, with the zone as a name that begins with its offset.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from devices import plausible
from devices.counters import naming
from devices.counters.loose import Fields, text, whole
from devices.counters.times import claimed, offset
from devices.drivers import UnreadableError
from devices.readings import Count, Occupancy, Reading

VENDOR = "milesight"
LINE = "line_1"
PEOPLE = ("current_total", "current_counted", "region_count", "people_count", "count", "people")
TOTAL_IN, TOTAL_OUT = ("in_counted", "total_in"), ("out_counted", "total_out")
PERIOD_IN, PERIOD_OUT = ("in", "people_in", "period_in"), ("out", "people_out", "period_out")


@dataclass(frozen=True, slots=True)
class _Report:
    device: str
    since: datetime | None
    until: datetime | None
    period: str  # as the sensor wrote it


def read_report(topic: str, said: Fields) -> Sequence[Reading]:
    info = said.inner("device_info")
    if info is None:
        raise UnreadableError("device_info: missing")
    device = naming.device(VENDOR, topic, info.text("device_sn", "device_mac"))
    report = _timed(device, said.inner("time_info"))
    readings: list[Reading] = []
    for line in said.items("line_total_data"):
        readings += _total(report, line)
    steps = said.items("line_trigger_data")
    for line in steps or said.items("line_periodic_data"):  # the period holds what was triggered
        readings += _step(report, line)
    if "line_total_data" not in said:
        readings += _total(report, said)
    if not steps and "line_periodic_data" not in said:
        readings += _step(report, said)
    return readings + _occupancies(report, said)


def _timed(device: str, time: Fields | None) -> _Report:
    if time is None:
        return _Report(device, None, None, "")
    zone = offset(time.text("timezone", "time_zone"), time.truth("dst_status"))
    until = time.raw("end_time", "trigger_time", "time")
    since = time.raw("start_time")
    return _Report(
        device,
        claimed(since, "start_time", zone),
        claimed(until, "end_time", zone),
        f"{since or ''}/{until}" if until is not None else "",
    )


def _total(report: _Report, line: Fields) -> Sequence[Count]:
    numbers = _told(line)
    people_in, people_out = numbers.people(*TOTAL_IN), numbers.people(*TOTAL_OUT)
    if people_in is None or people_out is None:
        return ()
    name = _name(line)
    return (Count(report.device, name, people_in, people_out, "cumulative", report.until),)


def _step(report: _Report, line: Fields) -> Sequence[Count]:
    numbers = _told(line)
    people_in, people_out = numbers.people(*PERIOD_IN), numbers.people(*PERIOD_OUT)
    if people_in is None or people_out is None:
        return ()
    name = _name(line)
    identity = None
    if report.period:
        key = f"{line.text('line_uuid') or name}@{report.period}={people_in},{people_out}"
        identity = hashlib.sha256(key.encode()).hexdigest()[:32]
    return (
        Count(
            report.device,
            name,
            people_in,
            people_out,
            "increment",
            report.until,
            identity,
            since=report.since,
        ),
    )


def _told(line: Fields) -> Fields:
    """A line's numbers stand in its `total`, where children are told apart, or beside its name."""
    return Fields(line.raw("total"), "total") if isinstance(line.raw("total"), dict) else line


def _name(line: Fields) -> str:
    number = line.text("line")
    return plausible.name(
        line.text("line_name") or (f"line_{number}" if number else LINE), "line_name"
    )


def _occupancies(report: _Report, said: Fields) -> list[Reading]:
    """Of the whole picture, and of each region in it."""
    found: list[tuple[str | None, int]] = []
    everybody = said.people("current_total")
    if everybody is not None:
        found.append((None, everybody))
    found += zip(_regions_named(said), _numbers(said.raw("current_counted")), strict=False)
    for region in said.items("region_count_data"):
        people = _told(region).people(*PEOPLE)
        if people is not None:
            name = region.text("region_name") or f"region_{region.text('region') or 1}"
            found.append((name, people))
    return [
        Occupancy(
            report.device,
            None if zone is None else plausible.name(zone, "region_name"),
            people,
            ts=report.until,
        )
        for zone, people in found
    ]


def _regions_named(said: Fields) -> list[str]:
    names = said.raw("regions_name", "region_name")
    if isinstance(names, list):
        return [text(name, "regions_name") or "region" for name in names]
    return [f"region_{number}" for number in _numbers(said.raw("numbering_regions"))]


def _numbers(value: object) -> list[int]:
    return [max(0, whole(one, "regions")) for one in value] if isinstance(value, list) else []
