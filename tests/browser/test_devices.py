"""A device's life on the manager's screen: it waits, is adopted, put on the plan, asked, let go."""

from __future__ import annotations

import base64
import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from playwright.sync_api import Locator, expect

from store_server.device_messages import AdoptDevice, AmendDevice
from tests.browser.boutique import Boutique, until
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.words import fr
from tests.services import free_port

NAME = "Salon, cheminée"


@pytest.fixture
def desk(boutique: Boutique, new_screen: NewScreen) -> Screen:
    manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
    desk: Screen = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard")
    desk.shows(fr("floor.live"))
    return desk


def places(desk: Screen) -> None:
    desk.page.get_by_role("link", name=fr("rooms.places")).click()
    desk.shows(fr("plan.title"))


def sheet(desk: Screen) -> Locator:
    """What stands in the sheet over the page."""
    return desk.page.locator("accueil-adopt-sheet")


def test_a_bought_gateway_is_adopted_with_keys_that_are_shown_once(
    boutique: Boutique, desk: Screen
) -> None:
    places(desk)
    desk.button(fr("devices.adopt")).click()
    desk.button(fr("devices.bought")).click()
    desk.page.get_by_label(fr("devices.hardware")).fill("theengs/Salon")
    sheet(desk).get_by_label(fr("field.name"), exact=True).fill(NAME)
    desk.page.get_by_label(fr("devices.topics")).fill("home/Salon/#")
    sheet(desk).get_by_role("button", name=fr("devices.take_in")).click()
    desk.shows(fr("devices.keys_once"))
    desk.button(fr("devices.keys_kept")).click()
    desk.shows(NAME)
    (device,) = boutique.house.storage.queries.devices()
    assert (device.id, device.name) == ("theengs/Salon", NAME)


def test_an_agents_code_is_shown_and_the_page_sees_it_used(
    boutique: Boutique, desk: Screen
) -> None:
    places(desk)
    desk.button(fr("devices.adopt")).click()
    desk.button(fr("devices.own")).click()
    code = desk.page.locator("accueil-adopt-sheet .code").inner_text()
    asked = {"code": code, "kind": "scanner", "model": "ours"}
    request = urllib.request.Request(
        f"{boutique.url}/api/v1/devices/adopt",
        json.dumps(asked).encode(),
        {"Content-Type": "application/json"},
    )
    assert urllib.request.urlopen(request, timeout=5).status == 201
    desk.shows(fr("devices.adopted"), within_s=10)


def test_a_device_is_put_on_the_plan_and_moved_with_the_keys(
    boutique: Boutique, desk: Screen
) -> None:
    boutique.bus.ask(AmendDevice("door", name=NAME, zone="salon", kind="ble_gateway"))
    places(desk)
    desk.page.locator("accueil-floor-plan .unplaced").get_by_role("button", name=NAME).click()
    desk.page.locator(".plan").click(position={"x": 100, "y": 60})
    pin = desk.page.locator("button.pin")
    expect(pin).to_have_count(1)
    (before,) = boutique.house.storage.queries.devices()
    assert before.x is not None
    pin.focus()
    desk.page.keyboard.press("ArrowRight")
    until(lambda: boutique.house.storage.queries.devices()[0].x == round(before.x + 0.01, 3))


def leave(desk: Screen, how: str) -> None:
    asked = desk.page.locator("accueil-leave-sheet")
    asked.get_by_role("button", name=fr(f"devices.{how}"), exact=True).click()


def test_a_device_is_suspended_resumed_and_forgotten(boutique: Boutique, desk: Screen) -> None:
    boutique.bus.ask(AmendDevice("door", name=NAME, zone="salon", kind="ble_gateway"))
    places(desk)
    desk.page.get_by_role("link", name=NAME).click()
    desk.button(fr("devices.suspend")).click()
    desk.shows(fr("devices.suspend_more"))
    desk.page.locator("accueil-leave-sheet").get_by_role(
        "button", name=fr("devices.suspend"), exact=True
    ).click()
    desk.button(fr("devices.resume")).click()
    desk.button(fr("devices.forget")).click()
    desk.page.locator("accueil-leave-sheet").get_by_role(
        "button", name=fr("devices.forget"), exact=True
    ).click()
    desk.shows(fr("devices.none"))
    assert boutique.house.storage.queries.devices() == []


