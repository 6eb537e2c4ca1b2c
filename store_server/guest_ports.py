"""What the handlers need of the world for a guest list, beside the list itself (`event_ports`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from events.event import PrivateEvent
from events.guest import Guest
from events.guest_consent import GuestConsent, GuestPurpose, Needs
from store_server.domain.client import Tier
from store_server.guest_views import (
    CandidateView,
    GuestListView,
    GuestView,
    InvitationView,
    MyListView,
    NeedsView,
)


class GuestNeeds(Protocol):
    """Allergies and access needs, sealed and kept apart from the list."""

    def keep(self, guest_id: str, needs: Needs, at: datetime) -> None: ...
    def of(self, guest_id: str) -> Needs | None: ...
    def forget(self, guest_id: str) -> bool:
        """Whether there were any."""

    def forget_of_past(self, now: datetime) -> int:
        """Those of events that are over or cancelled; answers how many there were."""


class GuestConsents(Protocol):
    def give(self, consent: GuestConsent) -> None: ...
    def withdraw(self, guest_id: str, purpose: GuestPurpose, at: datetime) -> bool:
        """Whether there was one that stood."""

    def stands(self, guest_id: str, purpose: GuestPurpose) -> bool: ...
    def of_guest(self, guest_id: str) -> Sequence[GuestConsent]:
        """Those that stand and those that were withdrawn, the newest first."""


class Allocations(Protocol):
    """How many guests each associate may propose."""

    def set(self, event_id: str, associate_id: str, guests: int) -> None: ...
    def of_event(self, event_id: str) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients are looked for. None and "" ask for nothing."""

    text: str = ""
    tiers: tuple[Tier, ...] = ()
    taste: str = ""
    bought_since: date | None = None
    associate_id: str | None = None


class GuestQueries(Protocol):
    """Reading for the screens, callable from any thread. All raise `NotFoundError`."""

    def list(self, event_id: str) -> GuestListView: ...
    def guest(self, guest_id: str) -> GuestView: ...
    def lists_of(self, associate_id: str) -> Sequence[MyListView]:
        """What is still to come, with the guests whose host or proposer this associate is."""

    def candidates(self, event_id: str, wanted: Wanted) -> Sequence[CandidateView]: ...
    def needs(self, event_id: str) -> Sequence[NeedsView]:
        """Of those who come, or may come."""

    def needs_of(self, guest_id: str) -> NeedsView | None: ...
    def event_of(self, event_id: str) -> PrivateEvent: ...
    def known_lines(self, event_id: str) -> frozenset[str]:
        """The keys of everybody who is on the list, as `events.guest_file` makes them."""

    def guest_by_link(self, link_hash: str) -> Guest | None: ...
    def invitation(self, guest_id: str) -> InvitationView: ...
