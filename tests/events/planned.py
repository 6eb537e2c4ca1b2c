"""An event on paper, for the tests of what surrounds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.event import Kind, PrivateEvent
from events.programme import Stage

PARIS = ZoneInfo("Europe/Paris")
STARTS = datetime(2026, 12, 10, 19, tzinfo=PARIS)  # a Thursday
HOUR = timedelta(hours=1)


def event(name: str = "e", **changed: Any) -> PrivateEvent:
    """A cocktail of three hours in the salon."""
    made = PrivateEvent(
        id=name,
        number=1,
        kind=Kind.COCKTAIL,
        titles={"fr": name},
        starts=STARTS,
        ends=STARTS + 3 * HOUR,
        capacity=40,
        stage=Stage.OPEN,
        zone="salon",
    )
    return replace(made, **changed)
