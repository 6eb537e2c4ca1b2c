"""The network drops and returns: nothing is lost, nothing is sent twice, nothing is made up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from store_server import messages as ask
from tests.browser.boutique import Boutique, Guest, until
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

OFFLINE = fr("offline.bar")
A_TAP_WAITS = re.compile("Hors ligne. 1 geste en attente")
CAMILLE = "Camille Laurent"
MATTEO = "Matteo Valli"
LAST_SEQ = "document.querySelector('accueil-associate').desk.feed.lastSeq"


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


@pytest.fixture
def camille(boutique: Boutique) -> str:
    return boutique.associate(CAMILLE)


@pytest.fixture
def phone(boutique: Boutique, camille: str, new_screen: NewScreen) -> Screen:
    phone: Screen = new_screen(boutique).sign_in(camille)
    phone.shows(fr("empty.calm"))
    return phone


def test_a_tap_in_a_wifi_hole_waits_and_is_sent_once(
    boutique: Boutique, guest: Guest, camille: str, phone: Screen
) -> None:
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.network(there=False)
    phone.shows(OFFLINE)

    phone.button(fr("steps.claim")).click()
    phone.shows(fr("steps.waiting"))
    phone.shows(A_TAP_WAITS)
    assert boutique.signals(camille)[0].state in ("open", "unanswered")

    phone.network(there=True)
    expect(phone.button(fr("steps.welcome"))).to_be_visible()
    expect(phone.text(re.compile("Hors ligne"))).to_have_count(0)
    assert boutique.signals(camille)[0].claimed_by == CAMILLE
    assert boutique.journal().count("SignalClaimed") == 1


def test_who_was_slower_in_a_wifi_hole_is_told_who_was_faster(
    boutique: Boutique, guest: Guest, camille: str, phone: Screen
) -> None:
    matteo = boutique.associate(MATTEO)
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.network(there=False)
    phone.shows(OFFLINE)
    phone.button(fr("steps.claim")).click()
    phone.shows(A_TAP_WAITS)

    boutique.bus.ask(ask.ClaimSignal(boutique.signals(camille)[0].id, matteo, "matteo's tap"))
    phone.network(there=True)

    phone.shows(fr("said.faster", name=MATTEO))
    phone.shows(fr("steps.taken", name=MATTEO))
    assert boutique.signals(camille)[0].claimed_by == MATTEO


def test_what_was_missed_in_a_wifi_hole_comes_in_order(
    boutique: Boutique, camille: str, phone: Screen
) -> None:
    guests = [boutique.client(f"Cliente {number}", "Durand") for number in range(5)]
    stays = boutique.client("James", "Ashworth")
    boutique.walks_in(stays)
    phone.shows_card(stays.name)
    phone.network(there=False)
    phone.shows(OFFLINE)
    for guest in guests:
        boutique.walks_in(guest)
    boutique.leaves(guests[0], camille)
    until(lambda: len(boutique.signals(camille)) == 5, what="the arrivals were not signalled")

    phone.network(there=True)

    rows = phone.page.get_by_role("list", name=fr("list.title")).get_by_role("listitem")
    expect(rows).to_have_count(5)
    names = rows.locator(".name").all_inner_texts()
    assert [name for name in names if name.startswith("Cliente")] == [
        guest.name for guest in reversed(guests[1:])
    ]
    assert boutique.last_seq(camille) == phone.page.evaluate(LAST_SEQ)


def test_the_app_opens_in_a_wifi_hole_and_says_what_is_the_matter(
    boutique: Boutique, phone: Screen
) -> None:
    until(lambda: phone.page.evaluate("navigator.serviceWorker.controller !== null"))
    phone.network(there=False)
    phone.page.reload()
    phone.shows(fr("door.offline"))
    expect(phone.button(fr("common.again"))).to_be_visible()
    phone.network(there=True)  # and nobody taps
    phone.shows(fr("empty.calm"))


def test_the_server_restarts_and_the_phone_comes_back_by_itself(
    boutique: Boutique, guest: Guest, phone: Screen
) -> None:
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.witness.forgive("WebSocket connection to")
    phone.witness.forgive("ERR_CONNECTION_REFUSED")
    boutique.close()
    phone.shows(OFFLINE)
    phone.button(fr("steps.claim")).click()
    phone.shows(A_TAP_WAITS)

    boutique.open()

    expect(phone.button(fr("steps.welcome"))).to_be_visible(timeout=10_000)
