"""From "I take it" to done, to a colleague, or "not now"."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique, Guest, until
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

CAMILLE, MATTEO = "Camille Laurent", "Matteo Valli"


@pytest.fixture
def people(boutique: Boutique) -> dict[str, str]:
    return {name: boutique.associate(name) for name in (CAMILLE, MATTEO)}


@pytest.fixture
def guest(boutique: Boutique, people: dict[str, str]) -> Guest:
    return boutique.client(primary_associate_id=people[CAMILLE])


@pytest.fixture
def phone(
    boutique: Boutique, people: dict[str, str], guest: Guest, new_screen: NewScreen
) -> Screen:
    """Camille's, with the card of the guest who has just come in."""
    phone: Screen = new_screen(boutique).sign_in(people[CAMILLE])
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    return phone


def test_a_welcome_goes_from_claimed_to_done(
    boutique: Boutique, people: dict[str, str], phone: Screen
) -> None:
    phone.button(fr("steps.claim")).click()
    phone.button(fr("steps.welcome")).click()
    phone.button(fr("steps.with_client")).click()
    phone.button(fr("steps.finish")).click()
    phone.page.get_by_label(fr("finish.note")).fill("Rappeler pour le bleu")
    phone.button(fr("finish.outcome.promised")).click()
    phone.button(fr("finish.done")).click()
    phone.shows(fr("empty.calm"))
    until(lambda: not boutique.signals(people[CAMILLE]))
    assert boutique.told("SignalFinished")["outcome"] == "promised"


def test_a_client_is_handed_over_to_a_colleague_with_a_word(
    boutique: Boutique, people: dict[str, str], guest: Guest, phone: Screen, new_screen: NewScreen
) -> None:
    colleague = new_screen(boutique).sign_in(people[MATTEO])
    phone.button(fr("steps.claim")).click()
    phone.button(fr("steps.hand_over")).click()
    phone.page.get_by_label(fr("hand_over.note")).fill("Cherche un cadeau")
    phone.button(MATTEO).click()

    colleague.shows_card(guest.name)
    colleague.shows(fr("card.handed_by", name=CAMILLE))
    colleague.shows("Cherche un cadeau")
    colleague.button(fr("steps.claim")).click()
    phone.shows(re.compile(re.escape(fr("list.with", name=MATTEO))))


def test_not_now_with_a_reason_tells_the_next_in_line(
    boutique: Boutique, people: dict[str, str], guest: Guest, phone: Screen, new_screen: NewScreen
) -> None:
    colleague = new_screen(boutique).sign_in(people[MATTEO])
    colleague.shows(fr("empty.calm"))
    phone.button(fr("steps.not_now")).click()
    phone.button(fr("not_now.reason.with_someone")).click()
    colleague.shows_card(guest.name)
    expect(phone.button(fr("steps.claim"))).to_have_count(0)


def test_not_now_for_two_minutes_says_until_when(guest: Guest, phone: Screen) -> None:
    phone.button(fr("steps.not_now")).click()
    phone.page.get_by_role("button", name="Dans 2 minutes").click()
    phone.shows(re.compile("Rappel à"))


def test_a_signal_ends_by_itself_when_the_client_leaves(
    boutique: Boutique, people: dict[str, str], guest: Guest, phone: Screen
) -> None:
    boutique.leaves(guest, people[MATTEO])
    phone.shows(fr("empty.calm"))
    expect(phone.text(guest.name)).to_have_count(0)
