"""One guest's whole evening on everybody's screens: asked by mail, come by its picture, thanked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from store_server.settings import SmtpSettings
from tests.browser.boutique import Boutique, until
from tests.browser.camera import Picture, held
from tests.browser.conftest import Seeing
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.soiree import ON_A_BUSY_MACHINE_S, Soiree, kiosk_of
from tests.browser.words import fr
from tests.mail_server import HOST, MailServer

SOON_MS = ON_A_BUSY_MACHINE_S * 1000
INES, CAMILLE = "Inès Beaumont", "Camille Laurent"
ADDRESS = "ines@guest.example"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def smtp(mail: MailServer) -> SmtpSettings:
    return SmtpSettings(HOST, mail.port, security="none", sender="soirees@maison.example")


@pytest.fixture
def camille(boutique: Boutique) -> str:
    return boutique.associate(CAMILLE, "host")


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen, camille: str) -> Screen:
    assert camille, "the manager's page knows its hosts from the start"
    screen: Screen = new_screen(boutique, viewport=DESK)
    return screen.sign_in(boutique.associate("Maud Marchand", "manager"), "/dashboard")


def test_a_guest_is_asked_comes_is_met_and_is_counted(
    boutique: Boutique,
    mail: MailServer,
    desk: Screen,
    camille: str,
    new_screen: NewScreen,
    seeing: Seeing,
) -> None:
    soiree = Soiree.planned(boutique)
    hosts_phone = new_screen(boutique).sign_in(camille)

    the_manager_invites(desk, soiree)
    invitation = the_letter(mail, 1)
    the_guest_accepts(new_screen(boutique), link_in(invitation, boutique))
    confirmation = the_letter(mail, 2)

    soiree.opens()
    nobody_is_in(desk, soiree)
    kiosk = kiosk_of(boutique, new_screen, browser=seeing(held(pass_in(confirmation))))
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    expect(kiosk.text(re.compile("Beaumont"))).to_have_count(0)
    assert (soiree.inside(), soiree.showings()) == (1, [("admitted", "welcome")])

    the_host_hears_of_it(hosts_phone)
    the_live_list_has_moved(desk)
    the_manager_ends_it(desk, soiree)
    the_report_counts_one(desk, soiree)
    the_guest_is_thanked(desk, mail)


# ---------------------------------------------------------------------- what each of them does


def the_manager_invites(desk: Screen, soiree: Soiree) -> None:
    """By hand, with a host of her own."""
    desk.goto(f"/dashboard#events/{soiree.id}/guests")
    desk.button(fr("guests.by_hand")).click(timeout=SOON_MS)
    sheet = desk.page.locator("accueil-add-guest")
    sheet.get_by_label(fr("field.given_name")).fill("Inès")
    sheet.get_by_label(fr("field.family_name")).fill("Beaumont")
    sheet.get_by_label(fr("field.email")).fill(ADDRESS)
    sheet.get_by_role("button", name=fr("guests.put_on")).click()
    desk.button(INES).click(timeout=SOON_MS)
    sheet = desk.page.locator("accueil-guest-sheet")
    sheet.get_by_role("combobox", name=fr("guests.host")).select_option(label=CAMILLE)
    sheet.get_by_role("button", name=fr("common.save")).click()
    desk.shows(re.compile(fr("guests.hosted", name=CAMILLE)), ON_A_BUSY_MACHINE_S)
    sheet.get_by_role("button", name=fr("common.close")).click()
    desk.button(re.compile("^Inviter 1 ")).click(timeout=SOON_MS)
    desk.shows(re.compile("^1 lettre part"), ON_A_BUSY_MACHINE_S)


def the_letter(mail: MailServer, number: int) -> EmailMessage:
    """By the order in which they came; each is for the one guest."""
    letter = mail.wait_for(number)[number - 1]
    assert ADDRESS in letter["To"]
    return letter


def link_in(letter: EmailMessage, boutique: Boutique) -> str:
    """Behind the button of the page in the mail."""
    page = letter.get_body(("html",))
    assert page is not None
    found = re.search(rf'href="({re.escape(boutique.url)}/i/[^"]+)"', page.get_content())
    assert found, "no personal link in this letter"
    return found[1]


def the_guest_accepts(phone: Screen, link: str) -> None:
    phone.page.goto(link)
    phone.button(fr("invitation.accept")).tap(timeout=SOON_MS)
    phone.shows(fr("invitation.state_confirmed"), ON_A_BUSY_MACHINE_S)


def pass_in(letter: EmailMessage) -> Picture:
    """The picture that the page in the mail shows."""
    page = letter.get_body(("html",))
    assert page is not None
    (picture,) = (part for part in letter.walk() if part.get_content_type() == "image/png")
    assert f"cid:{picture['Content-ID'].strip('<>')}" in page.get_content()
    pixels = np.frombuffer(picture.get_content(), dtype=np.uint8)
    return np.asarray(cv2.imdecode(pixels, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def nobody_is_in(desk: Screen, soiree: Soiree) -> None:
    desk.goto(f"/dashboard#door/{soiree.id}")
    expect(inside_tab(desk, 0)).to_be_visible(timeout=SOON_MS)


def inside_tab(desk: Screen, people: int) -> Locator:
    return desk.button(re.compile(rf"^{fr('evening.show_inside')}\s+{people}$"))


def the_host_hears_of_it(phone: Screen) -> None:
    phone.shows(re.compile(INES), ON_A_BUSY_MACHINE_S)
    phone.button(fr("common.back")).click()
    phone.button(fr("nav.evening")).click()
    phone.button(fr("evening.show_inside")).click()
    expect(phone.button(fr("evening.out_named", name=INES))).to_be_visible(timeout=SOON_MS)


def the_live_list_has_moved(desk: Screen) -> None:
    """On the page that has been open since before she came."""
    inside_tab(desk, 1).click(timeout=SOON_MS)
    desk.shows(INES, ON_A_BUSY_MACHINE_S)


def the_manager_ends_it(desk: Screen, soiree: Soiree) -> None:
    desk.goto(f"/dashboard#events/{soiree.id}")
    desk.button(fr("events.move.over")).click(timeout=SOON_MS)
    until(lambda: stage_of(soiree) == "over", ON_A_BUSY_MACHINE_S)


def stage_of(soiree: Soiree) -> str:
    stage: str = soiree.boutique.house.storage.event_queries.event(soiree.id).stage
    return stage


def the_report_counts_one(desk: Screen, soiree: Soiree) -> None:
    desk.page.get_by_role("link", name=fr("events.part.report"), exact=True).click(timeout=SOON_MS)
    desk.shows(fr("report.thank_hint"), ON_A_BUSY_MACHINE_S)  # said of what is over
    figure = desk.page.locator("dl > div").filter(has_text=fr("report.came_expected"))
    expect(figure.locator("dd")).to_have_text("1 / 1")
    desk.shows(fr("report.none_missing"))


def the_guest_is_thanked(desk: Screen, mail: MailServer) -> None:
    desk.button(fr("report.thank_now")).click(timeout=SOON_MS)
    desk.shows(fr("report.thanked"), ON_A_BUSY_MACHINE_S)
    thanks = the_letter(mail, 3)
    text = thanks.get_body(("plain",))
    assert text is not None
    assert "/f/" in text.get_content()
