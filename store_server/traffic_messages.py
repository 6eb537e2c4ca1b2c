"""What is asked and told about traffic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store_server.traffic_views import AlertRuleView, AlertView, Role, TrafficSettings


@dataclass(frozen=True, slots=True)
class TrafficChanged:
    """Facts were committed: people who crossed (`at` each, and which lines), zones that were seen.

    `said`: more is other than that, and all of it is to be read anew. `past`: a manager has set the
    past right, and what was learnt from it is learnt anew.
    """

    at: tuple[datetime, ...] = ()
    lines: frozenset[tuple[str, str]] = frozenset()
    zones: frozenset[str] = frozenset()
    said: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class KeepTrafficSettings:
    settings: TrafficSettings
    by_id: str


@dataclass(frozen=True, slots=True)
class NameDoor:
    """What a counter's line is called and stands for. `without_staff`: its counter leaves out
    colleagues by itself."""

    device_id: str
    line: str
    name: str
    role: Role
    by_id: str
    without_staff: bool = False


@dataclass(frozen=True, slots=True)
class CorrectCount:
    """What a count was in truth; the count itself stays as it was told. Answers the correction."""

    count_id: str
    people_in: int
    people_out: int
    reason: str
    by_id: str


@dataclass(frozen=True, slots=True)
class JudgeCounts:
    """These were as they were told, or were nobody: a correction of each."""

    count_ids: tuple[str, ...]
    accepted: bool
    reason: str
    by_id: str


@dataclass(frozen=True, slots=True)
class TellOccupancy:
    """So many are inside now: 0 where the boutique is known to be empty."""

    people: int
    reason: str
    by_id: str


@dataclass(frozen=True, slots=True)
class KeepAlertRule:
    rule: AlertRuleView
    by_id: str


@dataclass(frozen=True, slots=True)
class RemoveAlertRule:
    rule_id: str
    by_id: str


@dataclass(frozen=True, slots=True)
class AcknowledgeAlert:
    alert_id: str
    by_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's limit is passed, of a subject: the boutique (empty), a zone, device or signal."""

    rule_id: str
    subject: str
    value: float


@dataclass(frozen=True, slots=True)
class NoteFindings:
    """All that was found at once: what is not among them and stood has ended."""

    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class TrafficAlert:
    """An alert was raised, or has ended. Committed, with who is to be told of it."""

    alert: AlertView
