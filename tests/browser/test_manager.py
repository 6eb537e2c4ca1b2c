"""The manager's screen: it pairs what others hold in their hands, and shows the floor as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import expect

from store_server.settings import SmtpSettings
from tests.broker import Publisher
from tests.browser.boutique import Boutique
from tests.browser.conftest import opened
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr
from tests.services import Mosquitto

AMBER = """() => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.background = 'var(--attention-wash)';
  return getComputedStyle(probe).backgroundColor;
}"""

HELENE, CAMILLE = "Hélène Marchand", "Camille Laurent"


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen) -> Screen:
    desk: Screen = new_screen(boutique, viewport=DESK).sign_in(
        boutique.associate(HELENE, role="manager", on_shift=False), "/dashboard"
    )
    desk.shows(fr("floor.live"))
    return desk


@pytest.fixture
def deaf_soon(
    sqlite_url: str, tmp_path: Path, mosquitto: Mosquitto, publisher: Publisher, smtp: SmtpSettings
) -> Iterator[Boutique]:
    """A house whose broker is its own, and may be killed."""
    with opened(sqlite_url, tmp_path, mosquitto, publisher, 20.0, smtp) as boutique:
        yield boutique


def test_a_phone_is_paired_by_the_picture_on_the_managers_screen(
    boutique: Boutique, new_screen: NewScreen, tmp_path: Path
) -> None:
    camille = boutique.associate(CAMILLE)
    manager = boutique.associate(HELENE, role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard")
    desk.button(fr("pairing.title")).click()
    desk.button(CAMILLE).click()
    desk.page.get_by_role("img", name=fr("pairing.qr")).screenshot(path=tmp_path / "code.png")
    picture = cv2.imread(str(tmp_path / "code.png"))
    assert picture is not None
    address, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert address.startswith(f"{boutique.url}/pair#")

    phone = new_screen(boutique)
    phone.page.goto(address)
    phone.shows(fr("door.enter_pin"))
    phone.type_pin()
    phone.shows(fr("empty.hello", name="Camille"))
    assert boutique.house.storage.accounts.paired_devices()[0].associate_id == camille


def test_the_floor_is_live(boutique: Boutique, desk: Screen) -> None:
    camille = boutique.associate(CAMILLE)
    guest = boutique.client(primary_associate_id=camille)
    desk.shows(fr("floor.nobody"))
    boutique.walks_in(guest)
    desk.shows(guest.name)
    desk.shows(re.compile(re.escape(fr("floor.told", names=CAMILLE))))
    boutique.claims(camille)
    desk.shows(re.compile(f"{fr('state.claimed')} · {CAMILLE}"))
    boutique.leaves(guest, camille)
    desk.shows(fr("floor.away"))
    desk.shows(fr("floor.no_signals"))


def test_every_room_of_the_managers_screen_opens(boutique: Boutique, desk: Screen) -> None:
    guest = boutique.client()
    for room in ("clients", "team", "places", "floor"):
        desk.page.get_by_role("link", name=fr(f"rooms.{room}")).click()
        expect(desk.page.get_by_role("link", name=fr(f"rooms.{room}"))).to_have_attribute(
            "aria-current", "page"
        )
    desk.goto(f"/dashboard#clients/{guest.id}")
    desk.shows(guest.name)


def test_a_house_that_lost_its_broker_says_that_nothing_is_heard_until_it_is_back(
    deaf_soon: Boutique, mosquitto: Mosquitto, new_screen: NewScreen
) -> None:
    manager = deaf_soon.associate(HELENE, role="manager", on_shift=False)
    desk = new_screen(deaf_soon, viewport=DESK).sign_in(manager, "/dashboard")
    desk.shows(fr("floor.live"))
    strip = desk.page.get_by_role("alert").filter(has_text=fr("floor.deaf"))
    expect(strip).to_have_count(0)
    mosquitto.kill()
    expect(strip).to_be_visible(timeout=15_000)
    expect(strip).to_have_css("background-color", desk.page.evaluate(AMBER))
    expect(desk.text(fr("floor.live"))).to_have_count(0)
    mosquitto.start()
    expect(strip).to_have_count(0, timeout=30_000)
    desk.shows(fr("floor.live"))


def test_at_the_managers_door_one_button_is_filled(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    desk = new_screen(boutique, viewport=DESK)
    desk.witness.forgive("401")
    desk.goto("/dashboard")
    passkey = desk.button(fr("strong.by_passkey"))
    expect(passkey).to_be_visible()
    filled = desk.page.locator(".primary:visible")
    expect(filled).to_have_text([fr("strong.by_passkey")])
    desk.button(fr("strong.by_password")).click()
    expect(desk.page.get_by_role("button", name=fr("strong.enter"), exact=True)).to_be_visible()
    expect(filled).to_have_text([fr("strong.by_passkey")])


def test_an_associate_is_not_shown_the_managers_screen(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate(CAMILLE), "/dashboard")
    phone.shows(fr("trouble.not_allowed"))


def test_a_phone_that_the_manager_revokes_is_signed_out_at_once(
    boutique: Boutique, desk: Screen, new_screen: NewScreen
) -> None:
    guest = boutique.client()
    phone = new_screen(boutique).sign_in(boutique.associate(CAMILLE))
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.witness.forgive("401 (UNAUTHORIZED)")
    desk.page.get_by_role("link", name=fr("rooms.team")).click()
    desk.shows(fr("paired.current"))
    desk.button(fr("paired.revoke_named", name="Camille · ordinateur")).click()
    desk.button(fr("common.cancel")).click()
    assert len(boutique.house.storage.accounts.paired_devices()) == 2
    desk.button(fr("paired.revoke_named", name="Camille · ordinateur")).click()
    desk.page.get_by_role("button", name=fr("paired.sure_yes"), exact=True).click()
    phone.shows(fr("door.not_paired"), within_s=2)
    expect(phone.text(guest.name)).to_have_count(0)
    expect(desk.button(fr("paired.revoke_named", name="Camille · ordinateur"))).to_have_count(0)
