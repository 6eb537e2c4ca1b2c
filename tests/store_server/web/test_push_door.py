"""The door for devices that can only push, by a real front door, over HTTP as devices speak it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from devices.decoding import Router
from devices.drivers import LARGEST_PAYLOAD_BYTES, discover
from store_server import messages as ask
from store_server.bus import Bus
from store_server.device_messages import KeepCounts, NoteTogether
from store_server.device_ports import PushedDevice
from store_server.domain.device_clock import DeviceClocks
from store_server.intake.front_door import FrontDoor
from store_server.intake.letterbox import LETTERS_AT_MOST, Letterbox
from store_server.intake.quarantine import Quarantine
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition
from store_server.ports import BusyError, FullError, KnownIdentity
from store_server.settings import Settings
from store_server.web import tokens
from store_server.web.problems import answer_with_problems
from store_server.web.push_door import STRANGERS_AT_MOST, STRANGERS_WITHIN_S, PushDoor, Pushed
from store_server.web.server import WebServer
from tests.store_server.web.boutique import Boutique, HandClock

UUID = "0d4e1c5a-7f1b-4a6e-9a53-2f6f0c9b7d11"
ANN = KnownIdentity("ann", "client-ann", "ibeacon", f"ibeacon:{UUID}:1:7", "key ring")
TOKEN = "a-token-of-256-bits"
SLEEPING = "a-token-of-a-suspended-device"
RECORD = {
    "type": "iBeacon",
    "mac": "C0FFEE000003",
    "rssi": -58,
    "ibeaconUuid": UUID,
    "ibeaconMajor": 1,
    "ibeaconMinor": 7,
}

ALERT = b"""<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<channelID>1</channelID><eventType>PeopleCounting</eventType>
<peopleCounting><statisticalMethods>timeRange</statisticalMethods>
<TimeRange><startTime>2026-03-14T09:00:00+00:00</startTime>
<endTime>2026-03-14T09:15:00+00:00</endTime></TimeRange>
<enter>4</enter><exit>9</exit></peopleCounting>
</EventNotificationAlert>"""


class TokensInMemory:
    def __init__(self) -> None:
        self.known = {
            tokens.fingerprint(TOKEN): PushedDevice("door-1", "minew", False),
            tokens.fingerprint("xovis"): PushedDevice("xovis/entrance", "xovis", False),
            tokens.fingerprint("hikvision"): PushedDevice("street", "hikvision", False),
            tokens.fingerprint(SLEEPING): PushedDevice("door-2", "minew", True),
        }

    def resolve(self, token_hash: str) -> PushedDevice | None:
        return self.known.get(token_hash)


@dataclass
class House:
    """The door, the letterbox, and a thread that stands for the reader's."""

    clock: HandClock = field(default_factory=HandClock)
    bus: Bus = field(default_factory=Bus)
    asked: list[Any] = field(default_factory=list)
    quarantine: Quarantine = field(default_factory=Quarantine)
    reading: bool = True
    locked: bool = False

    def open(self) -> House:
        self.bus.handle(KeepCounts, self._keep)
        for kind in (ask.ObserveSightings, ask.NoteGateway, NoteTogether, ask.KeepQuarantined):
            self.bus.handle(kind, self.asked.append)
        recognition = Recognition()
        recognition.know([ANN])
        self.door = FrontDoor(
            Router(discover(), "paris-1"),
            self.bus,
            self.clock,
            recognition,
            self.quarantine,
            RecentSightings(self.clock),
            DeviceClocks(),
        )
        self.letterbox = Letterbox(self.door)
        self.app = door_to(Pushed(TokensInMemory(), self.letterbox.post), self.clock)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.bus.start()
        return self

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.bus.stop()

    def _keep(self, command: KeepCounts) -> None:
        if self.locked:
            raise BusyError("locked")
        self.asked.append(command)

    def counted(self) -> list[tuple[int, int]]:
        """What was committed, in and out."""
        kept = [one for one in self.asked if isinstance(one, KeepCounts)]
        return [(count.people_in, count.people_out) for one in kept for count in one.counts]

    def _read(self) -> None:
        while not self._stopping.wait(0.002):
            if self.reading:
                self.door.moment(self.clock.monotonic())
                self.letterbox.empty()
                self.door.flush()

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def push(self, body: object, token: str = TOKEN, method: str = "POST", **more: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"/devices/push/{token}"
        return self.client().open(path, method=method, data=data, **more)

    def heard(self) -> list[ask.Heard]:
        """What was recognised so far, the bus having done its work."""
        self.close_bus()
        batches = [one for one in self.asked if isinstance(one, ask.ObserveSightings)]
        return [heard for batch in batches for heard in batch.sightings]

    def close_bus(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.door.flush()
        self.bus.stop()


def door_to(pushed: Pushed, clock: HandClock) -> Flask:
    app = Flask("door")
    answer_with_problems(app)
    app.register_blueprint(PushDoor(pushed, clock, lambda _asked: "192.0.2.1").blueprint())
    return app


@pytest.fixture
def house() -> Iterator[House]:
    house = House().open()
    yield house
    house.close()


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    "media",
    ["application/json", "application/octet-stream", "application/xml", "text/plain", None],
)
def test_what_is_posted_is_read_whatever_it_is_called(
    house: House, method: str, media: str | None
) -> None:
    answer = house.push([RECORD], method=method, content_type=media)
    assert (answer.status_code, answer.json) == (200, {})
    (heard,) = house.heard()
    assert (heard.identity_id, heard.gateway_id, heard.rssi_dbm) == ("ann", "door-1", -58.0)


def test_a_device_speaks_for_itself_alone(house: House) -> None:
    """Whatever name the body gives: the token says who it is."""
    own = {"type": "Gateway", "mac": "AC233FC03641"}
    assert house.push([own, RECORD]).status_code == 200
    assert [heard.gateway_id for heard in house.heard()] == ["door-1"]


def test_an_unreadable_body_is_refused_with_the_reason_and_counted(house: House) -> None:
    answer = house.push([{**RECORD, "rssi": "loud"}])
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "rssi" in answer.json["detail"]
    assert house.quarantine.total == 1


def test_an_empty_body_is_refused(house: House) -> None:
    assert house.push(b"").status_code == 400


def test_a_body_beyond_the_limit_is_too_large(house: House) -> None:
    assert house.push(b"[" + b" " * (LARGEST_PAYLOAD_BYTES - 2) + b"]").status_code == 200
    answer = house.push(b"[" + b" " * LARGEST_PAYLOAD_BYTES + b"]")
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_a_test_of_the_connection_is_answered(house: House) -> None:
    said = {"connection_test": {"message": "connection test"}}
    assert house.push(said, "xovis").status_code == 200
    assert house.quarantine.total == 0


def test_an_entity_is_not_resolved(house: House) -> None:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
        b"<EventNotificationAlert>&c;</EventNotificationAlert>"
    )
    answer = house.push(bomb, "hikvision", content_type="application/xml")
    assert answer.status_code == 400
    assert "bbbb" not in answer.text


