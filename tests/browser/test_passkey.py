"""A manager makes a passkey on their screen, and comes in by it on a browser that nobody paired."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyotp
from playwright.sync_api import expect
from sqlalchemy import update

from store_server.clock import SystemClock
from store_server.storage.tables import SessionRow
from tests.browser.boutique import PIN, Boutique
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr

PASSWORD = "three quiet marble rooms"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_the_managers_screen_on_any_browser(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    manager = boutique.associate("Hélène Vauban", role="manager")
    code = boutique.code("associate", associate_id=manager).code
    desk = new_screen(boutique, viewport=DESK)
    house = boutique.url.replace("127.0.0.1", "localhost")  # an address has no passkeys
    desk.witness.origin = house
    browser = desk.page.context.new_cdp_session(desk.page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    desk.page.goto(f"{house}/pair#{code}")
    desk.shows(fr("door.enter_pin"))
    desk.type_pin()
    desk.page.goto(f"{house}/dashboard#team")
    desk.shows(fr("access.pin_only"))
    desk.page.get_by_role("button", name=fr("strong.make_passkey")).click()
    expect(desk.page.get_by_text(fr("access.pin_only"))).to_have_count(0)
    assert len(boutique.house.storage.accounts.passkeys_of(manager)) == 1

    desk.page.context.clear_cookies()
    desk.page.goto(f"{house}/dashboard")
    desk.shows(fr("door.not_paired"))
    desk.page.get_by_role("button", name=fr("strong.by_passkey")).click()
    expect(desk.page.get_by_role("link", name=fr("rooms.team"))).to_be_visible()


def test_the_first_manager_of_a_strict_boutique_chooses_a_password_and_is_in(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    boutique.close()
    boutique.settings = replace(boutique.settings, managers_strong=True)
    boutique.open()
    manager = boutique.associate("Hélène Vauban", role="manager", on_shift=False, pin=False)
    desk = new_screen(boutique, viewport=DESK)
    desk.goto(f"/pair#{boutique.code('associate', associate_id=manager).code}")
    desk.shows(fr("strong.choose"))
    desk.button(fr("strong.by_password")).click()
    chooses_a_password(desk)
    desk.goto("/dashboard")
    expect(desk.page.get_by_role("link", name=fr("rooms.team"))).to_be_visible()
    assert boutique.house.storage.accounts.pin_of(manager).hash is None


def test_after_a_while_a_way_in_changes_only_once_it_is_proven_anew_who_asks(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    manager = boutique.associate("Hélène Vauban", role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard#team")
    desk.shows(fr("access.pin_only"))
    signed_in_long_ago(boutique)
    desk.button(fr("access.choose")).click()
    desk.shows(fr("proof.say"))
    desk.witness.forgive("401 (UNAUTHORIZED)")
    desk.page.get_by_label(fr("proof.pin")).fill("000000")
    desk.button(fr("proof.go_on")).click()
    desk.shows(fr("trouble.wrong_code"))
    desk.page.get_by_label(fr("proof.pin")).fill(PIN)
    desk.button(fr("proof.go_on")).click()
    chooses_a_password(desk)
    assert boutique.house.storage.accounts.password_of(manager) is not None


def chooses_a_password(desk: Screen) -> None:
    desk.page.get_by_label(fr("strong.login")).fill("helene")
    desk.button(fr("strong.go_on")).click()
    secret = desk.page.locator("code").inner_text()
    desk.page.get_by_label(fr("strong.new_password")).fill(PASSWORD)
    desk.page.get_by_label(fr("strong.code"), exact=True).fill(pyotp.TOTP(secret).now())
    desk.button(fr("common.save")).click()
    desk.button(fr("strong.kept")).click()


def signed_in_long_ago(boutique: Boutique) -> None:
    with boutique.house.storage.engine.begin() as connection:
        hour_ago = SystemClock().now() - timedelta(hours=1)
        connection.execute(update(SessionRow).values(created_at=hour_ago))