class CameraOnTheBroker:
    """Answers as our agent does; its picture is grey."""

    def __init__(self, boutique: Boutique) -> None:
        self.configured: list[dict[str, Any]] = []
        self._base = f"accueil/v1/{boutique.settings.boutique}/camera-1"
        self._ready = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_connect = lambda *_: self._client.subscribe(f"{self._base}/command", 1)
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._client.on_message = self._commanded
        self._client.connect(boutique.settings.mqtt_host, boutique.settings.mqtt_port)
        self._client.loop_start()
        assert self._ready.wait(10)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _commanded(self, _client: Any, _userdata: Any, message: Any) -> None:
        said = json.loads(message.payload)
        if said["do"] == "preview":
            _, jpeg = cv2.imencode(".jpg", np.full((90, 160, 3), 120, np.uint8))
            self._say("preview", {"id": said["id"], "jpeg": base64.b64encode(jpeg).decode()})
        if said["do"] == "configure":
            self.configured.append(said)
        self._say("answer", {"id": said["id"], "ok": True})

    def _say(self, kind: str, body: dict[str, Any]) -> None:
        self._client.publish(f"{self._base}/{kind}", json.dumps(body), 1)


@contextmanager
def camera_of(boutique: Boutique) -> Iterator[CameraOnTheBroker]:
    camera = CameraOnTheBroker(boutique)
    try:
        yield camera
    finally:
        camera.close()


def test_a_cameras_line_is_drawn_on_its_blurred_picture(boutique: Boutique, desk: Screen) -> None:
    boutique.bus.ask(AdoptDevice("camera-1", name="Entrée", kind="camera", dialect="canonical"))
    with camera_of(boutique) as camera:
        places(desk)
        desk.page.get_by_role("link", name="Entrée").click()
        desk.button(fr("calibrate.look")).click()
        first = desk.page.get_by_role("button", name=fr("calibrate.point", name="door", number="1"))
        first.focus()
        for _ in range(5):
            desk.page.keyboard.press("ArrowDown")
        desk.button(fr("calibrate.turn")).click()
        desk.page.locator("accueil-calibrate").get_by_role("button", name=fr("common.save")).click()
        desk.shows(fr("calibrate.walk"), within_s=10)
        (configured,) = camera.configured
        assert configured["lines"] == ["door:0.85,0.5,0.15,0.55"]


@pytest.fixture
def strict(boutique: Boutique, tmp_path: Path) -> Iterator[Boutique]:
    """A house that takes nobody in by itself."""
    settings = replace(
        boutique.settings,
        boutique=f"{boutique.settings.boutique}-strict",
        adopt_unknown=False,
        port=free_port(),
        data_dir=tmp_path / "strict",
        database_url="",
    )
    strict = Boutique(settings, boutique.publisher).open()
    yield strict
    strict.close()


def test_a_stranger_waits_until_it_is_adopted(strict: Boutique, new_screen: NewScreen) -> None:
    manager = strict.associate("Hélène Marchand", role="manager", on_shift=False)
    desk: Screen = new_screen(strict, viewport=DESK).sign_in(manager, "/dashboard")
    places(desk)
    topic = f"accueil/v1/{strict.settings.boutique}/stranger/about"
    strict.publisher.publish(topic, json.dumps({"kind": "ble_gateway", "model": "G1"}).encode())
    desk.shows(fr("devices.waiting"), within_s=15)
    desk.page.get_by_role("button", name=fr("devices.take_in"), exact=True).click()
    sheet(desk).get_by_label(fr("field.name"), exact=True).fill(NAME)
    sheet(desk).get_by_role("button", name=fr("devices.take_in")).click()
    desk.shows(fr("devices.keys_once"))
    desk.button(fr("devices.keys_kept")).click()
    expect(desk.text(fr("devices.waiting"))).to_have_count(0)
    assert [device.name for device in strict.house.storage.queries.devices()] == [NAME]


def test_a_spare_that_waits_takes_a_devices_place(strict: Boutique, new_screen: NewScreen) -> None:
    strict.bus.ask(AmendDevice("old", name=NAME, kind="ble_gateway"))
    manager = strict.associate("Hélène Marchand", role="manager", on_shift=False)
    desk: Screen = new_screen(strict, viewport=DESK).sign_in(manager, "/dashboard")
    for name, kind in (("spare", "ble_gateway"), ("camera", "camera")):
        topic = f"accueil/v1/{strict.settings.boutique}/{name}/about"
        strict.publisher.publish(topic, json.dumps({"kind": kind, "model": "G2"}).encode())
    places(desk)
    desk.shows(fr("devices.waiting"), within_s=15)
    desk.page.get_by_role("link", name=re.compile(NAME)).first.click()
    desk.button(fr("devices.replace")).click()
    desk.button(fr("devices.spare")).click()
    spares = desk.page.locator("accueil-spares li")
    expect(spares).to_have_count(1)  # a camera is no spare for a gateway
    spares.get_by_role("button").click()
    desk.shows(fr("devices.spare_sure", name="spare"))
    desk.button(fr("devices.spare_take")).click()
    desk.shows(fr("devices.replaced"))
    (device,) = strict.house.storage.queries.devices()
    assert (device.id, device.name, device.hardware) == ("old", NAME, "spare")
