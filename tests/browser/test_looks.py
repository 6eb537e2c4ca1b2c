"""Languages, themes, the keyboard, and text at twice its size."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.screens import PHONE, NewScreen, Screen
from tests.browser.words import en, fr, say

GROUND = "getComputedStyle(document.documentElement).backgroundColor"
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
WIDTH = "[document.documentElement.scrollWidth, innerWidth]"
LINES = """button => {
  const tops = new Set(), words = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    for (const box of range.getClientRects()) if (box.width) tops.add(Math.round(box.top));
  }
  return tops.size;
}"""
CAMILLE = "Camille Laurent"


@pytest.fixture
def phone(boutique: Boutique, new_screen: NewScreen) -> Screen:
    phone: Screen = new_screen(boutique).sign_in(boutique.associate(CAMILLE))
    return phone


def test_the_language_is_switched_without_losing_ones_place(phone: Screen) -> None:
    phone.button(fr("nav.settings")).click()
    phone.button("English").click()
    phone.shows(en("settings.language"))
    expect(phone.page.locator("html")).to_have_attribute("lang", "en")
    phone.page.reload()
    phone.shows(en("empty.calm"))
    phone.button(en("nav.settings")).click()
    phone.button("Français").click()
    phone.shows(fr("settings.language"))


@pytest.mark.parametrize(("locale", "language"), [("fr-CA", "fr"), ("en-GB", "en")])
def test_a_page_speaks_the_language_of_the_device(
    boutique: Boutique, new_screen: NewScreen, locale: str, language: str
) -> None:
    page = new_screen(boutique, locale=locale)
    page.goto("/")
    page.shows(say(language, "chooser.say"))


def test_a_theme_that_is_chosen_is_worn_at_once_and_the_next_day(phone: Screen) -> None:
    phone.button(fr("nav.settings")).click()
    light = phone.page.evaluate(GROUND)
    phone.button(fr("settings.theme.dark")).click()
    dark = phone.page.evaluate(GROUND)
    assert dark != light
    phone.page.reload()
    phone.shows(fr("empty.calm"))
    assert phone.page.evaluate(GROUND) == dark


def test_the_card_can_be_claimed_with_the_keyboard_alone(boutique: Boutique, phone: Screen) -> None:
    guest = boutique.client()
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    for _ in range(15):
        phone.page.keyboard.press("Tab")
        if phone.button(fr("steps.claim")).evaluate("button => button.matches(':focus-visible')"):
            break
    phone.page.keyboard.press("Enter")
    expect(phone.button(fr("steps.welcome"))).to_be_visible()


def test_the_pin_can_be_typed_on_a_keyboard(boutique: Boutique, new_screen: NewScreen) -> None:
    phone = new_screen(boutique)
    code = boutique.code("associate", associate_id=boutique.associate(CAMILLE)).code
    phone.goto(f"/pair#{code}")
    phone.shows(fr("door.enter_pin"))
    phone.page.keyboard.type("2580")
    phone.page.keyboard.press("Enter")
    phone.shows(fr("empty.hello", name="Camille"))


def test_an_arrival_is_said_to_a_screen_reader(boutique: Boutique, phone: Screen) -> None:
    guest = boutique.client()
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    said = phone.page.locator("[aria-live=assertive]")
    expect(said).to_have_text(re.compile(re.escape(guest.name)))


MOVING = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(
    (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document).filter((one) => {
    const {animationName, transitionDuration} = getComputedStyle(one);
    return animationName !== 'none' || !/^(0s(, )?)+$/.test(transitionDuration);
  }).map((one) => one.tagName + '.' + one.className);
}"""


def test_nothing_moves_where_motion_is_not_wanted(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    guest = boutique.client()
    lively = new_screen(boutique, reduced_motion="no-preference")
    still = new_screen(boutique, reduced_motion="reduce")
    for phone, name in ((still, CAMILLE), (lively, "Matteo Valli")):
        phone.sign_in(boutique.associate(name))
    boutique.walks_in(guest)
    still.shows_card(guest.name)
    assert lively.page.evaluate(MOVING)
    assert still.page.evaluate(MOVING) == []


def test_a_page_that_nobody_is_signed_in_on_writes_no_error(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    page = new_screen(boutique)
    for path, words in (
        ("/associate", "door.not_paired"),
        ("/dashboard", "door.not_paired"),
        ("/client", "my.unknown"),
    ):
        page.goto(path)
        page.shows(fr(words))
    assert page.witness.faults == []


def test_the_documentation_wears_the_houses_letters_and_accent(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    page = new_screen(boutique)
    page.goto("/associate")
    accent = page.page.evaluate(ACCENT)
    page.goto("/api/v1/docs")
    assert page.page.evaluate(ACCENT) == accent
    letters = page.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert letters.startswith('"Cormorant Garamond"')


def test_nothing_is_cut_off_at_twice_the_size_of_text(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    guest = boutique.client(tastes=("cuir souple",), sizes=(("chaussures", "38½"),))
    boutique.bought(guest, "Sac Orangerie, veau mousse")
    small = new_screen(boutique, viewport={"width": 320, "height": 640})
    small.sign_in(boutique.associate(CAMILLE))
    boutique.walks_in(guest)
    small.shows_card(guest.name)
    small.page.evaluate("document.documentElement.style.fontSize = '200%'")
    scroll, window = small.page.evaluate(WIDTH)
    assert scroll <= window
    expect(small.button(fr("steps.claim"))).to_be_in_viewport()


def test_the_bar_above_a_card_stands_on_one_line(boutique: Boutique, new_screen: NewScreen) -> None:
    """At its fullest: back, what can be sold, and the others who wait."""
    camille = boutique.associate(CAMILLE)
    phone = new_screen(boutique).sign_in(camille)
    first, *others = (boutique.client(primary_associate_id=camille) for _ in range(3))
    boutique.walks_in(first)
    phone.shows_card(first.name)
    phone.button(fr("steps.claim")).click()
    for other in others:
        boutique.walks_in(other)
    bar = phone.page.locator(".one .back")
    expect(bar.get_by_role("button")).to_have_count(3)
    buttons = bar.get_by_role("button").all()
    for button in buttons:
        assert button.evaluate(LINES) == 1, button.inner_text()
    assert len({button.evaluate("button => button.offsetTop") for button in buttons}) == 1
    scroll, window = phone.page.evaluate(WIDTH)
    assert scroll <= window == PHONE["width"]
