"""A visit: from an arrival to a departure, whatever told us of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """What told us that a client is here. Several for one client make one visit."""

    BEACON = "beacon"
    PASS = "pass"  # noqa: S105 - an entrance pass, not a password
    ASSOCIATE = "associate"


class Whereabouts(StrEnum):
    HERE = "here"
    AWAY = "away"  # left, and may come back to the same visit
    NOT_KNOWN = "not_known"  # the gateways that would tell cannot be heard
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Visit:
    id: str
    client_id: str
    arrived_at: datetime
    source: Source
    zone: str | None
    whereabouts: Whereabouts = Whereabouts.HERE
    last_known_at: datetime | None = None
    left_at: datetime | None = None
    heard: bool = False  # a beacon of theirs was heard in this visit, so silence can end it
