"""An Android terminal of Zebra's: DataWedge's intent, relayed over HTTP by a page."""

from __future__ import annotations

from devices.simulator.voices.said import Reticent, Said, Shown, as_json, posted, rfc3339

PREFIX = "com.symbol.datawedge."


class DatawedgeVoice(Reticent):
    def __init__(self, name: str) -> None:
        self._topic = posted("datawedge", f"datawedge/{name}")

    def read(self, shown: Shown) -> Said:
        extras = {
            f"{PREFIX}source": "scanner",
            f"{PREFIX}data_string": shown.data,
            f"{PREFIX}label_type": "LABEL-TYPE-QRCODE",
            f"{PREFIX}decode_data": None,
        }
        said = {
            "action": "accueil.SCAN",
            "extras": extras,
            "id": f"{int(shown.unix_s)}-{shown.number}",
            "ts": rfc3339(shown.unix_s),
        }
        return as_json(self._topic, said)
