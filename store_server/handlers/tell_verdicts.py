"""A scanner of ours shows its verdict: said on its command topic, in the boutique's language."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from store_server.clock import new_id
from store_server.device_ports import Line
from store_server.handlers.device_register import OUR_OWN, Register, command_topic
from store_server.messages import ScanRead

Say = Callable[[str], str]
Show = Callable[[str, str, str, str], None]  # the hardware, the scan, the verdict, its words


def to_nobody(_hardware: str, _scan_id: str, _verdict: str, _text: str) -> None:
    """Where there is no page that could fetch it."""


class TellVerdicts:
    """Said once and not kept: a verdict that nobody could hear is of no use a minute later."""

    def __init__(self, line: Line, boutique: str, say: Say, show: Show) -> None:
        self._line = line
        self._show = show
        self._boutique = boutique
        self._say = say
        self._hardware: dict[str, str] = {}

    def know(self, register: Register) -> None:
        self._hardware = {device.id: device.hardware for device in register.devices}

    def tell(self, read: ScanRead) -> None:
        """Other makers' scanners have no topic for it: it is shown to whoever fetches it. A scan
        without an id cannot be meant."""
        if read.scan_id is None:
            return
        hardware = self._hardware.get(read.device_id, read.device_id)
        text = self._say(read.verdict.say)
        if read.dialect != OUR_OWN:
            self._show(hardware, read.scan_id, read.verdict.word, text)
            return
        said = {
            "id": new_id(),
            "do": "show",
            "scan": read.scan_id,
            "verdict": read.verdict.word,
            "text": text,
        }
        self._line.publish(command_topic(self._boutique, hardware), msgspec.json.encode(said))
