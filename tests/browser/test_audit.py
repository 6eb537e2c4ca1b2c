"""The manager reads the audit log: by person, by deed, by day; and takes it away as a file."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from store_server.audit_ports import AuditAsked
from store_server.clock import SystemClock
from tests.browser.boutique import Boutique, Guest, until
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr

HELENE, CAMILLE = "Hélène Marchand", "Camille Laurent"
READ = fr("audit.deed.card_read")


def lines(desk: Screen) -> Locator:
    return desk.page.locator("accueil-audit ol.lines > li")


@pytest.fixture
def ana(boutique: Boutique) -> Guest:
    return boutique.client("Ana", "Silva")


@pytest.fixture
def lea(boutique: Boutique) -> Guest:
    return boutique.client("Léa", "Moreau")


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen, ana: Guest, lea: Guest) -> Screen:
    """Camille has read two cards; the manager has opened the log."""
    camille = boutique.associate(CAMILLE)
    accounts = boutique.house.storage.accounts
    for guest in (ana, lea):
        accounts.audit(camille, "card.read", guest.id, SystemClock().now())
    desk = new_screen(boutique, viewport=DESK)
    manager = boutique.associate(HELENE, role="manager", on_shift=False)
    desk.sign_in(manager, "/dashboard#team")
    desk.page.get_by_role("link", name=fr("audit.title")).click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(2)
    return desk


def deeds(boutique: Boutique, what: str) -> list[str]:
    return [
        line.whom[0].id if line.whom else ""
        for line in boutique.house.storage.audit_queries.all_lines(AuditAsked(what=what))
    ]


def test_the_log_is_read_by_the_person_whom_it_is_about(
    boutique: Boutique, desk: Screen, ana: Guest
) -> None:
    desk.page.get_by_label(fr("audit.whom")).fill("silva")
    desk.button(ana.name).last.click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(1)
    expect(lines(desk).filter(has_text=READ)).to_contain_text(ana.name)
    assert re.search(f"whom.*{ana.id}", desk.page.url)
    until(lambda: ana.id in deeds(boutique, "audit.read"))  # the look is in the log itself
    desk.page.reload()
    expect(desk.button(fr("audit.whom_all", name=ana.name))).to_be_visible()
    desk.button(fr("audit.whom_all", name=ana.name)).click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(2)


def test_the_log_is_read_by_who_acted_by_deed_and_by_day(desk: Screen, ana: Guest) -> None:
    desk.page.get_by_label(fr("audit.who")).select_option(label=CAMILLE)
    expect(lines(desk)).to_have_count(2)
    desk.page.get_by_label(fr("audit.what")).select_option(label=READ)
    expect(lines(desk)).to_have_count(2)
    desk.page.get_by_label(fr("audit.to"), exact=True).fill("2020-01-01")
    desk.page.get_by_label(fr("audit.to"), exact=True).press("Tab")
    desk.shows(fr("audit.none"))
    desk.button(fr("audit.clear")).click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(2)


def test_a_name_in_a_line_asks_for_its_lines_alone(desk: Screen, ana: Guest, lea: Guest) -> None:
    desk.button(fr("audit.only_whom", name=lea.name)).first.click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(1)
    expect(desk.text(ana.name)).to_have_count(0)


def test_a_clients_file_leads_to_who_saw_it(boutique: Boutique, desk: Screen, lea: Guest) -> None:
    desk.goto(f"/dashboard#clients/{lea.id}")
    until(lambda: lea.id in deeds(boutique, "client.read"))
    desk.page.get_by_role("link", name=fr("audit.of_client")).click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(1)
    expect(lines(desk).filter(has_text=fr("audit.deed.client_read")).first).to_contain_text(HELENE)


def test_older_lines_come_page_by_page(boutique: Boutique, desk: Screen, ana: Guest) -> None:
    accounts, now = boutique.house.storage.accounts, SystemClock().now()
    for _ in range(130):
        accounts.audit("house", "photo.read", ana.id, now)
    desk.page.reload()
    desk.page.get_by_label(fr("audit.what")).select_option(label=fr("audit.deed.photo_read"))
    expect(lines(desk)).to_have_count(60)
    desk.button(fr("audit.older")).click()
    expect(lines(desk)).to_have_count(120)
    desk.button(fr("audit.older")).click()
    expect(lines(desk)).to_have_count(130)
    expect(desk.button(fr("audit.older"))).to_have_count(0)


def test_the_log_is_taken_away_as_a_file_of_what_is_asked(
    boutique: Boutique, desk: Screen, ana: Guest
) -> None:
    desk.button(fr("audit.only_whom", name=ana.name)).first.click()
    expect(lines(desk).filter(has_text=READ)).to_have_count(1)
    with desk.page.expect_download() as going:
        desk.page.get_by_role("link", name=fr("audit.csv")).click()
    text = Path(going.value.path()).read_text(encoding="utf-8-sig")
    _, *rows = csv.reader(StringIO(text), delimiter=";")
    assert [row[5] for row in rows if row[4] == "card.read"] == [ana.name]
    until(lambda: ana.id in deeds(boutique, "audit.exported"))


def test_the_chain_is_verified_at_a_press(desk: Screen) -> None:
    desk.button(fr("audit.check")).click()
    desk.shows(fr("audit.whole"))
