"""AXIS Object Analytics: a scenario for each way of a line, one for a zone; numbers are text."""

from __future__ import annotations

from devices.simulator.voices.said import Announced, Crossed, Said, as_json, rfc3339

EVENT = "event/tns:axis/CameraApplicationPlatform/ObjectAnalytics"


class AxisVoice(Announced):
    def __init__(self, serial: str) -> None:
        self._serial, self._base = serial, f"axis/{serial}"
        online, offline = b'{"connected": true}', b'{"connected": false}'
        super().__init__(f"{self._base}/connection", online, offline)

    def counted(self, crossed: Crossed) -> list[Said]:
        ways = (
            ("in", crossed.people_in, crossed.total_in),
            ("out", crossed.people_out, crossed.total_out),
        )
        nobody = not crossed.people_in and not crossed.people_out
        return [self._total(crossed, way, total) for way, people, total in ways if people or nobody]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:
        data = {"scenario": "numberOfOccupants", "total": str(people), "human": str(people)}
        return [self._event(zone, data, unix_s)]

    def _total(self, crossed: Crossed, way: str, total: int) -> Said:
        data = {
            "scenario": f"{crossed.line} {way}",
            "startTime": rfc3339(crossed.zero_s),
            "reason": "human",
            "total": str(total),
            "totalHuman": str(total),
        }
        return self._event(f"{crossed.line}-{way}", data, crossed.unix_s)

    def _event(self, scenario: str, data: dict[str, str], unix_s: float) -> Said:
        said = {
            "topic": f"axis:CameraApplicationPlatform/ObjectAnalytics/{scenario}",
            "timestamp": round(unix_s * 1000),
            "serial": self._serial,
            "message": {"source": {}, "key": {}, "data": data},
        }
        return as_json(f"{self._base}/{EVENT}/{scenario}", said)
