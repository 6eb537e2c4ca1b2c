"""Xovis, firmware 5: steps in numbered packages, a zone's balance by a second agent."""

from __future__ import annotations

from devices.simulator.voices.said import Crossed, Reticent, Said, as_json, rfc3339

COUNTS, FILL = 1000, 1001  # its agents: each numbers its own packages


class XovisVoice(Reticent):
    def __init__(self, serial: str) -> None:
        self._serial, self._topic = serial, f"xovis/{serial}"

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        return [as_json(self._topic, {"status_data": {"sensor_info": self._sensor(unix_s)}})]

    def counted(self, crossed: Crossed) -> list[Said]:
        counts = {"fw": crossed.people_in, "bw": crossed.people_out}
        package = {"version": "5.0", "id": crossed.number, "agent_id": COUNTS}
        return [self._logic(package, crossed.line, counts, crossed.since_s, crossed.unix_s)]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:
        package = {"version": "5.0", "id": int(unix_s), "agent_id": FILL}
        return [self._logic(package, zone, {"balance": people}, unix_s, unix_s)]

    def _logic(
        self,
        package: dict[str, object],
        name: str,
        counts: dict[str, int],
        since_s: float,
        until_s: float,
    ) -> Said:
        record = {
            "from": rfc3339(since_s),
            "to": rfc3339(until_s),
            "counts": [
                {"id": number, "name": label, "value": value}
                for number, (label, value) in enumerate(counts.items(), 1)
            ],
        }
        data = {
            "package_info": package,
            "sensor_info": self._sensor(until_s),
            "logics": [{"id": 1, "name": name, "records": [record]}],
        }
        return as_json(self._topic, {"logics_data": data})

    def _sensor(self, unix_s: float) -> dict[str, str]:
        return {
            "serial_number": self._serial,
            "type": "SINGLE_SENSOR",
            "time": rfc3339(unix_s),
        }
