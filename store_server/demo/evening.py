"""Tonight's event of the demo: planned, its guests invited and answered for, its doors open.

It is planned anew by the first start after it has ended, so that whoever opens the demo always
finds an evening to check in to.
"""

# ruff: noqa: RUF001 - French has its own apostrophe

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from events.event import Kind, Rules
from events.guest import Guest as GuestLine
from events.programme import Stage
from store_server.app import House
from store_server.demo.cast import CAMILLE, HELENE, MATTEO, client_id
from store_server.domain.code import INVITATION_PATH
from store_server.event_messages import AmendEvent, MoveEvent, PlanEvent
from store_server.guest_messages import (
    AddClients,
    AddGuest,
    AmendGuest,
    AnswerInvitation,
    InviteGuests,
    ShowLink,
)
from store_server.handlers import passes

TONIGHT = "demo.event"
QUARTER = timedelta(minutes=15)
LASTS = timedelta(hours=3)
CAPACITY = 10
DOORS_OPEN_BEFORE_MIN = 60  # they are open when the demo is

TITLES = {
    "fr": "L’orgue à parfums",
    "en": "The perfumer’s organ",
    "it": "L’organo dei profumi",
    "zh": "调香师之琴",
    "ja": "調香師のオルガン",
    "ar": "أرغن العطور",
}
TEXTS = {
    "fr": "Une heure à l’orgue avec notre parfumeur : vous repartez avec l’accord que vous aurez "
    "composé.",
    "en": "An hour at the organ with our perfumer: you leave with the accord that you composed.",
    "it": "Un’ora all’organo con il nostro profumiere: porterete con voi l’accordo che avrete "
    "composto.",
    "zh": "与我们的调香师共度一小时，带走您亲手调制的香调。",
    "ja": "当店の調香師とともに一時間。ご自身で調えた香りをお持ち帰りいただけます。",
    "ar": "ساعة أمام الأرغن مع عطّارنا، تغادرون بعدها بالمزيج الذي ألّفتموه.",
}
DRESS_CODES = {
    "fr": "Sans parfum",
    "en": "No fragrance",
    "it": "Senza profumo",
    "zh": "请勿使用香水",
    "ja": "香水はお控えください",
    "ar": "من دون عطر",
}


class Expected(NamedTuple):
    """A client on tonight's list. `coming` None: they have not answered yet."""

    client_id: str
    coming: bool | None
    companions: tuple[str, ...] = ()
    host_id: str | None = None


EXPECTED = (
    Expected(client_id(1), True, ("Héloïse Castelmaure",), CAMILLE),
    Expected(client_id(3), True),
    Expected(client_id(4), True, host_id=CAMILLE),
    Expected(client_id(7), True, host_id=HELENE),
    Expected(client_id(12), True, host_id=MATTEO),
    Expected(client_id(2), False, host_id=MATTEO),
    Expected(client_id(8), None),
)
NEWCOMER: Mapping[str, Any] = {
    "given_name": "Ondine",
    "family_name": "Vauquelin",
    "email": "ondine@vauquelin.example",
    "language": "fr",
    "host_id": CAMILLE,
}
"""On tonight's list and in nobody's book: whoever tries the demo comes in as her."""


@dataclass(frozen=True, slots=True)
class Tonight:
    """`passes` are what the QR codes hold, by the client's id; `newcomer` is Ondine's, and `typed`
    what is typed for hers.

    `called` is each guest's given name, by the guest's id.
    """

    event_id: str
    link: str
    newcomer: str
    typed: str
    passes: Mapping[str, str]
    called: Mapping[str, str]


def prepare(house: House, now: datetime) -> Tonight:
    """Before the house starts: its bus acts on this thread then."""
    accounts = house.storage.accounts
    event_id = accounts.setting(TONIGHT)
    if event_id is None or not _goes_on(house, event_id, now):
        event_id = _plan(house, now)
        accounts.set_setting(TONIGHT, event_id)
    return _tonight(house, event_id)


def _goes_on(house: House, event_id: str, now: datetime) -> bool:
    with house.storage.store.begin() as uow:
        event = uow.events.get(event_id)
    return not event.stage.over and now < event.ends - QUARTER


def _plan(house: House, now: datetime) -> str:
    """The doors open last: from then on nobody is invited any more."""
    ask, starts, rules = house.bus.ask, next_quarter(now + QUARTER), Rules(0, plus_ones=1)
    event_id: str = ask(
        PlanEvent(
            {
                "kind": Kind.MASTERCLASS,
                "titles": TITLES,
                "texts": TEXTS,
                "dress_codes": DRESS_CODES,
                "zone": "fragrance",
                "starts": starts,
                "ends": starts + LASTS,
                "capacity": CAPACITY,
                "rules": rules,
                "host_id": HELENE,
            },
            by_id=HELENE,
        )
    )
    ask(MoveEvent(event_id, Stage.OPEN, by_id=HELENE))
    ask(AddClients(event_id, tuple(one.client_id for one in EXPECTED), by_id=HELENE))
    newcomer: str = ask(AddGuest(event_id, dict(NEWCOMER), by_id=HELENE))
    ask(InviteGuests(event_id, by_id=HELENE))
    by_client = {one.client_id: one for one in _guests(house, event_id)}
    for expected in EXPECTED:
        _answer(ask, by_client[expected.client_id], expected)
    ask(AnswerInvitation(newcomer, coming=True))
    opened = replace(rules, doors_open_before_min=DOORS_OPEN_BEFORE_MIN)
    ask(AmendEvent(event_id, {"rules": opened}, by_id=HELENE))
    return event_id


def _tonight(house: House, event_id: str) -> Tonight:
    guests = _guests(house, event_id)
    newcomer = next(one for one in guests if one.client_id is None)
    shown = _passes(house, event_id)
    token: str = house.bus.ask(ShowLink(newcomer.id, by_id=HELENE))
    return Tonight(
        event_id=event_id,
        link=f"{house.settings.url}{INVITATION_PATH}{token}",
        newcomer=shown.get(newcomer.id, ""),
        typed=typed(house, newcomer.id),
        passes={
            guest.client_id: shown[guest.id]
            for guest in guests
            if guest.client_id is not None and guest.id in shown
        },
        called={guest.id: guest.given_name for guest in guests},
    )


def _answer(ask: Callable[[Any], Any], guest: GuestLine, expected: Expected) -> None:
    if expected.host_id is not None:
        ask(AmendGuest(guest.id, {"host_id": expected.host_id}, by_id=HELENE))
    if expected.coming is not None:
        ask(AnswerInvitation(guest.id, expected.coming, expected.companions))


def _guests(house: House, event_id: str) -> list[GuestLine]:
    with house.storage.store.begin() as uow:
        return list(uow.guests.of_event(event_id))


def _passes(house: House, event_id: str) -> dict[str, str]:
    """What each guest's code holds, by the guest's id."""
    with house.storage.store.begin() as uow:
        event, keys = uow.events.get(event_id), uow.passes.keys()
        return {
            granted.guest_id: passes.text(granted, event, keys)
            for granted in uow.passes.of_event(event_id)
            if granted.revoked_at is None
        }


def typed(house: House, guest_id: str) -> str:
    """What is typed for this guest's pass where no camera reads; empty where they have none."""
    with house.storage.store.begin() as uow:
        granted = uow.passes.standing_of(guest_id)
        return uow.passes.typed_codes().of(granted.number) if granted else ""


def next_quarter(moment: datetime) -> datetime:
    """The quarter of an hour at this moment or after it."""
    since = moment - datetime(2024, 1, 1, tzinfo=UTC)
    return moment + (-since % QUARTER)
