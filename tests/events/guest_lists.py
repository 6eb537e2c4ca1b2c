"""A small masterclass and its guests, in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from events.event import Kind, PrivateEvent, Rules
from events.guest import Guest, Standing
from events.programme import Stage

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
STARTS = NOW + timedelta(days=9)


def an_event(**changed: Any) -> PrivateEvent:
    event = PrivateEvent(
        id="event",
        number=1,
        kind=Kind.MASTERCLASS,
        titles={"fr": "L'atelier du nez"},
        starts=STARTS,
        ends=STARTS + timedelta(hours=2),
        capacity=2,
        stage=Stage.OPEN,
        rules=Rules(plus_ones=1, offer_lasts_min=60),
    )
    return replace(event, **changed)


def a_guest(name: str, standing: Standing = Standing.INVITED, **changed: Any) -> Guest:
    guest = Guest(name, "event", name.title(), "Durand", "fr", standing, plus_ones=1)
    if standing is Standing.WAITING:
        guest = replace(guest, asked_at=NOW - timedelta(hours=1))
    if standing is Standing.OFFERED:
        guest = replace(guest, offer_until=NOW + timedelta(hours=1))
    return replace(guest, **changed)
