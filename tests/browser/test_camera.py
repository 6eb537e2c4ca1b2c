"""A pass before the camera: the associate finds the client, the kiosk greets the guest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.boutique import Boutique, Guest, until
from tests.browser.camera import Picture, blank, darkness, dim, inverted, shown, tilted
from tests.browser.conftest import Seeing
from tests.browser.screens import KIOSK, NewScreen, Screen
from tests.browser.words import fr

CAMILLE = "Camille Laurent"
READ_WITHIN_S = 20.0  # a crumpled or dim code on a busy machine


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


def kiosk_before(browser: Browser | None, boutique: Boutique, new_screen: NewScreen) -> Screen:
    kiosk: Screen = new_screen(boutique, viewport=KIOSK, browser=browser)
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    return kiosk


def looks_for_a_pass(browser: Browser | None, boutique: Boutique, new_screen: NewScreen) -> Screen:
    phone: Screen = new_screen(boutique, browser=browser)
    phone.sign_in(boutique.associate(CAMILLE))
    phone.button(fr("nav.clients")).click()
    phone.button(fr("scan.title")).click()
    return phone


def asked(screen: Screen, ending: str) -> int:
    return sum(address.endswith(ending) for address in screen.witness.asked)


@pytest.mark.parametrize("held", [shown, lambda text: inverted(shown(text))])
def test_an_associate_finds_a_client_by_the_pass_before_the_phone(
    boutique: Boutique,
    guest: Guest,
    new_screen: NewScreen,
    seeing: Seeing,
    held: Callable[[str], Picture],
) -> None:
    phone = looks_for_a_pass(seeing(held(f"pass:{guest.pass_code}")), boutique, new_screen)
    phone.shows_card(guest.name)
    expect(phone.button(fr("find.say_here"))).to_be_visible()


def test_an_associate_reads_that_a_code_is_nobodys(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, seeing: Seeing
) -> None:
    phone = looks_for_a_pass(seeing(shown(guest.name)), boutique, new_screen)
    phone.shows(fr("scan.nobody"))
    expect(phone.card(guest.name)).to_have_count(0)


def test_the_heavy_reader_is_loaded_only_when_the_camera_is_opened(
    boutique: Boutique, new_screen: NewScreen, seeing: Seeing
) -> None:
    phone = new_screen(boutique, browser=seeing(darkness()))
    phone.sign_in(boutique.associate(CAMILLE))
    phone.button(fr("nav.clients")).click()
    phone.page.wait_for_load_state("networkidle")
    assert asked(phone, ".wasm") == 0
    with phone.page.expect_request("**/*.wasm"):
        phone.button(fr("scan.title")).click()


def test_the_camera_is_closed_with_the_sheet(
    boutique: Boutique, new_screen: NewScreen, seeing: Seeing
) -> None:
    phone = looks_for_a_pass(seeing(darkness()), boutique, new_screen)
    phone.shows(fr("scan.aim"))
    camera_on = """() => document.querySelector('accueil-associate').shadowRoot
      .querySelector('accueil-find-client').shadowRoot.querySelector('accueil-scan-sheet')
      .shadowRoot.querySelector('accueil-scanner').shadowRoot.querySelector('video')
      .srcObject.getVideoTracks()[0]"""
    track = phone.page.evaluate_handle(camera_on)
    assert track.evaluate("track => track.readyState") == "live"
    phone.button(fr("common.close")).click()
    until(lambda: track.evaluate("track => track.readyState") == "ended")


@pytest.mark.parametrize("seen_as", [lambda picture: picture, tilted, dim])
def test_the_kiosk_greets_whoever_shows_a_pass_to_its_camera(
    boutique: Boutique,
    guest: Guest,
    new_screen: NewScreen,
    seeing: Seeing,
    seen_as: Callable[[Picture], Picture],
) -> None:
    browser = seeing(seen_as(shown(f"pass:{guest.pass_code}")))
    kiosk = kiosk_before(browser, boutique, new_screen)
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"), READ_WITHIN_S)
    until(lambda: guest.id in boutique.present())


def test_a_pass_that_stays_before_the_camera_is_one_showing(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, seeing: Seeing
) -> None:
    kiosk = kiosk_before(seeing(shown(guest.pass_code)), boutique, new_screen)
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"), READ_WITHIN_S)
    kiosk.shows(fr("kiosk.invite"), within_s=6)
    kiosk.page.wait_for_timeout(1500)  # more than five seconds since it was first seen
    assert asked(kiosk, "/api/v1/kiosk/pass") == 1


def test_a_dark_camera_says_so_and_a_code_can_be_typed(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, seeing: Seeing
) -> None:
    kiosk = kiosk_before(seeing(darkness()), boutique, new_screen)
    kiosk.shows(fr("scan.dark"), READ_WITHIN_S)
    kiosk.page.get_by_role("textbox", name=fr("kiosk.code")).fill(guest.pass_code)
    kiosk.button(fr("kiosk.enter")).click()
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"))


def test_a_kiosk_whose_camera_fails_asks_for_no_card_any_more(
    boutique: Boutique, new_screen: NewScreen, seeing: Seeing
) -> None:
    kiosk = kiosk_before(seeing(blank()), boutique, new_screen)
    kiosk.shows(fr("kiosk.invite"), READ_WITHIN_S)
    expect(kiosk.text(fr("scan.opening"))).to_have_count(0)
    kiosk.page.evaluate("""() => document.querySelector('accueil-kiosk').shadowRoot
      .querySelector('accueil-scanner').shadowRoot.querySelector('video')
      .srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))""")
    kiosk.shows(fr("kiosk.type_or_call"))
    expect(kiosk.text(fr("kiosk.invite"))).to_have_count(0)


def test_a_camera_that_is_refused_is_told_in_plain_words(
    boutique: Boutique, new_screen: NewScreen, seeing: Seeing
) -> None:
    phone = looks_for_a_pass(seeing(darkness(), allowed=False), boutique, new_screen)
    phone.shows(fr("scan.trouble.refused"))
    expect(phone.button(fr("scan.again"))).to_be_visible()


def test_a_device_without_a_camera_says_so_and_takes_the_typed_code(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    phone = looks_for_a_pass(None, boutique, new_screen)
    phone.shows(fr("scan.trouble.missing"))
    phone.button(fr("common.close")).click()
    phone.page.get_by_role("searchbox").fill(guest.pass_code)
    phone.button(guest.name).click()
    phone.shows_card(guest.name)
