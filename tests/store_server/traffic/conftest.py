"""A boutique that is counted: two doors, a salon with a camera, and hours on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store_server import messages as ask
from store_server.device_messages import AmendDevice, CountHeard, KeepCounts, OccupancyHeard
from store_server.settings import Settings
from tests.store_server.web.boutique import OPENING, Boutique, Browser

STREET, COURT = "door-street", "door-court"
SESSION_LASTS = 60.0  # minutes, and longer; then somebody signs in again


@dataclass
class Counted:
    """Saturday 14 March 2026 at 10:00 in Paris is minute 0."""

    boutique: Boutique
    manager: Browser

    def at(self, minutes: float) -> datetime:
        return OPENING + timedelta(minutes=minutes)

    def clock_shows(self, minutes: float) -> None:
        self.boutique.clock.passed_s = minutes * 60
        if minutes > SESSION_LASTS:
            self.manager = self.boutique.person("manager")

    def crosses(
        self, minutes: float, people_in: int, people_out: int = 0, door: str = STREET, **more: Any
    ) -> CountHeard:
        said = {"received_at": self.at(minutes), "ts": self.at(minutes)} | more
        return CountHeard(door, door, "Door", people_in, people_out, False, **said)

    def counts(self, *heard: CountHeard) -> None:
        self.boutique.bus.ask(KeepCounts(heard))

    def sees(self, minutes: float, people: int, zone: str | None = "salon", **more: Any) -> None:
        at = self.at(minutes)
        seen = OccupancyHeard("camera", "camera", zone, people, at, ts=at, **more)
        self.boutique.bus.ask(KeepCounts((), (seen,)))

    def now(self) -> Any:
        answer = self.manager.get("/traffic/now")
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def counted(tmp_path: Path, sqlite_url: str) -> Iterator[Counted]:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url, port=0)
    settings = replace(settings, opening_hours="mo-sa 10:00-20:00")
    boutique = Boutique(settings).open()
    boutique.bus.ask(ask.AmendZone("salon", "Salon", 20))
    boutique.bus.ask(ask.AmendZone("till", "Till", 6))
    for device in (STREET, COURT, "camera"):
        boutique.bus.ask(AmendDevice(device, zone="salon"))
    yield Counted(boutique, boutique.person("manager"))
    boutique.close()
