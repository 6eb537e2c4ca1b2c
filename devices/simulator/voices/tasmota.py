"""Tasmota on an ESP32: an iBeacon by its driver, any other frame as details of its Bluetooth."""

from __future__ import annotations

from datetime import UTC, datetime

from devices.readings import IBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Announced, Said, as_json, digits


class TasmotaVoice(Announced):
    def __init__(self, name: str) -> None:
        self._base = f"tele/{name}"
        super().__init__(f"{self._base}/LWT", b"Online", b"Offline")

    def heard(self, advert: Advert) -> Said:
        """Its time is that of its place, without a zone."""
        time = f"{datetime.fromtimestamp(advert.unix_s, UTC):%Y-%m-%dT%H:%M:%S}"
        beacon, mac = advert.beacon, digits(advert.address)
        if isinstance(beacon, IBeacon):
            known = {
                "MAC": mac,
                "UID": beacon.uuid.replace("-", ""),
                "MAJOR": f"{beacon.major:04X}",
                "MINOR": f"{beacon.minor:04X}",
                "RSSI": advert.rssi_dbm,
                "STATE": "ON",
            }
            return as_json(f"{self._base}/SENSOR", {"Time": time, "IBEACON": known})
        details = {"mac": mac, "RSSI": advert.rssi_dbm, "p": air.heard(advert).hex().upper()}
        return as_json(f"{self._base}/BLE", {"Time": time, "DetailsBLE": details})
