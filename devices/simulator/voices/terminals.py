"""Android terminals: the maker's intent with what was read, relayed over HTTP by a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from devices.simulator.voices.said import Reticent, Said, Shown, as_json, posted, rfc3339


class Terminal(Reticent, ABC):
    """What the makers share."""

    dialect: ClassVar[str]
    action: ClassVar[str]

    def __init__(self, name: str) -> None:
        self._topic = posted(self.dialect, f"{self.dialect}/{name}")

    @abstractmethod
    def extras(self, data: str) -> dict[str, Any]:
        """What was read, by the maker's own names."""

    def read(self, shown: Shown) -> Said:
        said = {
            "action": self.action,
            "extras": self.extras(shown.data),
            "id": f"{int(shown.unix_s)}-{shown.number}",
            "ts": rfc3339(shown.unix_s),
        }
        return as_json(self._topic, said)


class DatawedgeVoice(Terminal):
    dialect, action = "datawedge", "accueil.SCAN"

    def extras(self, data: str) -> dict[str, Any]:
        prefix = "com.symbol.datawedge."
        return {
            f"{prefix}source": "scanner",
            f"{prefix}data_string": data,
            f"{prefix}label_type": "LABEL-TYPE-QRCODE",
            f"{prefix}decode_data": None,
        }


class HoneywellVoice(Terminal):
    dialect, action = "honeywell", "com.honeywell.decode.intent.action.EDIT_DATA"

    def extras(self, data: str) -> dict[str, Any]:
        return {"version": 1, "data": data, "aimId": "]Q1", "charset": "UTF-8"}


class NewlandVoice(Terminal):
    dialect, action = "newland", "nlscan.action.SCANNER_RESULT"

    def extras(self, data: str) -> dict[str, Any]:
        return {"SCAN_STATE": "ok", "SCAN_BARCODE1": data, "SCAN_BARCODE_TYPE_NAME": "QR Code"}


class DatalogicVoice(Terminal):
    dialect, action = "datalogic", "com.datalogic.decodewedge.decode_action"

    def extras(self, data: str) -> dict[str, Any]:
        prefix = "com.datalogic.decode.intentwedge."
        return {f"{prefix}barcode_string": data, f"{prefix}barcode_type": "QRCODE"}
