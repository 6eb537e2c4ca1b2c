"""Kontakt.io's cloud: what a gateway heard of Kontakt's own beacons, and of nobody else's."""

from __future__ import annotations

from devices.readings import VendorBeacon
from devices.simulator.voices.said import Advert, Reticent, Said, as_json, rfc3339


class KontaktVoice(Reticent):
    def __init__(self, source: str) -> None:
        self._source = source

    def heard(self, advert: Advert) -> Said | None:
        beacon = advert.beacon
        if not isinstance(beacon, VendorBeacon) or beacon.vendor != "kontakt":
            return None
        said = {
            "sourceId": self._source,
            "sourceType": "GATEWAY",
            "trackingId": beacon.id,
            "deviceAddress": advert.address,
            "rssi": advert.rssi_dbm,
            "timestamp": rfc3339(advert.unix_s),
            "batteryLevel": 96,
        }
        return as_json("kontakt/telemetry", said)
