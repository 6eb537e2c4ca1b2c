"""A reading as the plain object that is printed for people and other programs."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from devices.drivers import UnreadableError
from devices.readings import (
    Answer,
    Beacon,
    CertificateWanted,
    Count,
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    Occupancy,
    Preview,
    Reading,
    Scan,
    Sighting,
)


def describe(reading: Reading | UnreadableError) -> dict[str, object]:
    """One JSON line's worth: `reading` says what it is, or `quarantine` why it is none."""
    match reading:
        case UnreadableError():
            return {"quarantine": str(reading)}
        case Sighting():
            return {
                "reading": "sighting",
                "beacon": _beacon(reading.beacon),
                "address": reading.address,
                "rssi_dbm": _number(reading.rssi_dbm),
                "ts": _time(reading.ts),
            }
        case Scan():
            return {"reading": "scan", "symbology": reading.symbology, "data": reading.data}
        case Count():
            return {
                "reading": "count",
                "line": reading.line,
                "in": reading.people_in,
                "out": reading.people_out,
                "meaning": reading.meaning,
            }
        case Occupancy():
            return {
                "reading": "occupancy",
                "zone": reading.zone,
                "people": reading.people,
                "queue": reading.queue,
                "dwell_s": [_number(dwell_s) for dwell_s in reading.dwell_s],
                "ts": _time(reading.ts),
            }
        case DeviceState():
            return {"reading": "state", "device": reading.device, "state": reading.state}
        case DeviceAbout() | DeviceHealth() | Answer():
            return {"reading": _OF_ITSELF[type(reading)], **_said(reading)}
        case CertificateWanted():
            return {"reading": "certificate", "device": reading.device}
        case Preview():
            return {"reading": "preview", "id": reading.id, "bytes": len(reading.jpeg)}


_OF_ITSELF = {DeviceAbout: "about", DeviceHealth: "health", Answer: "answer"}


def _said(reading: DeviceAbout | DeviceHealth | Answer) -> dict[str, object]:
    """All that the device did say, by our own names for it."""
    said = msgspec.structs.asdict(reading)
    return {
        name: _time(value) if isinstance(value, datetime) else value
        for name, value in said.items()
        if value is not None
    }


def _beacon(beacon: Beacon | None) -> dict[str, object] | None:
    if beacon is None:
        return None
    return {"type": beacon.__struct_config__.tag, **msgspec.structs.asdict(beacon)}


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _time(ts: datetime | None) -> str | None:
    if ts is None:
        return None
    if ts.tzinfo is None:  # the wall clock of a place that is not known here
        return ts.isoformat()
    whole = ts.astimezone(UTC)
    fraction = "milliseconds" if whole.microsecond % 1000 == 0 != whole.microsecond else "auto"
    return whole.isoformat(timespec=fraction).replace("+00:00", "Z")
