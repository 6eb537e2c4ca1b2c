"""A line of the guest list, from a colleague's proposal to the answer.

proposed → listed → invited → confirmed | declined | waiting
    ↓         waiting → offered → confirmed | waiting (the offer ended)
  refused     any of these → cancelled
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    PROPOSED = "proposed"  # by an associate, and the manager has not said yes
    REFUSED = "refused"  # the manager said no
    LISTED = "listed"  # will be invited
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WAITING = "waiting"
    OFFERED = "offered"  # a place that came free is theirs until `offer_until`
    CANCELLED = "cancelled"

    @property
    def asked(self) -> bool:
        """Whether they hold an invitation."""
        return self not in (Standing.PROPOSED, Standing.REFUSED, Standing.LISTED)


class Origin(StrEnum):
    CLIENT = "client"  # from the book of clients
    HAND = "hand"
    FILE = "file"
    DOOR = "door"  # on no list, and let in by a colleague


@dataclass(frozen=True, slots=True)
class Guest:
    """`plus_ones` may be brought, `companions` are those who were promised, by name or by "".

    `priority` is what the waiting list goes by: the tier's rank, unless the manager said otherwise.
    A guest who is a client has their name and address in the book as well; what stands here is what
    the invitation went out with.
    """

    id: str
    event_id: str
    given_name: str
    family_name: str
    language: str
    standing: Standing = Standing.LISTED
    origin: Origin = Origin.HAND
    client_id: str | None = None
    email: str = ""
    phone: str = ""
    session: int = 0
    plus_ones: int = 0
    companions: tuple[str, ...] = ()
    priority: int = 0
    host_id: str | None = None
    proposed_by_id: str | None = None
    blocked: bool = False
    note: str = ""
    asked_at: datetime | None = None  # when they joined the waiting list
    offer_until: datetime | None = None
    missed: int = 0  # offers that they let pass
    invited_at: datetime | None = None
    answered_at: datetime | None = None
    reminded_at: datetime | None = None
    same_as_id: str | None = None  # the line that took this one's place when two clients became one
    created_at: datetime | None = None
    revision: int = 0

    @property
    def party(self) -> int:
        """How many places they hold or want."""
        return 1 + len(self.companions)

    @property
    def promised(self) -> int:
        return promised(self.standing, self.origin, self.companions)

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def promised(standing: Standing, origin: Origin, companions: Sequence[str]) -> int:
    """How many people said that they would come; who walked in at the door had said nothing."""
    said_yes = standing is Standing.CONFIRMED and origin is not Origin.DOOR
    return 1 + len(companions) if said_yes else 0
