"""Frigate: each person is an event with an id, counted on entering a zone; leaving is untold."""

from __future__ import annotations

from devices.simulator.voices.said import Announced, Crossed, Said, as_json


class FrigateVoice(Announced):
    def __init__(self, camera: str) -> None:
        super().__init__("frigate/available", b"online", b"offline")
        self._camera = camera

    def counted(self, crossed: Crossed) -> list[Said]:
        return [
            as_json("frigate/events", self._event(crossed, number))
            for number in range(crossed.people_in)
        ]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:  # noqa: ARG002
        return [Said(f"frigate/{zone}/person", str(people).encode())]

    def _event(self, crossed: Crossed, number: int) -> dict[str, object]:
        person: dict[str, object] = {
            "id": f"{crossed.unix_s:.6f}-{crossed.number}x{number}",
            "camera": self._camera,
            "frame_time": crossed.unix_s,
            "label": "person",
            "false_positive": False,
            "top_score": 0.87,
        }
        return {
            "type": "update",
            "before": {**person, "entered_zones": []},
            "after": {**person, "entered_zones": [crossed.line]},
        }
