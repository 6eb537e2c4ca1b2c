"""What a guest agrees to on their own page: each by itself, dated, and taken back in one tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GuestPurpose(StrEnum):
    NEEDS = "needs"  # allergies and access needs are kept until the event is over
    PHOTOS = "photos"  # pictures taken that evening may show them
    EVENTS = "events"  # they are invited to later events


@dataclass(frozen=True, slots=True)
class GuestConsent:
    """`proof` says how it was given, `text_version` which words were read."""

    id: str
    guest_id: str
    purpose: GuestPurpose
    given_at: datetime
    proof: str
    text_version: str
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Needs:
    """For the kitchen and the door: kept apart from the list, sealed, and never longer than it."""

    allergies: str = ""
    access: str = ""

    @property
    def any(self) -> bool:
        return bool(self.allergies or self.access)
