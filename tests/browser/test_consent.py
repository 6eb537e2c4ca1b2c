"""No consent, no recognition; and what is taken back is gone within a second, everywhere."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

GONE_WITHIN_S = 1.0
NAMES = ("Camille Laurent", "Matteo Valli")


@pytest.fixture
def unanswered_s() -> float:
    return 0.3


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


def own_page(boutique: Boutique, new_screen: NewScreen, guest: Guest) -> Screen:
    page: Screen = new_screen(boutique)
    page.goto(f"/pair#{boutique.code('client', client_id=guest.id).code}")
    page.shows(fr("my.hello", name=guest.name.split()[0]))
    return page


def test_a_consent_taken_back_on_the_clients_own_page_ends_the_signal_within_a_second(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    phones = [new_screen(boutique).sign_in(boutique.associate(name)) for name in NAMES]
    mine = own_page(boutique, new_screen, guest)
    boutique.walks_in(guest)
    for phone in phones:
        phone.shows_card(guest.name)

    began_s = time.monotonic()
    mine.page.get_by_role("switch", name=fr("purpose.presence")).click()
    for phone in phones:
        expect(phone.text(guest.name)).to_have_count(0, timeout=1000 * GONE_WITHIN_S)
    assert time.monotonic() - began_s < GONE_WITHIN_S

    for phone in phones:
        phone.shows(fr("empty.calm"))
        assert guest.name not in phone.page.content()
    boutique.walks_in_unknown(guest)
    assert not boutique.present()
    expect(phones[0].text(guest.name)).to_have_count(0)


def test_a_signal_withdrawn_while_its_phone_was_offline_is_gone_when_it_returns(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate(NAMES[0]))
    mine = own_page(boutique, new_screen, guest)
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.network(there=False)
    phone.shows(fr("offline.bar"))
    mine.page.get_by_role("switch", name=fr("purpose.presence")).click()
    mine.shows(re.compile(fr("my.withdrawn", date="")))
    phone.network(there=True)
    phone.shows(fr("empty.calm"))
    expect(phone.text(guest.name)).to_have_count(0)


def test_a_consent_given_again_lets_the_client_be_recognised(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    guest = boutique.client(consent=False)
    phone = new_screen(boutique).sign_in(boutique.associate(NAMES[0]))
    mine = own_page(boutique, new_screen, guest)
    agree = mine.page.get_by_role("switch", name=fr("purpose.presence"))
    expect(agree).not_to_be_checked()
    agree.click()
    expect(agree).to_be_checked()
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
