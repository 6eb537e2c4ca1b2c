"""Irisys Vector: registers that only grow, one for each way of a line."""

from __future__ import annotations

from devices.simulator.voices.said import Announced, Crossed, Said, as_json, rfc3339


class IrisysVoice(Announced):
    def __init__(self, serial: str) -> None:
        self._base = f"irisys/{serial}"
        online, offline = b'{"status": "connected"}', b'{"status": "disconnected"}'
        super().__init__(f"{self._base}/status", online, offline)

    def counted(self, crossed: Crossed) -> list[Said]:
        counts = [
            {"name": f"{crossed.line} in", "count": crossed.total_in},
            {"name": f"{crossed.line} out", "count": crossed.total_out},
        ]
        said = {"timestamp": rfc3339(crossed.unix_s), "counts": counts}
        return [as_json(f"{self._base}/live_counts", said)]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:  # noqa: ARG002
        return []
