"""Ruuvi Gateway: one advertisement a message, raw, with the time as text."""

from __future__ import annotations

from devices.simulator import air
from devices.simulator.voices.said import Advert, Announced, Said, as_json


class RuuviVoice(Announced):
    def __init__(self, mac: str) -> None:
        self._base = f"ruuvi/{_spelt(mac)}"
        super().__init__(f"{self._base}/gw_status", b'{"state": "online"}', b'{"state": "offline"}')
        self._mac = _spelt(mac)

    def heard(self, advert: Advert) -> Said:
        at = str(int(advert.unix_s))
        said = {
            "gw_mac": self._mac,
            "rssi": advert.rssi_dbm,
            "aoa": [],
            "gwts": at,
            "ts": at,
            "data": air.heard(advert).hex().upper(),
            "coords": "",
        }
        return as_json(f"{self._base}/{advert.address.upper()}", said)


def _spelt(mac: str) -> str:
    return ":".join(mac[at : at + 2] for at in range(0, len(mac), 2)).upper()
