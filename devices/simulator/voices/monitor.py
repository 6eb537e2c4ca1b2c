"""`monitor` on a small computer: it names iBeacons, each value as text, and no other beacon."""

from __future__ import annotations

from devices.readings import IBeacon
from devices.simulator.voices.said import Advert, Announced, Said, as_json


class MonitorVoice(Announced):
    def __init__(self, name: str) -> None:
        self._name = name
        super().__init__(f"monitor/{name}/status", b"online", b"offline")

    def heard(self, advert: Advert) -> Said | None:
        beacon = advert.beacon
        if not isinstance(beacon, IBeacon):
            return None
        named = f"{beacon.uuid}-{beacon.major}-{beacon.minor}"
        said = {
            "id": named,
            "mac": advert.address.upper(),
            "confidence": "100",
            "rssi": str(advert.rssi_dbm),
            "power": str(advert.power_dbm),
            "type": "APPLE_IBEACON",
        }
        return as_json(f"monitor/{self._name}/{named}", said)
