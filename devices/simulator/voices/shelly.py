"""A Shelly with the vendor's script for BLU devices, which hears BTHome alone."""

from __future__ import annotations

from devices.readings import VendorBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Announced, Said, as_json


class ShellyVoice(Announced):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name}/online", b"true", b"false")
        self._name = name

    def heard(self, advert: Advert) -> Said | None:
        beacon = advert.beacon
        if not isinstance(beacon, VendorBeacon) or beacon.vendor != "bthome":
            return None
        event = {
            "component": "script:1",
            "id": 1,
            "event": "shelly-blu",
            "data": {
                "encryption": False,
                "BTHome_version": 2,
                "pid": air.packet_number(advert.unix_s),
                "battery": 100,
                "button": 0,
                "rssi": advert.rssi_dbm,
                "address": advert.address,
            },
            "ts": advert.unix_s,
        }
        said = {
            "src": self._name,
            "dst": f"{self._name}/events",
            "method": "NotifyEvent",
            "params": {"ts": advert.unix_s, "events": [event]},
        }
        return as_json(f"{self._name}/events/rpc", said)
