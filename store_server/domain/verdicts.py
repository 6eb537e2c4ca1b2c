"""What presence concludes of an identity: it came, moved, left, or cannot be known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """It arrived. `at_s` is the sighting that decided it."""

    identity_id: str
    zone: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Moved:
    identity_id: str
    zone: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Away:
    """It was silent for long enough, where it would have been heard."""

    identity_id: str
    zone: str | None
    last_heard_s: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """It is unheard, and so is the zone: its exit is frozen. Said once."""

    identity_id: str
    zone: str | None
    at_s: float


@dataclass(frozen=True, slots=True)
class KnownAgain:
    """It is heard again after `Unknown`; it never left."""

    identity_id: str
    zone: str | None
    at_s: float


Verdict = Here | Moved | Away | Unknown | KnownAgain
