"""The kiosk greets whoever shows a pass by first name, and is idle for the next guest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import KIOSK, NewScreen, Screen
from tests.browser.words import en, fr


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


@pytest.fixture
def kiosk(boutique: Boutique, new_screen: NewScreen) -> Screen:
    kiosk: Screen = new_screen(boutique, viewport=KIOSK)
    kiosk.goto(f"/pair#{boutique.code('kiosk').code}")
    kiosk.shows(fr("kiosk.type_or_call"))
    return kiosk


def shows_pass(kiosk: Screen, code: str) -> None:
    kiosk.page.get_by_role("textbox", name=fr("kiosk.code")).fill(code)
    kiosk.button(fr("kiosk.enter")).click()


def test_a_pass_is_greeted_by_first_name_and_the_screen_is_idle_again(
    boutique: Boutique, guest: Guest, kiosk: Screen, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    shows_pass(kiosk, guest.pass_code)
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"), within_s=2)
    expect(kiosk.text(re.compile("Castelmaure"))).to_have_count(0)
    phone.shows_card(guest.name)
    kiosk.shows(fr("kiosk.type_or_call"), within_s=6)
    expect(kiosk.text(re.compile("Aliénor"))).to_have_count(0)


def test_an_unknown_code_is_one_moment_and_never_a_refusal(kiosk: Screen) -> None:
    shows_pass(kiosk, "NOBODY-0000")
    kiosk.shows(fr("kiosk.moment"))


def test_a_refusal_speaks_the_language_that_was_chosen_on_the_screen(
    boutique: Boutique, kiosk: Screen
) -> None:
    kiosk.button("English").click()
    kiosk.shows(en("kiosk.welcome"))
    kiosk.page.get_by_role("textbox", name=en("kiosk.code")).fill("NOBODY-0000")
    kiosk.button(en("kiosk.enter")).click()
    kiosk.shows(en("kiosk.moment_more"))
    assert kiosk.page.locator("html").get_attribute("lang") == "en"


def test_a_pass_without_a_consent_is_one_moment(boutique: Boutique, kiosk: Screen) -> None:
    stranger = boutique.client("Sans", "Accord", consent=False)
    shows_pass(kiosk, stranger.pass_code)
    kiosk.shows(fr("kiosk.moment"))
    assert not boutique.visits()


def test_a_hand_scanner_types_into_the_kiosk(guest: Guest, kiosk: Screen) -> None:
    kiosk.page.keyboard.type(guest.pass_code)
    kiosk.page.keyboard.press("Enter")
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"))


def test_a_kiosk_asks_for_no_more_than_it_can_read(guest: Guest, kiosk: Screen) -> None:
    """Without a camera a code is typed, or somebody called, until a hand scanner has read one."""
    expect(kiosk.text(fr("kiosk.invite"))).to_have_count(0)
    expect(kiosk.text(fr("scan.trouble.missing"))).to_have_count(0)
    kiosk.page.keyboard.type(guest.pass_code)
    kiosk.page.keyboard.press("Enter")
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"))
    kiosk.shows(fr("kiosk.card_to_scanner"), within_s=6)
    kiosk.page.reload()
    kiosk.shows(fr("kiosk.card_to_scanner"))


def test_a_guest_is_greeted_in_their_own_language(boutique: Boutique, kiosk: Screen) -> None:
    guest = boutique.client("James", "Ashworth", language="en")
    shows_pass(kiosk, guest.pass_code)
    kiosk.shows(en("kiosk.welcome_name", name="James"))
    kiosk.shows(fr("kiosk.type_or_call"), within_s=6)


def test_a_kiosk_says_quietly_that_it_is_offline(guest: Guest, kiosk: Screen) -> None:
    kiosk.network(there=False)
    kiosk.shows(fr("kiosk.offline"))
    shows_pass(kiosk, guest.pass_code)
    kiosk.shows(fr("kiosk.moment"))
