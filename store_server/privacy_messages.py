"""What is said on the bus of people's rights: to be erased, to be forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EraseClient:
    """Answers how many rows held them. Raises `NotFoundError`, or `ConflictError` where something
    of theirs is under way that needs them: a payment, a delivery."""

    client_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class EraseGuest:
    """A guest of one event, with or without a client behind them. As `EraseClient`."""

    guest_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AskForErasure:
    """A client wishes it on their own page; it is done within the days of a setting."""

    client_id: str


@dataclass(frozen=True, slots=True)
class TakeErasureBack:
    client_id: str


@dataclass(frozen=True, slots=True)
class PeopleForgotten:
    """These ids belong to nobody any more; whoever shows or keeps one of them lets go of it."""

    person_ids: tuple[str, ...]
    at: datetime
