"""Theengs Gateway with its default settings: an iBeacon comes decoded, the rest as raw data."""

from __future__ import annotations

import msgspec

from devices.readings import EddystoneEid, EddystoneUid, IBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Said


class TheengsVoice:
    def __init__(self, name: str) -> None:
        self._base = f"home/{name}"

    def will(self) -> Said:
        return Said(f"{self._base}/LWT", b"offline", retain=True)

    def hello(self, unix_s: float) -> list[Said]:  # noqa: ARG002 - this make sends no times
        return [Said(f"{self._base}/LWT", b"online", retain=True)]

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        return []  # this make has no sign of life but what it hears

    def heard(self, advert: Advert) -> Said:
        address = advert.address.upper()
        said: dict[str, object] = {"id": address, "rssi": advert.rssi_dbm, **decoded(advert)}
        topic = f"{self._base}/BTtoMQTT/{address.replace(':', '')}"
        return Said(topic, msgspec.json.encode(said))


def decoded(advert: Advert) -> dict[str, object]:
    """What the decoder that both of the project's gateways share makes of an advertisement."""
    beacon = advert.beacon
    if isinstance(beacon, IBeacon):
        return {
            "brand": "GENERIC",
            "model": "iBeacon",
            "model_id": "IBEACON",
            "type": "BCON",
            "mfid": "4c00",
            "uuid": beacon.uuid.replace("-", ""),
            "major": beacon.major,
            "minor": beacon.minor,
            "txpower": advert.power_dbm,
        }
    if isinstance(beacon, EddystoneUid | EddystoneEid):
        return {
            "servicedatauuid": "feaa",
            "servicedata": air.service_data(beacon, advert.power_dbm).hex(),
        }
    return {}  # it decodes no other beacon
