"""Cassia: the events of its stream, posted over HTTP one by one."""

from __future__ import annotations

from devices.simulator import air
from devices.simulator.voices.said import Advert, Reticent, Said, as_json, posted


class CassiaVoice(Reticent):
    def __init__(self, name: str) -> None:
        self._topic = posted("cassia", f"cassia/{name}")

    def heard(self, advert: Advert) -> Said:
        said = {
            "bdaddrs": [{"bdaddr": advert.address.upper(), "bdaddrType": "random"}],
            "rssi": advert.rssi_dbm,
            "adData": air.heard(advert).hex().upper(),
            "evtType": 3,
            "chip": 0,
        }
        return as_json(self._topic, said)
