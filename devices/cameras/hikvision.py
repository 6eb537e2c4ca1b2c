"""Hikvision cameras: ISAPI's people counting, posted to us or read from their alert stream.

`timeRange` holds what was counted in a period, `realTime` the totals since the day began. The body
is XML, JSON, or a multipart one with pictures beside it, which are not looked at. More may leave
than enter. (ISAPI: EventNotificationAlert, PeopleCounting)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from devices import plausible
from devices.counters import markup, naming
from devices.counters.loose import Fields, read_json
from devices.counters.times import claimed
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver, UnreadableError
from devices.readings import Count
from devices.wire import too_large

VENDOR = "hikvision"
ALERT = "EventNotificationAlert"
MOST_PARTS = 64

_BOUNDARY = re.compile(rb"\s*(--[^\s]{1,70})\r?\n")
_HEAD = re.compile(rb"\r?\n\r?\n")


def decode(topic: str, payload: bytes) -> Sequence[Count]:
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise too_large(payload)
    return [count for said in _messages(payload) for count in _alert(topic, said)]


def _messages(payload: bytes) -> Iterator[Fields]:
    boundary = _BOUNDARY.match(payload)
    if boundary is None:
        yield _message(payload)
        return
    parts = payload.split(boundary[1], MOST_PARTS + 1)[1:]
    if len(parts) > MOST_PARTS:
        raise UnreadableError(f"more than {MOST_PARTS} parts")
    bodies = [_HEAD.split(part, maxsplit=1)[-1].strip() for part in parts]
    yield from (_message(body) for body in bodies if body[:1] in (b"<", b"{"))


def _message(body: bytes) -> Fields:
    if body.lstrip()[:1] == b"{":
        said = Fields(read_json(body), "the message")
        return said.inner(ALERT.lower()) or said
    root, content = markup.parse(body.strip())
    if root != ALERT:
        raise UnreadableError(f"{root[:40]}: not an {ALERT}")
    return Fields(content, ALERT)


def _alert(topic: str, said: Fields) -> Sequence[Count]:
    if (said.text("eventtype") or "").lower() != "peoplecounting":
        return ()
    counted = said.inner("peoplecounting")
    if counted is None:
        raise UnreadableError("peopleCounting: missing")
    device = naming.device(VENDOR, topic, said.text("macaddress", "ipaddress"))
    line = _line(said, counted)
    people_in, people_out = counted.people("enter"), counted.people("exit")
    if people_in is None or people_out is None:
        raise UnreadableError("enter: missing; a count has enter and exit")
    replayed = said.truth("isdataretransmission")
    match _method(counted):
        case "realtime":
            moment = counted.inner("realtime")
            ts = claimed((moment.raw("time") if moment else None) or said.raw("datetime"), "time")
            return (
                Count(device, line, people_in, people_out, "cumulative", ts, replayed=replayed),
            )
        case "timerange":
            return (_period(device, line, people_in, people_out, counted, replayed),)
        case method:
            raise UnreadableError(f"statisticalMethods: {method[:20]!a} is none that we know")


def _method(counted: Fields) -> str:
    """As it says itself, or as the times show that come along."""
    said = (counted.text("statisticalmethods") or "").lower()
    return said or next((one for one in ("timerange", "realtime") if one in counted), "")


def _period(
    device: str, line: str, people_in: int, people_out: int, counted: Fields, replayed: bool
) -> Count:
    period = counted.inner("timerange")
    if period is None:
        raise UnreadableError("TimeRange: missing")
    since = claimed(period.raw("starttime"), "startTime")
    until = claimed(period.raw("endtime"), "endTime")
    identity = f"{line}@{period.text('starttime')}/{period.text('endtime')}"
    return Count(
        device,
        line,
        people_in,
        people_out,
        "increment",
        until,
        identity,
        since=since,
        replayed=replayed,
    )


def _line(said: Fields, counted: Fields) -> str:
    """A camera of several channels, or several regions, has as many lines."""
    line = f"channel-{said.text('channelid', 'channelno') or 1}"
    region = counted.text("regionsid", "regionid")
    return plausible.name(f"{line}-region-{region}" if region else line, "channelID")


DRIVER = Driver(VENDOR, ("hikvision/#",), decode, pushes=True)
