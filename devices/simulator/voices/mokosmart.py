"""MOKO's newer gateways: flat records with raw data, and the state of their network."""

from __future__ import annotations

import msgspec

from devices.simulator import air
from devices.simulator.voices.said import Advert, Announced, Said, as_json

STATE, SCAN = 3004, 3070


class MokosmartVoice(Announced):
    def __init__(self, mac: str) -> None:
        self._mac, self._topic = mac, f"mokosmart/{mac}"
        online, offline = (
            msgspec.json.encode(self._message(STATE, {"net_state": word}))
            for word in ("online", "offline")
        )
        super().__init__(f"{self._topic}/state", online, offline)

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        own = {"timestamp": round(unix_s * 1000), "timezone": 0}
        return [as_json(self._topic, self._message(STATE, own))]

    def heard(self, advert: Advert) -> Said:
        record = {
            "timestamp": round(advert.unix_s * 1000),
            "type": 12,
            "mac": advert.address.replace(":", ""),
            "rssi": advert.rssi_dbm,
            "connectable": 0,
            "adv_data": air.heard(advert).hex(),
        }
        return as_json(self._topic, self._message(SCAN, [record]))

    def _message(self, number: int, data: object) -> dict[str, object]:
        return {"msg_id": number, "device_info": {"mac": self._mac}, "data": data}
