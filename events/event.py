"""A private event as it is planned: what, where, when, for how many, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from events.programme import Stage


class Kind(StrEnum):
    MASTERCLASS = "masterclass"
    COCKTAIL = "cocktail"
    TRUNK_SHOW = "trunk_show"
    CONCERT = "concert"
    RUNNING = "running"
    EXHIBITION = "exhibition"
    PRIVATISATION = "privatisation"  # the zone, or the whole boutique, is one client's


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One of several times of an event, from 1. An event without any is one session, number 0."""

    number: int
    starts: datetime
    ends: datetime
    capacity: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a guest must answer before they are in. `texts` by language tag."""

    id: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds at the doors and for the answers. Durations are whole minutes."""

    doors_open_before_min: int = 30
    doors_close_after_min: int = 0  # after the end; 0: the door lets in until the event ends
    re_entry: bool = True
    plus_ones: int = 0  # how many a guest may bring unless their own line says otherwise
    plus_one_names: bool = False
    live_pass: bool = False
    offer_lasts_min: int = 24 * 60  # to somebody on the waiting list
    gates: frozenset[str] = frozenset()  # devices that let in; none named: all of the house
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivateEvent:
    """`number` is what a pass names; it is unique in the boutique and never given again.

    Texts are by language tag; the boutique's own language is there always. `zone` None is the whole
    boutique. `budget_minor` is in the smallest units of `currency`. `revision` grows by one a
    change.
    """

    id: str
    number: int
    kind: Kind
    titles: Mapping[str, str]
    starts: datetime
    ends: datetime
    capacity: int
    stage: Stage = Stage.DRAFT
    texts: Mapping[str, str] = field(default_factory=dict)
    dress_codes: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    sessions: tuple[SessionPlan, ...] = ()
    rules: Rules = field(default_factory=Rules)
    answer_by: datetime | None = None
    remind_at: datetime | None = None
    host_id: str | None = None  # of guests whose line names nobody
    products: tuple[str, ...] = ()
    budget_minor: int | None = None
    currency: str = "EUR"
    client_id: str | None = None  # for whom the boutique is privatised
    template: bool = False
    created_by_id: str | None = None
    created_at: datetime | None = None
    revision: int = 0

    @property
    def closes_zone(self) -> bool:
        return self.kind is Kind.PRIVATISATION

    @property
    def doors_open(self) -> datetime:
        return self.starts - timedelta(minutes=self.rules.doors_open_before_min)

    @property
    def doors_close(self) -> datetime:
        """From here on the event is over."""
        return self.ends + timedelta(minutes=self.rules.doors_close_after_min)

    def session(self, number: int) -> SessionPlan | None:
        """The session of this number; 0 is the event as a whole, where it has no sessions."""
        if not self.sessions and number == 0:
            return SessionPlan(0, self.starts, self.ends, self.capacity)
        return next((one for one in self.sessions if one.number == number), None)

    def title(self, language: str, house_language: str) -> str:
        """In this language, else in its main one, else in the house's, else in any."""
        return said(self.titles, language, house_language)


def said(texts: Mapping[str, str], language: str, house_language: str) -> str:
    """The best of several translations; empty where there is none at all."""
    for tag in (language, language.split("-", maxsplit=1)[0], house_language):
        if texts.get(tag):
            return texts[tag]
    return next((text for text in texts.values() if text), "")
