"""What is said on the bus about guest lists: commands ask, domain events tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from events.guest_consent import GuestPurpose
from events.guest_file import Line

# ---------------------------------------------------------------------------- the list, commands


@dataclass(frozen=True, slots=True)
class AddGuest:
    """By hand. `fields` are those of `events.guest.Guest`. Answers the new guest's id.

    A proposal counts against `by_id`'s allocation, and waits for the manager's yes.
    """

    event_id: str
    fields: dict[str, Any] = field(repr=False)
    by_id: str | None = None
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class AddClients:
    """From the book of clients. Who is on the list already stays as they are. Answers how many
    were added. Proposals are as with `AddGuest`."""

    event_id: str
    client_ids: tuple[str, ...]
    by_id: str | None = None
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class ImportGuests:
    """All of these lines or none. Answers how many were new."""

    event_id: str
    lines: tuple[Line, ...] = field(repr=False)
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AmendGuest:
    """`fields` are the names, address, language, plus_ones, priority, host_id, session, note."""

    guest_id: str
    fields: dict[str, Any] = field(repr=False)
    by_id: str | None = None


class Ruling(StrEnum):
    """What a manager decides about a line."""

    APPROVE = "approve"  # a proposal: will be invited
    REFUSE = "refuse"  # a proposal
    WITHDRAW = "withdraw"  # an invitation or a place is taken back
    RELIST = "relist"  # whoever was refused, withdrawn or has declined may be invited again


@dataclass(frozen=True, slots=True)
class RuleOnGuest:
    guest_id: str
    ruling: Ruling
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class SetAllocation:
    """How many guests an associate may propose for this event."""

    event_id: str
    associate_id: str
    guests: int
    by_id: str | None = None


# ---------------------------------------------------------------------------- invitations


@dataclass(frozen=True, slots=True)
class InviteGuests:
    """Everybody who is listed, or these of them. Answers an `Invited`."""

    event_id: str
    guest_ids: tuple[str, ...] | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """Guests' ids: `by_letter` are written to; to the others somebody gives their link."""

    by_letter: tuple[str, ...]
    by_hand: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowLink:
    """Answers the token of a guest's personal link. `renew`: another one, the old one is void."""

    guest_id: str
    renew: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    """`by_id` is the colleague who answers for them; None is the guest. `session` None: as it is.

    Raises `events.answering.AnswerRefusedError`.
    """

    guest_id: str
    coming: bool
    companions: tuple[str, ...] = field(default=(), repr=False)
    session: int | None = None
    language: str | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepNeeds:
    """With the guest's consent for it; nothing told is nothing kept."""

    guest_id: str
    allergies: str = field(default="", repr=False)
    access: str = field(default="", repr=False)
    text_version: str = "1"
    proof: str = ""
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class GiveGuestConsent:
    guest_id: str
    purpose: GuestPurpose
    text_version: str
    proof: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawGuestConsent:
    """At once; with the consent for needs the needs themselves go."""

    guest_id: str
    purpose: GuestPurpose
    by_id: str | None = None


# ---------------------------------------------------------------------------- told


@dataclass(frozen=True, slots=True)
class GuestListChanged:
    """Somebody was added, answered, was offered a place or lost one: who shows the list reads it
    anew. `guest_ids` are the lines that are others now."""

    event_id: str
    guest_ids: tuple[str, ...] = ()
