"""What the handlers need of the tables to tell, erase and forget people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from store_server.privacy_views import HeldView


@dataclass(frozen=True, slots=True)
class Erased:
    """`position` grows with each erasure, whichever process did it."""

    position: int
    kind: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The ids of somebody who is to be erased: clients, the one in use first, and guests."""

    clients: tuple[str, ...]
    guests: tuple[str, ...]


class Privacy(Protocol):
    def client(self, client_id: str) -> Standing:
        """With all that was merged into them. Raises `NotFoundError`."""

    def guest(self, guest_id: str) -> Standing:
        """Raises `NotFoundError`."""

    def obstacle(self, who: Standing, now: datetime) -> str | None:
        """Why they cannot be erased yet, as a sentence; None where they can."""

    def erase(self, who: Standing, at: datetime) -> int:
        """Nothing of them is in any table afterwards; answers how many rows were."""

    def ask(self, client_id: str, at: datetime) -> bool:
        """Whether it was not asked before."""

    def take_back(self, client_id: str) -> bool: ...
    def erased_after(self, position: int) -> Sequence[Erased]: ...
    def due(self, period: str, before: datetime, limit: int) -> Sequence[Standing]:
        """People whose time is up by a period that ends with their erasure."""

    def forget(self, period: str, before: datetime) -> int:
        """Remove what is older by a period that ends with rows; answers how many."""

    def would_forget(self, period: str, before: datetime) -> int: ...


class PrivacyQueries(Protocol):
    def held_of_client(self, client_id: str) -> HeldView:
        """Raises `NotFoundError`."""

    def held_of_guest(self, guest_id: str) -> HeldView: ...
    def erased_lately(self) -> Sequence[str]:
        """Ids that screens which were away may still show."""

    def erasure_requests(self) -> Mapping[str, datetime]:
        """By client."""
