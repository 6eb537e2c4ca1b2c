"""The clock and the guest list take an event through its evening."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from events.event import SessionPlan
from events.guest import Guest, Standing
from events.programme import Stage
from store_server.clock import new_id
from store_server.event_messages import AmendEvent, MoveEvent, PlanEvent
from tests.store_server.handlers.conftest import Shop


def an_event(shop: Shop, opened: bool = True, **changed: Any) -> str:
    starts = shop.clock.now() + timedelta(hours=2)
    fields = {
        "kind": "cocktail",
        "titles": {"fr": "Cocktail"},
        "starts": starts,
        "ends": starts + timedelta(hours=3),
        "capacity": 2,
    } | changed
    event_id: str = shop.bus.ask(PlanEvent(fields))
    if opened:
        shop.bus.ask(MoveEvent(event_id, Stage.OPEN))
    return event_id


def stage_after(shop: Shop, event_id: str, **passed: float) -> Stage:
    shop.clock.passed_s += timedelta(**passed).total_seconds() + 10
    shop.bus.tick()
    with shop.storage.store.begin() as uow:
        return uow.events.get(event_id).stage


def confirm(shop: Shop, event_id: str, *companions: str, session: int = 0) -> Guest:
    guest = Guest(
        id=new_id(),
        event_id=event_id,
        given_name="Noor",
        family_name="Al-Sayed",
        language="ar",
        standing=Standing.CONFIRMED,
        companions=companions,
        session=session,
        created_at=shop.clock.now(),
    )
    with shop.storage.store.begin() as uow:
        uow.guests.add(guest)
        uow.commit()
    return guest


def test_the_doors_open_and_close_by_the_clock(shop: Shop) -> None:
    event_id = an_event(shop)
    assert stage_after(shop, event_id, hours=1) is Stage.OPEN
    assert stage_after(shop, event_id, minutes=30) is Stage.RUNNING
    assert stage_after(shop, event_id, hours=3) is Stage.RUNNING
    assert stage_after(shop, event_id, minutes=30) is Stage.OVER


def test_an_event_that_lets_in_after_its_end_is_over_later(shop: Shop) -> None:
    event_id = an_event(shop)
    with shop.storage.store.begin() as uow:
        rules = replace(uow.events.get(event_id).rules, doors_close_after_min=30)
    shop.bus.ask(AmendEvent(event_id, {"rules": rules}))
    assert stage_after(shop, event_id, hours=5, minutes=15) is Stage.RUNNING
    assert stage_after(shop, event_id, minutes=20) is Stage.OVER


def test_a_draft_and_a_template_stay_as_they_are(shop: Shop) -> None:
    assert stage_after(shop, an_event(shop, opened=False), hours=12) is Stage.DRAFT


def test_the_last_place_makes_it_full_and_a_free_one_open(shop: Shop) -> None:
    event_id = an_event(shop)
    guest = confirm(shop, event_id, "Sami")
    assert stage_after(shop, event_id, minutes=1) is Stage.FULL
    with shop.storage.store.begin() as uow:
        uow.guests.save(replace(guest, standing=Standing.CANCELLED))
        uow.commit()
    assert stage_after(shop, event_id, minutes=1) is Stage.OPEN


def test_it_is_full_when_each_of_its_sessions_is(shop: Shop) -> None:
    starts = shop.clock.now() + timedelta(hours=2)
    sessions = tuple(
        SessionPlan(number, starts, starts + timedelta(hours=1), 1) for number in (1, 2)
    )
    event_id = an_event(shop, sessions=sessions)
    confirm(shop, event_id, session=1)
    confirm(shop, event_id, session=1)
    assert stage_after(shop, event_id, minutes=1) is Stage.OPEN
    confirm(shop, event_id, session=2)
    assert stage_after(shop, event_id, minutes=1) is Stage.FULL


def test_the_clock_goes_on_after_a_power_cut(shop: Shop) -> None:
    event_id = an_event(shop)
    shop.killed_and_restarted(after_s=4 * 3600)
    assert stage_after(shop, event_id) is Stage.RUNNING
