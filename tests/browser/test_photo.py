"""A client's photo, from the associate's card and the manager's page, while the consent stands."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr

GONE_WITHIN_S = 1.0


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """As a telephone takes it: far more pixels than are wanted, and heavier than may be sent."""
    noise = np.random.default_rng(3).integers(0, 255, (1500, 2000, 3), dtype=np.uint8)
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), noise)
    assert path.stat().st_size > 2 * 1024 * 1024
    return path


def add_photo(screen: Screen, snapshot: Path) -> None:
    """In the sheet that is open, with the consent of the client who stands by."""
    expect(screen.button(fr("photo.add"))).to_be_disabled()
    screen.page.get_by_role("switch", name=fr("photo.consent")).click()
    with screen.page.expect_file_chooser() as chooser:
        screen.button(fr("photo.add")).click()
    chooser.value.set_files(snapshot)
    expect(screen.button(fr("photo.change"))).to_be_visible()
    screen.button(fr("common.close")).click()


def test_an_associate_adds_a_photo_from_the_card_and_it_goes_with_its_consent(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, snapshot: Path
) -> None:
    mine = new_screen(boutique)
    mine.goto(f"/pair#{boutique.code('client', client_id=guest.id).code}")
    mine.shows(fr("my.agree"))
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.button(fr("photo.of", name=guest.name)).click()
    add_photo(phone, snapshot)
    shown = phone.card(guest.name).locator("accueil-monogram[size=l] img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 512

    mine.page.reload()
    mine.page.get_by_role("switch", name=fr("purpose.photo")).click()
    expect(shown).to_have_count(0, timeout=1000 * GONE_WITHIN_S)


def test_the_manager_adds_and_erases_a_photo_on_the_clients_page(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, snapshot: Path
) -> None:
    manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, f"/dashboard#clients/{guest.id}")
    desk.button(fr("photo.title")).click()
    add_photo(desk, snapshot)
    expect(desk.page.locator("section.who img")).to_be_visible()
    desk.button(fr("photo.title")).click()
    desk.button(fr("photo.remove")).click()
    expect(desk.button(fr("photo.add"))).to_be_enabled()
    desk.button(fr("common.close")).click()
    expect(desk.page.locator("section.who img")).to_have_count(0)


def test_what_is_no_picture_is_told_in_plain_words(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, tmp_path: Path
) -> None:
    manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, f"/dashboard#clients/{guest.id}")
    desk.button(fr("photo.title")).click()
    desk.page.get_by_role("switch", name=fr("photo.consent")).click()
    broken = tmp_path / "photo.jpg"
    broken.write_bytes(b"no photo")
    with desk.page.expect_file_chooser() as chooser:
        desk.button(fr("photo.add")).click()
    chooser.value.set_files(broken)
    desk.shows(fr("photo.unreadable"))
