"""From right to left: the guests' pages in Arabic, and the associate's app turned round."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import KIOSK, NewScreen, Screen
from tests.browser.shop import SCARF, furnish
from tests.browser.words import fr, say

TURN = "document.documentElement.dir = 'rtl'"
# Every element, those in shadow roots too, that reaches beyond the window's edges.
BEYOND = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(
    (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document.body)
    .filter((one) => !one.closest('.unseen') && one.checkVisibility())
    .map((one) => [one.tagName + '.' + one.className, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.left < -1 || box.right > innerWidth + 1))
    .map(([name, box]) => `${name} ${box.left}..${box.right}`);
}"""


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    guest = boutique.client("Aliénor", "Castelmaure", language="ar", tier="vip")
    boutique.bought(guest, "Sac Orangerie, veau mousse")
    return guest


def middle(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def ar(key: str, **values: str) -> str:
    return say("ar", key, **values)


def test_the_kiosk_greets_in_arabic_from_right_to_left(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    kiosk = new_screen(boutique, viewport=KIOSK)
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    kiosk.shows(fr("kiosk.type_or_call"))
    page = kiosk.page.locator("html")
    field = kiosk.page.get_by_role("textbox", name=fr("kiosk.code"))
    assert middle(field) < middle(kiosk.button(fr("kiosk.enter")))

    kiosk.button("العربية").click()
    kiosk.shows(ar("kiosk.type_or_call"))
    expect(page).to_have_attribute("dir", "rtl")
    field = kiosk.page.get_by_role("textbox", name=ar("kiosk.code"))
    assert middle(field) > middle(kiosk.button(ar("kiosk.enter")))
    assert kiosk.page.evaluate(BEYOND) == []
    field.fill(guest.pass_code)
    kiosk.button(ar("kiosk.enter")).click()
    kiosk.shows(ar("kiosk.welcome_name", name="Aliénor"))
    kiosk.shows(fr("kiosk.type_or_call"), within_s=6)
    expect(page).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("language", ["it", "zh", "ja", "ar"])
def test_a_guest_is_greeted_in_each_language_of_the_kiosk(
    boutique: Boutique, new_screen: NewScreen, language: str
) -> None:
    guest = boutique.client("Noor", "Haddad", language=language)
    kiosk = new_screen(boutique, viewport=KIOSK)
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    kiosk.shows(fr("kiosk.type_or_call"))
    kiosk.page.keyboard.type(guest.pass_code)
    kiosk.page.keyboard.press("Enter")
    kiosk.shows(say(language, "kiosk.welcome_name", name="Noor"))
    expect(kiosk.page.locator("html")).to_have_attribute("lang", language)


def test_a_clients_own_page_is_read_from_right_to_left(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    mine = new_screen(boutique, locale="ar-AE")
    mine.pair(boutique.code("client", client_id=guest.id).code)
    mine.goto("/client")
    mine.shows(ar("my.agree"))
    switch = mine.page.get_by_role("switch", name=ar("purpose.presence"))
    track = switch.locator(".track")
    assert middle(track) < middle(switch), "the switch stands at the line's end, on the left"
    names = [mine.button(name).bounding_box() for name in ("中文", "日本語", "العربية")]
    assert all(box is not None and box["width"] >= box["height"] for box in names)
    assert mine.page.evaluate(BEYOND) == []


def test_the_fast_lane_is_read_from_right_to_left(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    furnish(boutique)
    phone = new_screen(boutique, locale="ar-AE")
    phone.goto("/pay")
    phone.button(ar("fastlane.begin")).click()
    phone.button(ar("bag.find")).click()
    phone.page.get_by_role("searchbox").fill(SCARF)
    phone.page.get_by_role("searchbox").press("Enter")
    away = phone.button(ar("bag.remove_named", name="Foulard Jardin de nuit"))
    wrap = phone.button(ar("bag.wrap"))
    expect(away).to_be_visible()
    assert middle(away) < middle(wrap)
    assert phone.page.evaluate(BEYOND) == []
    phone.page.get_by_role("button", name=ar("bag.share")).click()
    phone.button(ar("split.amount")).click()
    phone.shows(ar("split.rule"))
    assert phone.page.evaluate(BEYOND) == []


def test_the_associates_list_and_card_are_mirrored_and_nothing_overflows(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    """The staff's languages run from left to right; that the app could turn is kept true."""
    camille = boutique.associate("Camille Laurent", languages=("fr", "ar"))
    phone: Screen = new_screen(boutique).sign_in(camille)
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    monogram = phone.card(guest.name).locator("accueil-monogram").first
    name = phone.card(guest.name).get_by_role("heading", name=guest.name)
    back = phone.button(fr("common.back"))
    assert middle(monogram) < middle(name)
    assert middle(back) < 195

    phone.page.evaluate(TURN)
    assert middle(monogram) > middle(name)
    assert middle(back) > 195
    flipped = back.locator("svg").evaluate("svg => getComputedStyle(svg).scale")
    assert flipped == "-1 1"
    assert phone.page.evaluate(BEYOND) == []

    back.click()
    row = phone.button(guest.name)
    assert middle(row.locator("accueil-monogram")) > middle(row.locator(".name"))
    edge = row.evaluate("row => getComputedStyle(row).borderRightWidth")
    assert edge == "3px"
    assert phone.page.evaluate(BEYOND) == []
