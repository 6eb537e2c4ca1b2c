"""What a network server makes of a Milesight payload by the vendor's own decoder.

`line_1_total_in`, `line_1_period_out`, `people_in`, `region_2_count` and their like, in the
server's envelope or alone. Used where the payload itself is not passed on.
"""

from __future__ import annotations

import re

from devices.cameras.milesight_payload import FIRST_LINE, Seen
from devices.counters.loose import Fields
from devices.counters.times import claimed

_NUMBER = re.compile(
    r"(?:(?P<line>line_[1-9])_|people_)?(?P<kind>total|period)_(?P<way>in|out)", re.ASCII
)
_REGION = re.compile(r"(region_\d{1,2})_count", re.ASCII)
_STEPS = {"people_in": "in", "people_out": "out", "line_in": "in", "line_out": "out"}


def decoded_part(said: Fields) -> Fields:
    """Where the numbers stand: in the envelope's part for them, or beside its other fields."""
    message = said.inner("uplink_message") or said
    return message.inner("object", "decoded_payload", "decodedpayload", "decoded") or said


def read_decoded(said: Fields) -> Seen | None:
    """None where there is nothing in it that we know."""
    seen = _moment(said)
    for memory in said.items("history"):
        seen.memories.append(_moment(memory))
    known = (seen.totals, seen.periods, seen.people, seen.memories, seen.battery_pct is not None)
    return seen if any(known) else None


def _moment(said: Fields) -> Seen:
    seen = Seen()
    periods: dict[str, dict[str, int]] = {}
    for name in said.names():
        number, region = _NUMBER.fullmatch(name), _REGION.fullmatch(name)
        if number is not None:
            line = number["line"] or FIRST_LINE
            people = said.people(name) or 0
            if number["kind"] == "period":
                periods.setdefault(line, {})[number["way"]] = people
            else:
                seen.totals.setdefault(line, {})["in" if number["way"] == "in" else "out"] = people
        elif name in _STEPS:
            periods.setdefault(FIRST_LINE, {})[_STEPS[name]] = said.people(name) or 0
        elif region is not None:
            seen.people[region[1]] = said.people(name) or 0
    everybody = said.people("people_count_all")
    if everybody is not None:
        seen.people[None] = everybody
    seen.periods = {line: (both.get("in", 0), both.get("out", 0)) for line, both in periods.items()}
    battery = said.people("battery")
    seen.battery_pct = None if battery is None else min(battery, 100)
    stamp = claimed(said.raw("timestamp"), "timestamp")
    seen.stamp_s = None if stamp is None or stamp.tzinfo is None else int(stamp.timestamp())
    return seen
