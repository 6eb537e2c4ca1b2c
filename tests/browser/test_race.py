"""Several may see a signal; exactly one claims it, and the others read who."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique, until
from tests.browser.screens import NewScreen
from tests.browser.words import fr

NAMES = ("Camille Laurent", "Matteo Valli")
TOLD_WITHIN_S = 1.0

# Both hands come down at the same moment of the machine's clock.
TAP_AT = "([button, atMs]) => void setTimeout(() => button.click(), atMs - Date.now())"


@pytest.fixture
def unanswered_s() -> float:
    """The second in line is told almost at once."""
    return 0.3


def test_of_two_who_tap_at_once_one_wins_and_the_other_reads_who(
    boutique_on_either: Boutique, new_screen: NewScreen
) -> None:
    boutique = boutique_on_either
    ids = {name: boutique.associate(name) for name in NAMES}
    first, second = NAMES
    guest = boutique.client(primary_associate_id=ids[first])
    phones = {name: new_screen(boutique).sign_in(ids[name]) for name in NAMES}
    boutique.walks_in(guest)
    phones[first].shows_card(guest.name)
    phones[second].shows_card(guest.name)

    at_ms = phones[first].page.evaluate("Date.now() + 700")
    for phone in phones.values():
        claim = phone.button(fr("steps.claim")).element_handle()
        phone.page.evaluate(TAP_AT, [claim, at_ms])
    until(lambda: boutique.signals(ids[first])[0].claimed_by, what="nobody won")

    winner = boutique.signals(ids[first])[0].claimed_by
    loser = next(name for name in NAMES if name != winner)
    took_s = phones[loser].shows(fr("steps.taken", name=winner), within_s=TOLD_WITHIN_S)
    assert took_s < TOLD_WITHIN_S
    expect(phones[winner].button(fr("steps.welcome"))).to_be_visible()
    expect(phones[winner].button(fr("steps.claim"))).to_have_count(0)
    expect(phones[loser].button(fr("steps.claim"))).to_have_count(0)
    phones[loser].shows(re.compile(re.escape(fr("said.faster", name=winner))))


def test_who_has_not_tapped_reads_within_a_second_who_took_it(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    ids = {name: boutique.associate(name) for name in NAMES}
    first, second = NAMES
    guest = boutique.client(primary_associate_id=ids[first])
    phones = {name: new_screen(boutique).sign_in(ids[name]) for name in NAMES}
    boutique.walks_in(guest)
    phones[first].shows_card(guest.name)
    phones[second].shows_card(guest.name)

    phones[first].button(fr("steps.claim")).click()
    phones[second].shows(fr("steps.taken", name=first), within_s=TOLD_WITHIN_S)
