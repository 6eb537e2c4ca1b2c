"""An Android terminal's browser: its scanner types, and the verdict stands there large."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from store_server.device_messages import AdoptDevice
from tests.browser.boutique import Boutique, until
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

TERMINAL = {"width": 360, "height": 640}
MakeTerminal = Callable[[str], Screen]


@pytest.fixture
def terminal(boutique: Boutique, new_screen: NewScreen) -> MakeTerminal:
    """One of this maker's, taken in by the manager, with its key in the address."""

    def make(dialect: str) -> Screen:
        adopted = boutique.bus.ask(
            AdoptDevice("tc52-1", kind="scanner", dialect=dialect, push=True)
        )
        screen: Screen = new_screen(boutique, viewport=TERMINAL)
        screen.goto(f"/devices/relay#{adopted.keys.push_token}")
        screen.shows(fr("relay.ready"))
        return screen

    return make


def scans(terminal: Screen, text: str) -> None:
    terminal.page.keyboard.type(text)
    terminal.page.keyboard.press("Enter")


def verdict(terminal: Screen) -> str | None:
    return terminal.page.locator("#relay").get_attribute("data-verdict")


@pytest.mark.parametrize("dialect", ["datawedge", "honeywell", "newland", "datalogic"])
def test_a_pass_that_is_typed_is_an_arrival(
    boutique: Boutique, terminal: MakeTerminal, dialect: str
) -> None:
    guest = boutique.client()
    screen = terminal(dialect)
    scans(screen, f"pass:{guest.pass_code}")
    screen.shows(fr("verdict.welcome"))
    assert verdict(screen) == "welcome"
    assert boutique.visits()


def test_an_intent_that_is_handed_over_is_relayed_whole(
    boutique: Boutique, terminal: MakeTerminal
) -> None:
    screen = terminal("honeywell")
    screen.page.evaluate(
        "extras => window.accueil.intent(extras)",
        json.dumps({"data": "WIFI:S=Guests;P:sesame;;", "aimId": "]Q1"}),
    )
    screen.shows(fr("verdict.foreign.wifi"))
    assert verdict(screen) == "stop"
    assert "ScanRead" in boutique.journal()


def test_codes_wait_while_the_wifi_is_away_and_each_arrives_once(
    boutique: Boutique, terminal: MakeTerminal
) -> None:
    screen = terminal("datawedge")
    screen.witness.forgive("ERR_INTERNET_DISCONNECTED")
    screen.page.context.set_offline(True)
    for number in range(3):
        scans(screen, f"event:v1.{number}")
    screen.shows(fr("relay.offline"))
    expect(screen.page.locator("#queue")).to_contain_text("3")
    assert "ScanRead" not in boutique.journal()
    screen.page.context.set_offline(False)
    until(lambda: boutique.journal().count("ScanRead") == 3, within_s=20)
    screen.shows(fr("verdict.event"))
    expect(screen.page.locator("#queue")).to_be_hidden()
    assert boutique.journal().count("ScanRead") == 3


def test_a_key_is_typed_once_and_a_wrong_one_is_said(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    adopted = boutique.bus.ask(
        AdoptDevice("tc52-1", kind="scanner", dialect="datawedge", push=True)
    )
    screen: Screen = new_screen(boutique, viewport=TERMINAL)
    screen.witness.forgive("404 (NOT FOUND)")
    screen.goto("/devices/relay")
    for key, shown in (("wrong-key", "relay.unknown"), (adopted.keys.push_token, "relay.ready")):
        screen.page.get_by_label(fr("relay.token")).fill(key)
        screen.button(fr("relay.start")).click()
        screen.shows(fr(shown))
    screen.page.reload()
    screen.shows(fr("relay.ready"))
