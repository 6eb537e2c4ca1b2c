"""ESPresense: identifiers in the topic, no times, the doubled byte, and no Eddystone-EID at all."""

from __future__ import annotations

from devices.readings import Beacon, EddystoneUid, IBeacon
from devices.simulator.voices.said import Advert, Announced, Said, as_json


class EspresenseVoice(Announced):
    def __init__(self, room: str) -> None:
        super().__init__(f"espresense/rooms/{room}/status", b"online", b"offline")
        self._room = room

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        telemetry = {
            "ip": "192.0.2.17",
            "uptime": round(uptime_s),
            "firm": "esp32",
            "rssi": -58,
            "ver": "v4.0.0",
            "freeHeap": 91200,
        }
        return [as_json(f"espresense/rooms/{self._room}/telemetry", telemetry)]

    def heard(self, advert: Advert) -> Said | None:
        said_id = identifier(advert.beacon)
        if said_id is None:
            return None
        said: dict[str, object] = {
            "mac": advert.address.replace(":", ""),
            "id": said_id,
            "rssi@1m": advert.power_dbm,
            "rssi": float(advert.rssi_dbm),
            "rxAdj": 0,
            "rssiVar": 6.25,
            "distance": 3.5,
            "var": 0.4,
            "int": 1004,
        }
        return as_json(f"espresense/devices/{said_id}/{self._room}", said)


def identifier(beacon: Beacon) -> str | None:
    """As `BleFingerprint.cpp` writes it, the fifth byte of an Eddystone namespace twice."""
    if isinstance(beacon, IBeacon):
        return f"iBeacon:{beacon.uuid}-{beacon.major}-{beacon.minor}"
    if isinstance(beacon, EddystoneUid):
        name = beacon.namespace
        return f"eddy:{name[:10]}{name[8:10]}{name[10:]}-{beacon.instance}"
    return None
