"""The kiosk for whoever stands far off, cannot see or hear well, or sits in a wheelchair."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.camera import blank
from tests.browser.conftest import Seeing
from tests.browser.screens import KIOSK, NewScreen, Screen
from tests.browser.soiree import ON_A_BUSY_MACHINE_S, Soiree, kiosk_of
from tests.browser.words import fr

TOUCH_PX = 44
SAME_SHOWING_MS = 5000
# A tall screen stands from 0.6 to 1.8 m above the floor: its lower half is at most 1.2 m up, which
# is as high as somebody who sits reaches (EN 301 549 and the ADA say 1.22 m).
REACHED_FROM_PX = KIOSK["height"] / 2

LISTEN = """
  window.sounds = [];
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    const tone = make.call(this);
    window.sounds.push(tone);
    return tone;
  };
"""
SEEN = """async (verdict) => {
  await Promise.all(verdict.getAnimations().map((fade) => fade.finished));
  const word = verdict.querySelector('h1');
  const notes = window.sounds.splice(0).map((tone) => Math.round(tone.frequency.value));
  return [getComputedStyle(verdict).backgroundColor, verdict.querySelector('.seal svg').innerHTML,
    word.innerText, notes.join(), parseFloat(getComputedStyle(word).fontSize)];
}"""
TARGETS = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(
    (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document)
    .filter((one) => one.matches('button, input, a') &&
      one.checkVisibility({ visibilityProperty: true }))
    .map((one) => {
      const { top, bottom, width, height } = one.getBoundingClientRect();
      return { what: one.innerText || one.ariaLabel, top, bottom, width, height };
    });
}"""


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict in its four ways, and how large its word is."""

    colour: str
    shape: str
    word: str
    sound: str
    word_px: float


def shows(kiosk: Screen, code: str, verdict: str) -> Told:
    kiosk.page.get_by_role("textbox", name=fr("kiosk.code")).fill(code)
    kiosk.page.keyboard.press("Enter")
    seen = kiosk.page.locator(f"main.verdict.{verdict}")
    expect(seen).to_be_visible(timeout=ON_A_BUSY_MACHINE_S * 1000)
    told = Told(*seen.evaluate(SEEN))
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    return told


def test_each_verdict_is_told_by_colour_shape_word_and_sound(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    soiree = Soiree.planned(boutique)
    granted = soiree.guest_with_pass(new_screen(boutique))
    soiree.opens()
    kiosk = kiosk_of(boutique, new_screen)
    kiosk.context.add_init_script(LISTEN)
    kiosk.page.reload()
    welcome = shows(kiosk, granted, "welcome")
    kiosk.page.wait_for_timeout(SAME_SHOWING_MS)
    all_told = (welcome, shows(kiosk, granted, "already"), shows(kiosk, "NOBODY-0000", "moment"))
    for way in ("colour", "shape", "word", "sound"):
        assert len({getattr(one, way) for one in all_told} - {""}) == 3, way
    assert all(one.word_px >= KIOSK["width"] / 10 for one in all_told)


@pytest.fixture
def in_reach(boutique: Boutique, new_screen: NewScreen, seeing: Seeing) -> Screen:
    """A kiosk whose camera sees nobody, on an evening to which guests bring somebody by name."""
    soiree = Soiree.planned(boutique, plus_ones=1, plus_one_names=True)
    granted = soiree.guest_with_pass(new_screen(boutique), ("Léa",), plus_ones=1)
    soiree.opens()
    kiosk = kiosk_of(boutique, new_screen, browser=seeing(blank()))
    expect(kiosk.text(fr("scan.opening"))).to_have_count(0)
    reaches_everything(kiosk)
    kiosk.page.get_by_role("textbox", name=fr("kiosk.code")).fill(granted)
    kiosk.button(fr("kiosk.enter")).click()
    kiosk.shows(fr("kiosk.with_you"), ON_A_BUSY_MACHINE_S)
    return kiosk


def reaches_everything(kiosk: Screen) -> None:
    targets = kiosk.page.evaluate(TARGETS)
    assert len(targets) > 1
    for one in targets:
        assert REACHED_FROM_PX <= one["top"] < one["bottom"] <= KIOSK["height"], one
        assert min(one["width"], one["height"]) >= TOUCH_PX, one


def test_a_guest_in_a_wheelchair_reaches_all_that_is_asked_of_them(in_reach: Screen) -> None:
    reaches_everything(in_reach)
    in_reach.button("+ 1").click()
    in_reach.shows(fr("kiosk.name_wanted"), ON_A_BUSY_MACHINE_S)
    reaches_everything(in_reach)
