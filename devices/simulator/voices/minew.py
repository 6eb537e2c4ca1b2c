"""Minew, JSON-LONG: an iBeacon comes decoded, the rest as raw data; the pulse is its own record."""

from __future__ import annotations

from devices.readings import IBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Reticent, Said, as_json, digits, rfc3339


class MinewVoice(Reticent):
    def __init__(self, mac: str) -> None:
        self._mac = mac.upper()
        self._topic = f"/gw/{mac}/status"

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        own = {
            "timestamp": rfc3339(unix_s),
            "type": "Gateway",
            "mac": self._mac,
            "gatewayFree": 87,
            "gatewayLoad": 0.05,
        }
        return [as_json(self._topic, [own])]

    def heard(self, advert: Advert) -> Said:
        record: dict[str, object] = {
            "timestamp": rfc3339(advert.unix_s),
            "type": "Unknown",
            "mac": digits(advert.address),
            "bleName": "",
            "rssi": advert.rssi_dbm,
        }
        beacon = advert.beacon
        if isinstance(beacon, IBeacon):
            record |= {
                "type": "iBeacon",
                "ibeaconUuid": beacon.uuid.replace("-", "").upper(),
                "ibeaconMajor": beacon.major,
                "ibeaconMinor": beacon.minor,
                "ibeaconTxPower": advert.power_dbm,
                "battery": 0,
            }
        else:
            record["rawData"] = air.heard(advert).hex().upper()
        return as_json(self._topic, [record])
