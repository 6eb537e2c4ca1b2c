"""The programme on the manager's screen: an event planned, moved through its life, and seated."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from events.guest import Guest, Standing
from events.programme import Stage
from events.seating import Furniture, Shape
from store_server.clock import new_id
from store_server.event_messages import ArrangeFurniture, MoveEvent, PlanEvent
from tests.browser.boutique import Boutique, until
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import catalogue, fr

TITLE = "Nuit de la haute joaillerie"
TITLE_IN_FRENCH = catalogue("fr")["events.title_in"].replace("{language}", "Français")


@pytest.fixture
def manager(boutique: Boutique) -> str:
    return boutique.associate("Camille Laurent", role="manager")


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen, manager: str) -> Screen:
    screen: Screen = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard#events")
    expect(screen.page.get_by_role("heading", name=fr("events.programme"))).to_be_visible()
    return screen


def soiree(boutique: Boutique, **changed: Any) -> str:
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)
    fields = {
        "kind": "cocktail",
        "titles": {"fr": TITLE},
        "starts": starts,
        "ends": starts + timedelta(hours=3),
        "capacity": 40,
        "zone": "salon",
    } | changed
    event_id: str = boutique.bus.ask(PlanEvent(fields))
    return event_id


def kept(boutique: Boutique, event_id: str) -> Any:
    return boutique.house.storage.event_queries.event(event_id)


def test_an_event_is_planned_and_opened(boutique: Boutique, desk: Screen) -> None:
    desk.page.get_by_role("link", name=fr("events.new")).click()
    desk.page.get_by_label(TITLE_IN_FRENCH).fill(TITLE)
    desk.page.get_by_label(fr("events.capacity"), exact=True).fill("24")
    desk.page.get_by_label(fr("events.starts"), exact=True).fill("2031-12-12T19:00")
    desk.button(fr("events.plan")).click()
    expect(desk.page.get_by_role("heading", name=TITLE)).to_be_visible()
    desk.button(fr("events.move.open")).click()
    expect(desk.button(fr("events.move.closed"))).to_be_visible()
    (event,) = boutique.house.storage.event_queries.programme(None, None)
    assert (event.stage, event.capacity) == ("open", 24)
    assert event.starts == datetime(2031, 12, 12, 18, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_asked_for(boutique: Boutique, desk: Screen) -> None:
    desk.goto(f"/dashboard#events/{soiree(boutique)}")
    field = desk.page.get_by_label(fr("events.starts"), exact=True)
    field.fill("2031-10-26T02:30")
    desk.button(fr("events.hour_after")).click()
    desk.button(fr("common.save")).click()
    desk.shows(fr("common.saved"))
    (event,) = boutique.house.storage.event_queries.programme(None, None)
    assert event.starts == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)


def test_a_clash_is_said_while_the_event_is_written(boutique: Boutique, desk: Screen) -> None:
    other = soiree(boutique)
    desk.goto(f"/dashboard#events/{soiree(boutique, titles={'fr': 'Cocktail'})}")
    desk.page.get_by_text(f"« {TITLE} »").wait_for()
    boutique.bus.ask(MoveEvent(other, Stage.CANCELLED))
    desk.page.get_by_label(fr("events.capacity"), exact=True).fill("12")
    desk.page.get_by_label(fr("events.capacity"), exact=True).blur()
    desk.shows(fr("events.no_clash"))


def test_what_is_asked_at_the_door(boutique: Boutique, desk: Screen) -> None:
    event_id = soiree(boutique)
    desk.goto(f"/dashboard#events/{event_id}")
    desk.button(fr("events.add_question")).click()
    desk.page.get_by_label(fr("events.question", number="1"), exact=True).fill("Une allergie ?")
    desk.button(fr("common.save")).click()
    desk.shows(fr("common.saved"))
    (question,) = kept(boutique, event_id).rules.questions
    assert (question.id, question.texts) == ("q1", {"fr": "Une allergie ?"})


def test_who_hears_of_a_cancellation_is_said_before(boutique: Boutique, desk: Screen) -> None:
    event_id = soiree(boutique)
    boutique.bus.ask(MoveEvent(event_id, Stage.OPEN))
    guest(boutique, event_id, "Noor")
    desk.goto(f"/dashboard#events/{event_id}")
    desk.button(fr("events.move.cancelled")).click()
    expect(desk.page.get_by_role("dialog", name=fr("events.cancel_sure"))).to_be_visible()
    desk.shows(re.compile("^1 invité"))
    desk.button(fr("events.move.cancelled")).last.click()  # the one on the sheet
    until(lambda: kept(boutique, event_id).stage == "cancelled", within_s=10)


def test_a_guest_is_seated_with_two_taps(boutique: Boutique, desk: Screen) -> None:
    event_id = soiree(boutique)
    table = Furniture("t4", "Table 4", Shape.ROUND, 6, 0.5, 0.5)
    boutique.bus.ask(ArrangeFurniture(event_id, (table,)))
    guest(boutique, event_id, "Noor")
    desk.goto(f"/dashboard#events/{event_id}/seats")
    desk.button("Noor Durand").click()
    desk.page.get_by_role("button", name="Table 4, 3: " + fr("events.free_chair")).click()
    expect(desk.page.get_by_role("button", name="Table 4, 3: Noor Durand")).to_be_visible()
    (seat,) = boutique.house.storage.event_queries.seating(event_id).seats
    assert (seat.furniture_id, seat.number) == ("t4", 3)


def test_tables_are_set_and_moved_by_the_keyboard(boutique: Boutique, desk: Screen) -> None:
    event_id = soiree(boutique)
    desk.goto(f"/dashboard#events/{event_id}/seats")
    desk.button(fr("events.set_tables")).click()
    desk.button(fr("events.shape.round")).click()
    table = desk.page.get_by_role("button", name=fr("events.piece", name="Table 1", count="8"))
    table.focus()
    desk.page.keyboard.press("ArrowRight")
    desk.button(fr("common.save")).click()
    expect(desk.button(fr("events.set_tables"))).to_be_visible()
    (piece,) = boutique.house.storage.event_queries.seating(event_id).furniture
    assert (piece.name, piece.x) == ("Table 1", 0.18)


def guest(boutique: Boutique, event_id: str, name: str) -> None:
    made = Guest(
        id=new_id(),
        event_id=event_id,
        given_name=name,
        family_name="Durand",
        language="fr",
        standing=Standing.CONFIRMED,
        email=f"{name.lower()}@guest.example",
        created_at=datetime.now(UTC),
    )
    with boutique.house.storage.store.begin() as uow:
        uow.guests.add(made)
        uow.commit()
