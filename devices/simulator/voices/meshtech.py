"""A node of a Meshtech mesh, whose gateway carries what it heard of Meshtech's own devices."""

from __future__ import annotations

from devices.readings import VendorBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Reticent, Said, as_json, rfc3339

CARRIER = "e4ebc3000001"


class MeshtechVoice(Reticent):
    def __init__(self, node: str) -> None:
        self._node = node

    def heard(self, advert: Advert) -> Said | None:
        beacon = advert.beacon
        if not isinstance(beacon, VendorBeacon) or beacon.vendor != "meshtech":
            return None
        said = {
            "time": rfc3339(advert.unix_s),
            "parent": self._node,
            "rssi": advert.rssi_dbm,
            "seq": air.packet_number(advert.unix_s),
        }
        return as_json(f"mt/gateway/{CARRIER}/device/{beacon.id}/rssi", said)
