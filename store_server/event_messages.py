"""Commands and domain events of private events; `messages` for everything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from events.budget import Cost
from events.programme import Stage
from events.seating import Furniture

# ----------------------------------------------------------------------------- the programme


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """`fields` are those of `events.event.PrivateEvent`. Answers the new event's id."""

    fields: dict[str, Any]
    template: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AmendEvent:
    """`revision` is the one that was looked at; None takes whatever stands."""

    event_id: str
    fields: dict[str, Any]
    revision: int | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """To another stage, by hand."""

    event_id: str
    to: Stage
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class CopyEvent:
    """A draft that starts then, or at the same time; or a template. Answers its id."""

    event_id: str
    starts: datetime | None = None
    template: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class DiscardEvent:
    """A draft or a template that nobody was put on the list of."""

    event_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepEventPicture:
    event_id: str
    image: bytes = field(repr=False)
    content_type: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveEventPicture:
    event_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepBudget:
    """What the event may cost (None: not said), and its costs, in the order given."""

    event_id: str
    budget_minor: int | None
    currency: str
    costs: tuple[Cost, ...] = ()
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ArrangeFurniture:
    """The whole seat plan, in place of the one before."""

    event_id: str
    furniture: tuple[Furniture, ...]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class SeatGuest:
    """`person` 0 is the guest, from 1 on their companions."""

    event_id: str
    guest_id: str
    person: int
    furniture_id: str
    number: int
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnseatGuest:
    """Asking again changes nothing."""

    event_id: str
    guest_id: str
    person: int
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeChanged:
    """An event was planned, changed or moved to another stage."""

    event_id: str
    stage: Stage
    at: datetime


@dataclass(frozen=True, slots=True)
class ZoneClosed:
    """The zone ("" is the whole boutique) belongs to an event's guests alone from now on."""

    zone: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ZoneReopened:
    zone: str
    event_id: str
    at: datetime


# ---------------------------------------------------------------------------- letters and passes


@dataclass(frozen=True, slots=True)
class ReissuePass:
    """Give a guest another pass, and write to them; the one before is revoked.

    Answers the new pass's number. Raises `ConflictError` where they have no place.
    """

    guest_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class RevokePass:
    """Take a guest's pass away. Asking again changes nothing."""

    guest_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class RotateKeys:
    """Sign with a new key from now on; what the old ones signed is still believed.

    Answers the new key's id.
    """

    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class SettleLetter:
    """A letter's end: `state` is sent, overtaken or refused."""

    letter_id: str
    state: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DelayLetter:
    """The mail server did not take it now."""

    letter_id: str
    until: datetime
    trouble: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Answers the id of the letter that is sent instead."""

    letter_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """A letter waits to be sent."""

    letter_id: str


@dataclass(frozen=True, slots=True)
class PassesChanged:
    """A pass of this event was given, changed or revoked: gates that keep a list fetch it anew."""

    event_id: str


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """The set of keys that a gate believes is another one."""

    key_id: int
