"""Hikvision: ISAPI's people counting, in every wrapping. The values are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.cameras.hikvision import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count

POSTED = "push/hikvision/door-1"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\r\n'
OLD, NEW = "urn:psialliance-org", "http://www.isapi.org/ver20/XMLSchema"
FROM, TO = datetime(2026, 11, 21, 18, 0, tzinfo=UTC), datetime(2026, 11, 21, 18, 15, tzinfo=UTC)
PERIOD = (
    "<statisticalMethods>timeRange</statisticalMethods><TimeRange>"
    "<startTime>2026-11-21T19:00:00+01:00</startTime><endTime>2026-11-21T19:15:00+01:00</endTime>"
    "</TimeRange><enter>4</enter><exit>9</exit><pass>2</pass>"
)
NOW = (
    "<statisticalMethods>realTime</statisticalMethods><RealTime>"
    "<time>2026-11-21T19:15:00+01:00</time></RealTime><enter>70</enter><exit>75</exit>"
)


def alert(counted: str, space: str = OLD, kind: str = "PeopleCounting", after: str = "") -> bytes:
    return (
        f'{HEAD}<EventNotificationAlert version="1.0" xmlns="{space}">\r\n'
        "<ipAddress>192.0.2.64</ipAddress><protocolType>HTTP</protocolType>"
        "<macAddress>84:9a:40:00:00:01</macAddress><channelID>1</channelID>"
        "<dateTime>2026-11-21T19:15:02+01:00</dateTime><activePostCount>1</activePostCount>"
        f"<eventType>{kind}</eventType><eventState>active</eventState>"
        f"<channelName>Camera 01</channelName><peopleCounting>{counted}</peopleCounting>"
        "<childCounting><enter>1</enter><exit>0</exit></childCounting>"
        f"{after}</EventNotificationAlert>\r\n"
    ).encode()


def multipart(*bodies: tuple[str, bytes]) -> bytes:
    parts = [
        f"--boundary\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        for kind, body in bodies
    ]
    return b"\r\n".join(parts) + b"\r\n--boundary--\r\n"


AS_JSON = {
    "macAddress": "84:9a:40:00:00:01",
    "channelID": 2,
    "eventType": "PeopleCounting",
    "dateTime": "2026-11-21T19:15:02+01:00",
    "peopleCounting": {"statisticalMethods": "realTime", "enter": 12, "exit": 11},
}
SAMPLES = [
    (POSTED, alert(PERIOD)),
    (POSTED, alert(NOW, NEW)),
    (POSTED, multipart(("application/xml", alert(NOW)), ("image/jpeg", b"\xff\xd8\xff--\x00"))),
    (POSTED, json.dumps(AS_JSON).encode()),
]


@pytest.mark.parametrize("space", [OLD, NEW])
def test_a_time_range_is_what_was_counted_in_it(space: str) -> None:
    (count,) = decode(POSTED, alert(PERIOD, space))
    identity = "channel-1@2026-11-21T19:00:00+01:00/2026-11-21T19:15:00+01:00"
    assert count == Count("door-1", "channel-1", 4, 9, "increment", TO, identity, since=FROM)


def test_real_time_is_the_days_totals_and_more_may_leave_than_enter() -> None:
    (count,) = decode(POSTED, alert(NOW + "<regionsID>3</regionsID>", NEW))
    assert count == Count("door-1", "channel-1-region-3", 70, 75, "cumulative", TO)


def test_the_times_that_come_along_show_what_was_counted() -> None:
    for counted in (PERIOD, NOW):
        silent = counted[counted.index("</statisticalMethods>") :].partition(">")[2]
        assert decode(POSTED, alert(silent)) == decode(POSTED, alert(counted))


def test_a_retransmission_tells_of_the_past() -> None:
    after = "<isDataRetransmission>true</isDataRetransmission>"
    (count,) = decode(POSTED, alert(PERIOD, NEW, after=after))
    assert isinstance(count, Count)
    assert count.replayed


def test_the_alert_stream_has_pictures_between_the_counts() -> None:
    stream = multipart(
        ("application/xml; charset=UTF-8", alert(PERIOD)),
        ("image/jpeg", b"\xff\xd8\xff\xe0 no picture of ours"),
        ("application/xml", alert(NOW)),
    )
    assert [count.meaning for count in decode(POSTED, stream) if type(count) is Count] == [
        "increment",
        "cumulative",
    ]


def test_the_same_comes_as_json() -> None:
    (count,) = decode("hikvision/camera/alerts", json.dumps(AS_JSON).encode())
    at = datetime(2026, 11, 21, 18, 15, 2, tzinfo=UTC)
    device = "hikvision/84:9a:40:00:00:01"
    assert count == Count(device, "channel-2", 12, 11, "cumulative", at)


def test_other_alerts_say_nothing() -> None:
    assert decode(POSTED, alert("", kind="VMD")) == []


ENTITY = '<!DOCTYPE a [<!ENTITY x "70">]>'


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (alert(NOW).replace(HEAD.encode(), ENTITY.encode()), "document type"),
        (alert(NOW).replace(HEAD.encode(), b'<!DOCTYPE a SYSTEM "file:///x">'), "document type"),
        (alert("<enter>&amp;lol;</enter>").replace(b"&amp;", b"&"), "not XML"),
        (alert(NOW).replace(b"UTF-8", b"ISO-8859-1"), "not UTF-8"),
        (alert(NOW)[:-40], "not XML"),
        (b"<a>" * 40, "too deeply"),
        (b"<a>" + b"<b/>" * 6_000 + b"</a>", "too many"),
        (b"<ResponseStatus><statusCode>1</statusCode></ResponseStatus>", "EventNotificationAlert"),
        (alert(NOW.replace("<exit>75</exit>", "")), "enter"),
        (alert(NOW.replace(">75<", ">-75<")), "exit"),
        (alert(PERIOD.replace("timeRange", "sometimes")), "statisticalMethods"),
        (alert("<statisticalMethods>timeRange</statisticalMethods><enter>1</enter><exit>1</exit>"),
         "TimeRange"),
        (b"--b\r\n" + b"--b\r\n" * 70, "parts"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words(payload: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        DRIVER.decode(POSTED, payload)
