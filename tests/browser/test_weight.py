"""A client's pages are light: they open on a phone at the edge of the network."""

from __future__ import annotations

import re

import pytest

from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen
from tests.browser.shop import SCARF, furnish

LIGHT_BYTES = 100_000
FACES = ("cormorant-garamond-light-", "hanken-grotesk-light-")  # the house's own, cut down
TRANSFERRED = """() => performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource'))
  .map(entry => [entry.name.split('/').pop(), entry.transferSize])"""


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
def test_a_clients_page_weighs_less_than_a_hundred_kilobytes(
    boutique: Boutique, new_screen: NewScreen, language: str
) -> None:
    guest = boutique.client()
    mine = new_screen(boutique, locale=language)
    mine.pair(boutique.code("client", client_id=guest.id).code)
    mine.goto("/client")
    mine.page.get_by_role("switch").first.wait_for()
    mine.page.wait_for_load_state("networkidle")
    transferred = mine.page.evaluate(TRANSFERRED)
    assert sum(size for _, size in transferred) < LIGHT_BYTES, transferred
    assert_in_the_houses_faces(transferred)


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
def test_the_fast_lane_weighs_less_than_a_hundred_kilobytes_before_the_camera(
    boutique: Boutique, new_screen: NewScreen, language: str
) -> None:
    """With a bag in hand, all that is asked of the house included."""
    furnish(boutique)
    phone = new_screen(boutique, locale=language)
    phone.goto("/pay")
    phone.page.locator("button.primary").click()
    phone.page.get_by_role("button", name=re.compile("Chercher|Look")).click()
    phone.page.get_by_role("searchbox").fill(SCARF)
    phone.page.get_by_role("searchbox").press("Enter")
    phone.shows("FOUL-01")
    phone.page.wait_for_load_state("networkidle")
    transferred = phone.page.evaluate(TRANSFERRED)
    assert sum(size for _, size in transferred) < LIGHT_BYTES, transferred
    assert_in_the_houses_faces(transferred)


def assert_in_the_houses_faces(transferred: list[tuple[str, int]]) -> None:
    faces = sorted(name for name, _ in transferred if "woff" in name)
    assert len(faces) == len(FACES), faces
    assert all(face.startswith(wanted) for face, wanted in zip(faces, FACES, strict=True)), faces
