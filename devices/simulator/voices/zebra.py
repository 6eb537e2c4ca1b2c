"""Zebra's sleds with the IoT Connector: what the imager read."""

from __future__ import annotations

from devices.simulator.voices.said import Reticent, Said, Shown, as_json, rfc3339


class ZebraVoice(Reticent):
    def __init__(self, serial: str) -> None:
        self._topic = f"zebra/{serial}/dataEVT"

    def read(self, shown: Shown) -> Said:
        barcode = {"decodedBarcode": shown.data, "symbology": "QRCODE", "eventNum": shown.number}
        said = {
            "type": "BALANCED_PERFORMANCE",
            "timestamp": rfc3339(shown.unix_s),
            "data": {"barcodeData": [barcode]},
        }
        return as_json(self._topic, said, 1)
