"""The picture of tonight's event on the kiosk, upright and on its side, beside whole words."""

from __future__ import annotations

import itertools
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from store_server.event_messages import KeepEventPicture
from tests.browser.boutique import Boutique
from tests.browser.camera import blank
from tests.browser.conftest import Seeing
from tests.browser.screens import KIOSK, NewScreen, Screen
from tests.browser.soiree import ON_A_BUSY_MACHINE_S, TITLE, Soiree
from tests.browser.words import fr, say

TABLETS = ({"width": 1280, "height": 800}, {"width": 1024, "height": 768})
SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
Box = dict[str, float]


@pytest.fixture
def soiree(boutique: Boutique) -> Soiree:
    soiree = Soiree.planned(boutique)
    dusk = np.linspace((40, 30, 20), (60, 140, 220), 900, dtype=np.uint8)
    written, jpeg = cv2.imencode(".jpg", np.repeat(dusk[:, None, :], 1200, axis=1))
    assert written
    boutique.bus.ask(KeepEventPicture(soiree.id, jpeg.tobytes(), "image/jpeg"))
    return soiree


def kiosk_of(boutique: Boutique, new_screen: NewScreen, size: Box, **how: Any) -> Screen:
    kiosk: Screen = new_screen(boutique, viewport=size, **how)
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    kiosk.shows(TITLE, ON_A_BUSY_MACHINE_S)
    return kiosk


def box(found: Locator) -> Box:
    """Where it is on the screen."""
    measured = found.bounding_box()
    assert measured is not None
    return {**measured}


def apart(one: Box, other: Box) -> bool:
    return (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )


PARTS = (".brand", "h1.title", "accueil-scanner", ".invite", "form.code", "footer")


@pytest.mark.parametrize("language", ["fr-FR", "it-IT"])
@pytest.mark.parametrize("size", [KIOSK, *TABLETS])
def test_the_picture_stands_beside_words_and_camera_and_all_of_it_fits(
    boutique: Boutique,
    soiree: Soiree,
    new_screen: NewScreen,
    seeing: Seeing,
    size: Box,
    language: str,
) -> None:
    how = {"locale": language, "browser": seeing(blank())}
    kiosk = kiosk_of(boutique, new_screen, size, **how)
    kiosk.shows(say(language[:2], "kiosk.show_invitation"), ON_A_BUSY_MACHINE_S)
    picture = kiosk.page.locator("img.picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    seen = box(picture)
    assert seen["width"] * seen["height"] > size["width"] * size["height"] / 10
    fits(kiosk, size, ("img.picture", *PARTS))
    picture.evaluate("image => { image.hidden = true; }")
    fits(kiosk, size, PARTS)


def fits(kiosk: Screen, size: Box, parts: tuple[str, ...]) -> None:
    """No part lies over another, and there is nothing to scroll."""
    boxes = [box(kiosk.page.locator(part)) for part in parts]
    assert all(apart(one, other) for one, other in itertools.combinations(boxes, 2)), boxes
    assert kiosk.page.evaluate(SIZE) == [size["width"], size["height"]]


@pytest.mark.parametrize("size", [KIOSK, *TABLETS])
def test_a_picture_that_cannot_be_had_leaves_no_hole(
    boutique: Boutique, soiree: Soiree, new_screen: NewScreen, size: Box
) -> None:
    kiosk: Screen = new_screen(boutique, viewport=size)
    kiosk.witness.forgive("ERR_FAILED")
    kiosk.context.route(f"**/events/{soiree.id}/picture?*", lambda route: route.abort())
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    kiosk.shows(TITLE, ON_A_BUSY_MACHINE_S)
    expect(kiosk.page.locator("img.picture")).to_be_hidden()
    title = box(kiosk.page.locator("h1.title"))
    assert abs(title["x"] + title["width"] / 2 - size["width"] / 2) < 2
    kiosk.shows(fr("kiosk.type_or_call"))
