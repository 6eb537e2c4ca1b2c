"""Theengs Gateway with its default settings: an iBeacon comes decoded, the rest as raw data."""

from __future__ import annotations

from devices.readings import EddystoneEid, EddystoneTlm, EddystoneUid, IBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Announced, Said, as_json, digits


class TheengsVoice(Announced):
    """This make has no sign of life but what it hears."""

    def __init__(self, name: str) -> None:
        self._base = f"home/{name}"
        super().__init__(f"{self._base}/LWT", b"online", b"offline")

    def heard(self, advert: Advert) -> Said:
        address = advert.address.upper()
        said: dict[str, object] = {"id": address, "rssi": advert.rssi_dbm, **decoded(advert)}
        return as_json(f"{self._base}/BTtoMQTT/{digits(address)}", said)


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
    if isinstance(beacon, EddystoneUid | EddystoneEid | EddystoneTlm):
        return {
            "servicedatauuid": "feaa",
            "servicedata": air.service_data(beacon, advert.power_dbm).hex(),
        }
    return {}  # it decodes no other beacon
