"""OpenMQTTGateway on an ESP32: as Theengs, with the kind of address and its system's state."""

from __future__ import annotations

from devices.simulator.voices.said import Advert, Announced, Said, as_json, digits
from devices.simulator.voices.theengs import decoded


class OpenMqttGatewayVoice(Announced):
    def __init__(self, name: str) -> None:
        self._base = f"home/{name}"
        super().__init__(f"{self._base}/LWT", b"online", b"offline")

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
        return [as_json(f"{self._base}/SYStoMQTT", system)]

    def heard(self, advert: Advert) -> Said:
        address = advert.address.upper()
        said: dict[str, object] = {"id": address, "mac_type": 1, "rssi": advert.rssi_dbm}
        said |= decoded(advert)
        if "servicedata" in said:
            said["servicedatauuid"] = "0xfeaa"
        return as_json(f"{self._base}/BTtoMQTT/{digits(address)}", said)
