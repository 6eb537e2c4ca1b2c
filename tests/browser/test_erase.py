"""A manager erases a client: what goes and what stays is said, and a PIN is not enough."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import expect

from store_server.audit_ports import AuditAsked, AuditLine
from store_server.clock import SystemClock
from store_server.strong_ports import Password
from store_server.web import one_time
from store_server.web.tokens import hash_pin
from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr

PASSWORD = "three quiet marble rooms"


@pytest.fixture
def ana(boutique: Boutique) -> Guest:
    guest = boutique.client("Ana", "Silva")
    boutique.bought(guest, "Sac Orangerie")
    return guest


@pytest.fixture
def manager(boutique: Boutique) -> str:
    return boutique.associate("Hélène Marchand", role="manager", on_shift=False)


def opened(boutique: Boutique, new_screen: NewScreen, manager: str, ana: Guest) -> Screen:
    desk: Screen = new_screen(boutique, viewport=DESK)
    desk.sign_in(manager, f"/dashboard#clients/{ana.id}")
    desk.button(fr("erase.open")).click()
    desk.shows(fr("erase.stays_ledger"))
    return desk


def choose_password(boutique: Boutique, manager: str, secret: str) -> None:
    kept = Password(manager, "helene", hash_pin(PASSWORD), secret, 0)
    line = AuditLine(manager, "password.set", manager, SystemClock().now())
    boutique.house.storage.accounts.set_password(kept, [], line)


def test_who_has_only_a_pin_is_sent_to_choose_more(
    boutique: Boutique, new_screen: NewScreen, manager: str, ana: Guest
) -> None:
    desk = opened(boutique, new_screen, manager, ana)
    desk.shows(fr("erase.section.purchases"))
    desk.shows(fr("erase.no_way"))
    expect(desk.button(fr("erase.by_password"))).to_have_count(0)


def test_a_client_is_erased_with_a_password_and_a_code_and_leaves_every_screen(
    boutique: Boutique, new_screen: NewScreen, manager: str, ana: Guest
) -> None:
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, f"/dashboard#clients/{ana.id}")
    other = new_screen(boutique, viewport=DESK).sign_in(
        boutique.associate("Marc Vidal", role="manager", on_shift=False),
        f"/dashboard#clients/{ana.id}",
    )
    other.shows(ana.name)
    secret = one_time.new_secret()
    choose_password(boutique, manager, secret)
    desk.button(fr("erase.open")).click()
    desk.shows(fr("erase.for_good"))
    desk.page.get_by_label(fr("strong.password")).fill("not my password")
    desk.page.get_by_label(fr("strong.any_code")).fill("000000")
    desk.witness.forgive("401 (UNAUTHORIZED)")
    desk.button(fr("erase.by_password")).last.click()
    desk.shows(fr("trouble.wrong_code"))
    desk.page.get_by_label(fr("strong.password")).fill(PASSWORD)
    desk.page.get_by_label(fr("strong.any_code")).fill(pyotp.TOTP(secret).now())
    desk.button(fr("erase.by_password")).last.click()
    for screen in (desk, other):
        expect(screen.page).to_have_url(f"{boutique.url}/dashboard#clients")
        screen.page.get_by_role("searchbox").fill("silva")
        screen.shows(fr("find.nobody"))
    (line,) = boutique.house.storage.audit_queries.lines(AuditAsked(what="client.erased"))
    assert (line.who.id, line.whom[0].id, line.whom[0].name) == (manager, ana.id, "")
