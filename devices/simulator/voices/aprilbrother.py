"""April Brother's BLE Gateway V4, in MessagePack: raw frames behind type, address and level."""

from __future__ import annotations

import msgspec

from devices.simulator import air
from devices.simulator.voices.said import Advert, Reticent, Said

RANDOM = 0x03  # the frame's type: not connectable, from a random address


class AprilBrotherVoice(Reticent):
    def __init__(self, mac: str) -> None:
        self._mac, self._topic = mac.upper(), f"aprilbrother/{mac}"

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        return [self._message([], unix_s)]

    def heard(self, advert: Advert) -> Said:
        address = bytes.fromhex(advert.address.replace(":", ""))
        level = advert.rssi_dbm.to_bytes(1, "big", signed=True)
        frame = bytes((RANDOM,)) + address + level + air.heard(advert)
        return self._message([frame], advert.unix_s)

    def _message(self, frames: list[bytes], unix_s: float) -> Said:
        said = {"v": "1.5.2", "mac": self._mac, "time": int(unix_s), "devices": frames}
        return Said(self._topic, msgspec.msgpack.encode(said))
