"""Milesight's sensors on the network: a line's totals, a region's people, by their wall clock."""

from __future__ import annotations

from datetime import UTC, datetime

from devices.simulator.voices.said import Crossed, Reticent, Said, as_json


class MilesightVoice(Reticent):
    def __init__(self, serial: str) -> None:
        self._serial, self._topic = serial, f"milesight/{serial}"

    def counted(self, crossed: Crossed) -> list[Said]:
        totals = {"in_counted": crossed.total_in, "out_counted": crossed.total_out}
        line = {"line": 1, "line_name": crossed.line, "total": totals}
        return [self._report("Line Crossing", {"line_total_data": [line]}, crossed.unix_s)]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:
        region = {"region": 1, "region_name": zone, "total": {"current_total": people}}
        return [self._report("Region People Counting", {"region_count_data": [region]}, unix_s)]

    def _report(self, event: str, data: dict[str, object], unix_s: float) -> Said:
        now = datetime.fromtimestamp(unix_s, UTC)
        said = {
            "event": event,
            "report_type": "trigger",
            "device_info": {"device": "Ceiling", "device_sn": self._serial},
            "time_info": {
                "timezone": "UTC+0:00",
                "dst_status": False,
                "trigger_time": f"{now:%Y/%m/%d %H:%M:%S}",
            },
            **data,
        }
        return as_json(self._topic, said)
