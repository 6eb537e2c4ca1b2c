"""Xovis sensors, firmware 3 and 5: what their data push says, over HTTP or MQTT, in JSON.

A body is one envelope or a list of them. `logics_data` holds what was counted in each interval;
`live_data` holds frames whose events carry a counter's total; `status_data` and firmware 5's other
envelopes are a sign of life; `connection_test` says nothing. Firmware 3 writes its keys with
hyphens and counts by elements with measurements.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.cameras.xovis_live import live
from devices.cameras.xovis_logics import elements, logics
from devices.counters import naming
from devices.counters.loose import MOST_ITEMS, Fields, read_json
from devices.counters.times import claimed
from devices.drivers import Driver, UnreadableError
from devices.readings import DeviceHealth, Reading

VENDOR = "xovis"
SIGNS_OF_LIFE = ("status_data", "wifi_bt_data")


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if payload.lstrip()[:1] == b"<":
        raise UnreadableError("XML is not read: let the sensor push JSON")
    said = read_json(payload)
    envelopes = said if isinstance(said, list) else [said]
    if len(envelopes) > MOST_ITEMS:
        raise UnreadableError(f"more than {MOST_ITEMS} envelopes")
    return [
        reading
        for envelope in envelopes
        for reading in _envelope(topic, Fields(envelope, "an envelope"))
    ]


def _envelope(topic: str, said: Fields) -> Sequence[Reading]:
    if "connection_test" in said:
        return ()
    if "content" in said:
        return elements(_device(topic, said), said)
    if (data := said.inner("logics_data")) is not None:
        return logics(_device(topic, _head(said, data)), data, _head(said, data))
    if (data := said.inner("live_data")) is not None:
        return live(_device(topic, _head(said, data)), data)
    if (data := said.inner(*SIGNS_OF_LIFE)) is not None:
        head = _head(said, data)
        sensor = head.inner("sensor_info")
        ts = claimed(sensor.raw("time"), "sensor_info.time") if sensor else None
        return (DeviceHealth(_device(topic, head), ts),)
    raise UnreadableError("neither logics_data, live_data, status_data, content nor a test")


def _head(said: Fields, data: Fields) -> Fields:
    """Where the package and the sensor are told of: in the data, or beside it."""
    return data if "sensor_info" in data or "package_info" in data else said


def _device(topic: str, head: Fields) -> str:
    sensor = head.inner("sensor_info")
    return naming.device(VENDOR, topic, sensor.text("serial_number") if sensor else None)


DRIVER = Driver(VENDOR, ("xovis/#",), decode, pushes=True)