def test_an_unknown_token_is_nobodys_and_soon_throttled(house: House) -> None:
    for _ in range(STRANGERS_AT_MOST):
        assert house.push([RECORD], "guess").status_code == 404
    answer = house.push([RECORD], "guess")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert house.push([RECORD]).status_code == 200  # a device of ours at the same address
    house.clock.passes(STRANGERS_WITHIN_S + 1)
    assert house.push([RECORD], "guess").status_code == 404


def test_a_suspended_device_is_told_so_and_not_heard(house: House) -> None:
    assert house.push([RECORD], SLEEPING).status_code == 403
    assert house.heard() == []


def test_other_methods_are_not_known(house: House) -> None:
    assert house.client().get(f"/devices/push/{TOKEN}").status_code == 405


def test_without_anybody_behind_it_there_is_no_door(settings: Settings) -> None:
    boutique = Boutique(settings).open()
    answer = boutique.web.app.test_client().post(f"/devices/push/{TOKEN}", data=b"[]")
    assert answer.status_code == 404
    boutique.close()


def test_a_letterbox_that_is_full_asks_to_come_again(house: House) -> None:
    house.reading = False
    for _ in range(LETTERS_AT_MOST):
        house.letterbox.post("push/minew/door-1", b"[]")
    answer = house.push([RECORD])
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_the_device_keeps_what_could_not_be_stored(house: House) -> None:
    """A commit that fails is no 200, so that the device tries again."""

    failed: Future[None] = Future()
    failed.set_exception(FullError("full"))
    failing = Pushed(TokensInMemory(), lambda _topic, _body: failed)
    client = door_to(failing, house.clock).test_client()
    assert client.post(f"/devices/push/{TOKEN}", data=b"[]").status_code == 507


def test_what_was_counted_is_stored_before_it_is_answered(house: House) -> None:
    house.locked = True
    refused = house.push(ALERT, "hikvision", content_type="application/xml")
    assert refused.status_code == 503
    assert house.counted() == []
    house.locked = False
    assert house.push(ALERT, "hikvision", content_type="application/xml").status_code == 200
    assert house.counted() == [(4, 9)]


def test_a_body_in_chunks_and_one_in_parts_arrive_whole(house: House) -> None:
    """As some devices send them, over a real socket."""
    server = WebServer(house.app, "127.0.0.1", 0, 10)
    server.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        chunks = iter([ALERT[:100], ALERT[100:]])
        connection.request("POST", "/devices/push/hikvision", body=chunks, encode_chunked=True)
        assert connection.getresponse().read() == b"{}"
        connection.request(
            "POST",
            "/devices/push/hikvision",
            body=b"--b\r\nContent-Type: application/xml\r\n\r\n" + ALERT + b"\r\n--b--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=b"},
        )
        assert connection.getresponse().read() == b"{}"
        connection.close()
    finally:
        server.stop()
    assert house.counted() == [(4, 9), (4, 9)]


def test_a_body_in_chunks_has_the_same_limit(house: House) -> None:
    server = WebServer(house.app, "127.0.0.1", 0, 10)
    server.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        chunks = iter([b" " * 10_000] * 10)
        with suppress(BrokenPipeError):  # the answer may be there before all of it was said
            connection.request("POST", f"/devices/push/{TOKEN}", body=chunks, encode_chunked=True)
        answer = connection.response_class(connection.sock, method="POST")
        answer.begin()
        assert answer.status == 413
        answer.close()
        connection.close()
    finally:
        server.stop()
