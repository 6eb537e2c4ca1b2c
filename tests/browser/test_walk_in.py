"""Somebody who is on no list comes all the same: a colleague's tap makes them a guest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from events.aftermath import TaskKind
from store_server.aftermath_messages import FollowUp
from tests.browser.boutique import Boutique, until
from tests.browser.screens import NewScreen, Screen
from tests.browser.soiree import Soiree
from tests.browser.test_aftermath import is_accessible
from tests.browser.words import fr

ON_A_BUSY_MACHINE_S = 25.0


@pytest.fixture
def soiree(boutique: Boutique) -> Soiree:
    planned = Soiree.planned(boutique)
    planned.opens()
    return planned


@pytest.fixture
def host(boutique: Boutique) -> str:
    return boutique.associate("Camille Laurent", "host")


@pytest.fixture
def phone(boutique: Boutique, soiree: Soiree, host: str, new_screen: NewScreen) -> Screen:
    assert soiree.inside() == 0
    screen: Screen = new_screen(boutique).sign_in(host)
    screen.button(fr("nav.evening")).click()
    return screen


def who(phone: Screen, name: str, then: str | re.Pattern[str]) -> None:
    """The sheet of those who are on no list; `then` is the line that is tapped."""
    phone.button(fr("walkin.title")).click()
    phone.page.get_by_label(fr("walkin.who")).fill(name)
    phone.button(then).click()


def test_a_vip_on_no_list_is_let_in_and_is_thanked_afterwards(
    boutique: Boutique, soiree: Soiree, phone: Screen, host: str
) -> None:
    client = boutique.client("Aliénor", "Castelmaure", tier="vip")
    who(phone, "alienor", re.compile("Aliénor Castelmaure.*VIP", re.DOTALL))
    is_accessible(phone, "the reasons")
    phone.button(fr("walkin.reason_client")).click()
    phone.shows(fr("reason.welcome"), ON_A_BUSY_MACHINE_S)
    until(lambda: soiree.inside() == 1, ON_A_BUSY_MACHINE_S)
    (shown,) = boutique.house.storage.door_queries.showings(soiree.id)
    assert shown.override_reason == fr("walkin.reason_client")
    soiree.is_over()
    boutique.bus.ask(FollowUp(soiree.id))
    (task,) = boutique.house.storage.event_queries.aftermath.tasks(host)
    assert (task.guest_id, task.kind) == (shown.guest_id, TaskKind.THANK)
    assert soiree.line(task.guest_id).client_id == client.id


def test_a_name_that_is_in_no_book_comes_in_for_a_reason_and_is_taken_back(
    soiree: Soiree, phone: Screen
) -> None:
    phone.page.get_by_role("searchbox").fill("Yara Haddad")
    phone.button(fr("walkin.title")).click()
    expect(phone.page.get_by_label(fr("walkin.who"))).to_have_value("Yara Haddad")
    phone.button(re.compile("Yara Haddad")).click()
    phone.page.get_by_label(fr("walkin.reason_own")).fill("La sœur d'Inès")
    phone.button(fr("kiosk.let_in")).click()
    until(lambda: soiree.inside() == 1, ON_A_BUSY_MACHINE_S)
    phone.button(fr("evening.undo")).click()
    until(lambda: soiree.inside() == 0, ON_A_BUSY_MACHINE_S)
    phone.shows(fr("reason.undone"), ON_A_BUSY_MACHINE_S)
