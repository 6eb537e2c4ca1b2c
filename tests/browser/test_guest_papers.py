"""A guest's letters and pass on the manager's sheet: what became of them, and once more."""

from __future__ import annotations

import re

import pytest

from store_server.event_messages import SettleLetter
from store_server.letter_ports import LetterState
from tests.browser.boutique import Boutique
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.soiree import Soiree
from tests.browser.test_aftermath import is_accessible
from tests.browser.words import fr

ON_A_BUSY_MACHINE_S = 25.0
TROUBLE = "550 5.1.1 no such mailbox"


@pytest.fixture
def soiree(boutique: Boutique) -> Soiree:
    return Soiree.planned(boutique)


@pytest.fixture
def ines(boutique: Boutique, soiree: Soiree, new_screen: NewScreen) -> str:
    """Confirmed, with a pass; the mail server refused her invitation."""
    guest_id = soiree.asks(email="ines@guest.example")
    (invitation,) = boutique.house.storage.post.letters_to(guest_id)
    boutique.bus.ask(SettleLetter(invitation.id, LetterState.REFUSED, TROUBLE))
    soiree.comes(guest_id, new_screen(boutique))
    return guest_id


@pytest.fixture
def sheet(boutique: Boutique, soiree: Soiree, ines: str, new_screen: NewScreen) -> Screen:
    assert soiree.line(ines).standing == "confirmed"
    maud = boutique.associate("Maud Marchand", "manager")
    desk: Screen = new_screen(boutique, viewport=DESK)
    desk.sign_in(maud, f"/dashboard#events/{soiree.id}/guests")
    desk.button(re.compile("Inès Beaumont")).click()
    desk.shows(TROUBLE, ON_A_BUSY_MACHINE_S)
    return desk


def test_a_letter_that_failed_says_why_and_is_sent_again(
    boutique: Boutique, ines: str, sheet: Screen
) -> None:
    is_accessible(sheet, "letters")
    sheet.shows(re.compile(fr("letter_state.refused")))
    sheet.button(re.compile(f"^{fr('letters.again')}.*{fr('letter_kind.invitation')}")).click()
    sheet.shows(fr("letters.goes_again"), ON_A_BUSY_MACHINE_S)
    letters = boutique.house.storage.post.letters_to(ines)
    assert [one.kind for one in letters].count("invitation") == 2


def test_a_pass_is_replaced_and_taken_away_once_it_is_confirmed(
    soiree: Soiree, ines: str, sheet: Screen
) -> None:
    before = soiree.pass_of(ines)
    sheet.button(fr("passes.reissue")).click()
    sheet.shows(fr("passes.reissue_writes"))
    sheet.button(fr("common.cancel")).click()
    assert soiree.pass_of(ines) == before
    sheet.button(fr("passes.reissue")).click()
    sheet.button(fr("passes.reissue_sure")).click()
    sheet.shows(fr("passes.reissue_done"), ON_A_BUSY_MACHINE_S)
    assert soiree.pass_of(ines) != before
    sheet.shows(re.compile(fr("letter_kind.new_pass")), ON_A_BUSY_MACHINE_S)
    sheet.button(fr("passes.revoke")).click()
    sheet.button(fr("passes.revoke_sure")).click()
    sheet.shows(fr("passes.revoke_done"), ON_A_BUSY_MACHINE_S)
    with pytest.raises(AssertionError, match="no pass"):
        soiree.pass_of(ines)
