"""A client of the maison, as the associates know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Tier(StrEnum):
    """How close a client is to the maison, from a first purchase to the closest circle."""

    CLIENT = "client"
    LOYAL = "loyal"
    VIP = "vip"
    CIRCLE = "circle"

    @property
    def rank(self) -> int:
        return list(Tier).index(self)


class Approach(StrEnum):
    """How a client wishes to be met."""

    WELCOME = "welcome"
    DISCREET = "discreet"  # signalled, with the wish said and no sound
    DO_NOT_APPROACH = "do_not_approach"  # never signalled


@dataclass(frozen=True, slots=True)
class Client:
    """`language` and `languages` are BCP 47 tags, the preferred one first."""

    id: str
    given_name: str
    family_name: str
    language: str = "fr"
    languages: tuple[str, ...] = ()
    pronunciation: str = ""
    tier: Tier = Tier.CLIENT
    approach: Approach = Approach.WELCOME
    primary_associate_id: str | None = None
    secondary_associate_id: str | None = None
    email: str = ""
    phone: str = ""
    tastes: tuple[str, ...] = ()
    sizes: tuple[tuple[str, str], ...] = ()
    wishes: tuple[str, ...] = ()
    note: str = ""
    birthday: date | None = None
    merged_into_id: str | None = None
    created_at: datetime | None = None

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
