"""What the handlers need of the world at the doors of an event; `event_ports` for its planning.

`storage` fills the repository; every method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from events.admission import Reason
from events.attendance import Attendance
from events.comings import Entry
from events.event import PrivateEvent
from events.guest import Guest
from events.kept import Kept
from store_server.admission_views import (
    DoorGuest,
    DoorView,
    EveningNews,
    EveningView,
    GateList,
    ShowingView,
)
from store_server.event_ports import GrantedPass


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What is known of an event and a pass that a code names, and of its guest: the first questions
    of a judgement, answered at once. `inside` is by session; a session that is missing is empty."""

    scan_id: str = ""
    event: PrivateEvent | None = None
    heard: Kept | None = None
    granted: GrantedPass | None = None
    guest: Guest | None = None
    entries: Sequence[Entry] = ()
    inside: Mapping[int, int] = field(default_factory=dict)


class Admissions(Protocol):
    """Everything that was shown at a door, and what it adds up to."""

    def at_door(self, event_number: int, pass_number: int, scan_id: str) -> AtDoor:
        """By the numbers that stand in a pass; what there is not is left out."""

    def heard(self, event_id: str, scan_id: str) -> Kept | None: ...
    def add(self, kept: Kept) -> None:
        """Where the event has heard of this scan, the commit or a question before it raises
        `ConflictError`."""

    def entries(self, guest_id: str) -> Sequence[Entry]:
        """Of one guest and their plus-ones, in the order of time; undone ones too."""

    def inside(self, event_id: str, session: int) -> int:
        """People, plus-ones counted, that are in now."""

    def seen_in(self, zone: str, since: datetime) -> int:
        """People whom the cameras saw in a zone, where they have looked since then."""

    def undo(self, showing_id: str, by: str, reason: str, at: datetime) -> None: ...
    def keep(self, attendance: Attendance) -> None:
        """Write what it adds up to anew."""

    def occupied(self) -> Sequence[tuple[str, int]]:
        """Events and their sessions in which somebody is."""

    def still_inside(self, event_id: str, session: int, limit: int) -> Sequence[str]:
        """Guests who are in, or whose plus-ones are."""

    def answered(self, guest_id: str) -> frozenset[str]:
        """The questions of the door that this guest has answered."""

    def answer(self, guest_id: str, answers: Mapping[str, str], by: str, at: datetime) -> None:
        """Keep answers, sealed; a later answer takes the place of an earlier one."""

    def answers_of(self, guest_id: str) -> Mapping[str, str]: ...
    def asked(self) -> Sequence[str]:
        """Events of which answers are kept."""

    def forget_answers(self, event_id: str) -> int:
        """After the event; answers how many."""


class DoorQueries(Protocol):
    """Reading for the doors. Every answer is fresh from the database."""

    def evenings(self, gate: str | None = None) -> Sequence[EveningView]:
        """Those that let in now or within the day, the next first; of a gate, those that it is
        for."""

    def list_of(
        self, event_id: str, text: str = "", session: int | None = None, which: str = "all"
    ) -> DoorView:
        """With a text those whose name is like it, the likeliest first; `which` is all, inside,
        missing or conflicts. Raises `NotFoundError`."""

    def news(self, event_id: str, guest_ids: Collection[str]) -> EveningNews: ...
    def guest(self, guest_id: str) -> DoorGuest | None: ...
    def names(
        self, gates: Collection[str], people: Collection[str]
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What the house calls these doors and these colleagues."""

    def showings(
        self, event_id: str, verdicts: Collection[str] = (), limit: int = 200
    ) -> Sequence[ShowingView]:
        """What happened at the doors, the latest first. Raises `NotFoundError`."""

    def refusals(self) -> Mapping[Reason, int]:
        """Of the last day, whatever was shown and to which door: how many for each reason."""

    def gate_list(self, event_id: str) -> GateList:
        """Raises `NotFoundError`."""
