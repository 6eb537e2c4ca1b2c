"""Commands and domain events of an event's doors; `messages` for everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from events.admission import Reason
from events.comings import Way
from events.event import PrivateEvent
from events.guest import Guest
from events.kept import Kept


class Door(StrEnum):
    """What a pass was shown to."""

    KIOSK = "kiosk"
    PHONE = "phone"  # an associate's
    LIST = "list"  # found by name, with no pass at all
    SCANNER = "scanner"
    GATE = "gate"  # by itself, with no network, and told afterwards
    HOUSE = "house"  # closing time


@dataclass(frozen=True, slots=True)
class ShowPass:
    """Something was held before a door, or a guest was found on the list. Answers `Answered`.

    `event_id` is the evening that this door is open for; None: the house finds it. `by_id` is the
    colleague at the door, None at a kiosk or a scanner. `shown_at` is the gate's own time. A gate
    that had no network says with `let_in` what it did; None: nothing was done yet.
    """

    scan_id: str
    gate: str
    door: Door
    code: str | None = field(default=None, repr=False)
    invitation: str | None = field(default=None, repr=False)  # the token of a personal link
    guest_id: str | None = None
    event_id: str | None = None
    by_id: str | None = None
    way: Way = Way.IN
    plus_one: bool = False
    plus_one_name: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    override_reason: str = ""
    shown_at: datetime | None = None
    sent_at: datetime | None = None
    let_in: bool | None = None
    refused_as: Reason | None = None  # by a gate with no network, which let nobody in


@dataclass(frozen=True, slots=True)
class Answered:
    """What a showing was answered, as it is kept, and whom and what it is about.

    `event` is the evening that it was judged for; None where there is none tonight. `other` is the
    event that the pass is for, where that is another one.
    """

    kept: Kept
    event: PrivateEvent | None = None
    guest: Guest | None = None
    other: PrivateEvent | None = None
    again: bool = False
    people: int | None = None  # that were in before, where it was asked


@dataclass(frozen=True, slots=True)
class ShowTogether:
    """Those who stand at the doors in this moment share a commit.

    `take` answers them, once the bus has time for them. Answers for each `Answered`, or the error
    it ended in; raises `StorageError` where nothing could be written.
    """

    take: Callable[[], Sequence[ShowPass]]


@dataclass(frozen=True, slots=True)
class UndoShowing:
    """Take an admission back. Answers `Answered`; the row stays, and says so."""

    event_id: str
    scan_id: str
    gate: str
    by_id: str
    manager: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AdmitWalkIn:
    """Somebody who is on no list is let in, and a colleague answers for it. Answers `Answered`.

    A client of the book, or a name. `scan_id` makes one tap that is sent twice one guest.
    """

    event_id: str
    scan_id: str
    gate: str
    by_id: str
    reason: str
    client_id: str | None = None
    given_name: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class EveningChanged:
    """Somebody came, left, or was refused: the live list of this event is another one."""

    event_id: str
    guest_ids: tuple[str, ...]
    at: datetime
