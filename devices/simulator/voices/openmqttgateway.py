"""OpenMQTTGateway on an ESP32: as Theengs, with the kind of address and its system's state."""

from __future__ import annotations

import msgspec

from devices.readings import IBeacon
from devices.simulator.voices.said import Advert, Said
from devices.simulator.voices.theengs import decoded


class OpenMqttGatewayVoice:
    def __init__(self, name: str) -> None:
        self._base = f"home/{name}"

    def will(self) -> Said:
        return Said(f"{self._base}/LWT", b"offline", retain=True)

    def hello(self, unix_s: float) -> list[Said]:  # noqa: ARG002 - this make sends no times
        return [Said(f"{self._base}/LWT", b"online", retain=True)]

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        system = {
            "uptime": round(uptime_s),
            "version": "v1.7.0",
            "env": "esp32dev-ble",
            "freemem": 118432,
            "mqttport": "1883",
            "tempc": 47.2,
            "modules": ["WebUI", "BT"],
        }
        return [Said(f"{self._base}/SYStoMQTT", msgspec.json.encode(system))]

    def heard(self, advert: Advert) -> Said:
        address = advert.address.upper()
        said: dict[str, object] = {"id": address, "mac_type": 1, "rssi": advert.rssi_dbm}
        said |= decoded(advert)
        if not isinstance(advert.beacon, IBeacon):
            said["servicedatauuid"] = "0xfeaa"
        topic = f"{self._base}/BTtoMQTT/{address.replace(':', '')}"
        return Said(topic, msgspec.json.encode(said))
