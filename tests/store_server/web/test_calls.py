"""Whoever taps "call someone" at a kiosk is heard by those who may go, and reads who comes."""

from __future__ import annotations

import pytest

from store_server.web.calls import LASTS
from tests.store_server.web.boutique import Boutique, Browser


@pytest.fixture
def kiosk(boutique: Boutique) -> Browser:
    return boutique.kiosk()


def test_a_call_waits_until_the_first_colleague_goes(boutique: Boutique, kiosk: Browser) -> None:
    camille = boutique.person("host", "Camille Laurent")
    yue = boutique.person("associate", "Yue Chen")
    call = kiosk.post("/kiosk/calls").json
    assert [one["id"] for one in camille.get("/calls").json] == [call["id"]]
    answered = f"/calls/{call['id']}/answer"
    assert camille.post(answered).json["answered_by"] == "Camille"
    assert yue.post(answered).json["answered_by"] == "Camille"
    assert yue.get("/calls").json == []


def test_tapping_again_is_the_same_call_until_somebody_goes(
    boutique: Boutique, kiosk: Browser
) -> None:
    first = kiosk.post("/kiosk/calls").json["id"]
    assert kiosk.post("/kiosk/calls").json["id"] == first
    boutique.person("host").post(f"/calls/{first}/answer")
    assert kiosk.post("/kiosk/calls").json["id"] != first


def test_nobody_waits_at_a_screen_for_ever(boutique: Boutique, kiosk: Browser) -> None:
    call = kiosk.post("/kiosk/calls").json
    boutique.clock.passes(LASTS.total_seconds() + 1)
    host = boutique.person("host")
    assert host.get("/calls").json == []
    assert host.post(f"/calls/{call['id']}/answer").status_code == 404


def test_each_kiosk_calls_for_itself(boutique: Boutique, kiosk: Browser) -> None:
    kiosk.post("/kiosk/calls")
    boutique.kiosk().post("/kiosk/calls")
    assert len(boutique.person("manager").get("/calls").json) == 2
