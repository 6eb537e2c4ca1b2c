"""What could not be read is written down for the operator."""

from __future__ import annotations

from store_server.messages import KeepQuarantined
from store_server.ports import Quarantine


class KeepQuarantine:
    def __init__(self, quarantine: Quarantine) -> None:
        self._quarantine = quarantine

    def keep(self, command: KeepQuarantined) -> None:
        self._quarantine.keep(command.messages)
