"""The manager's screen: it pairs what others hold in their hands, and shows the floor as it is."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr

HELENE, CAMILLE = "Hélène Marchand", "Camille Laurent"


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen) -> Screen:
    desk: Screen = new_screen(boutique, viewport=DESK).sign_in(
        boutique.associate(HELENE, role="manager", on_shift=False), "/dashboard"
    )
    desk.shows(fr("floor.live"))
    return desk


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
