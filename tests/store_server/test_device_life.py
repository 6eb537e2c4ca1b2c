"""A device's life in a running house: real brokers, real clients, real HTTP."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from devices.agents.link import Link, LinkConfig
from devices.agents.pairing import pair
from devices.readings import IBeacon
from store_server import messages as ask
from store_server.app import House, build
from store_server.cli import run
from store_server.device_messages import AmendDevice
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.web.tokens import hash_pin
from tests.broker import Publisher
from tests.caller import Caller
from tests.services import Mosquitto, free_port
from tests.store_server.embedded_broker.peer import Peer

PIN = "2580"
UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100002"
WITHIN_S = 10.0
SUSPENDED_WITHIN_S = 2.0
BASE = "accueil/v1/life-1"


@dataclass
class Life:
    """A house that runs, its manager's browser, and clients with beacons."""

    settings: Settings
    house: House = field(init=False)
    manager: Caller = field(init=False)

    def open(self) -> Life:
        self.house = build(self.settings)
        self.house.start()
        assert self.house.reader.wait_connected(WITHIN_S)
        manager_id = self.house.bus.ask(ask.AddAssociate("Hélène", "manager", ("fr",)))
        self.house.storage.accounts.set_pin(manager_id, hash_pin(PIN))
        self.manager = Caller(self.settings.port)
        code = self.house.web.pairings.create("associate", associate_id=manager_id).code
        self.manager.sign_in(code, PIN)
        return self

    def client(self, minor: int) -> str:
        client_id: str = self.house.bus.ask(
            ask.RegisterClient({"given_name": f"Ana {minor}", "family_name": "Silva"})
        )
        beacon = IBeacon(UUID, 1, minor)
        self.house.bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=beacon.key))
        self.house.bus.ask(ask.EnrolIdentity(client_id, "pass", key=f"ANA-{minor}"))
        self.house.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
        return client_id

    def present(self) -> set[str]:
        return {visit.client_id for visit in self.house.storage.queries.visits(open_only=False)}

    def asks(self, method: str, path: str, body: Any = None) -> Any:
        sent = None if body is None else msgspec.json.encode(body)
        answer = self.manager.send(method, path, sent)
        assert answer.status < 300, answer.body
        return answer.json if answer.body else None

    def waiting(self) -> list[str]:
        return [one["hardware"] for one in self.asks("GET", "/waiting-devices")]

    def heard(self, device_id: str) -> int:
        """How many sightings of enrolled beacons this gateway has brought."""
        return len(self.asks("GET", f"/devices/{device_id}/sightings"))

    def adopts_agent(self, kind: str, name: str) -> Any:
        code = self.asks("POST", "/device-pairings", {})["code"]
        answer = Caller(self.settings.port).post(
            "/devices/adopt", {"code": code, "kind": kind, "device": name}
        )
        assert answer.status == 201, answer.body
        return answer.json


def walk_in(minor: int) -> bytes:
    """Somebody at the door: three sightings in a second."""
    now = datetime.now(UTC)
    return msgspec.json.encode(
        [
            {
                "ts": now - timedelta(milliseconds=500 * ago),
                "rssi_dbm": -50,
                "beacon": {"type": "ibeacon", "uuid": UUID, "major": 1, "minor": minor},
            }
            for ago in (2, 1, 0)
        ]
    )


def until(true: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    deadline_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline_s, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return Settings(boutique="life-1", data_dir=tmp_path, database_url=sqlite_url, port=free_port())


@pytest.fixture
def on_mosquitto(settings: Settings, mosquitto: Mosquitto) -> Iterator[Life]:
    life = Life(_with(settings, mqtt_host=mosquitto.host, mqtt_port=mosquitto.port)).open()
    yield life
    life.house.stop()


@pytest.fixture
def life(settings: Settings) -> Iterator[Life]:
    """On the embedded broker."""
    life = Life(_with(settings, mqtt_embedded=True, mqtt_port=free_port())).open()
    yield life
    life.house.stop()


@pytest.fixture
def gateway(mosquitto: Mosquitto) -> Iterator[Publisher]:
    publisher = Publisher(mosquitto.host, mosquitto.port)
    yield publisher
    publisher.close()


def _with(settings: Settings, **changes: Any) -> Settings:
    return replace(settings, **changes)


def test_whom_a_waiting_device_hears_is_not_here_until_it_is_adopted(
    on_mosquitto: Life, gateway: Publisher
) -> None:
    life = on_mosquitto
    first, second, third = life.client(1), life.client(2), life.client(3)
    life.house.bus.ask(AmendDevice("ours", zone="salon"))
    gateway.publish(f"{BASE}/stranger/about", b'{"kind":"ble_gateway","model":"X1"}')
    gateway.publish(f"{BASE}/stranger/sightings", walk_in(1))
    until(lambda: life.waiting() == ["stranger"])
    gateway.publish(f"{BASE}/ours/sightings", walk_in(2))  # after it, over the same connection
    until(lambda: second in life.present())
    assert life.present() == {second}
    assert [one["id"] for one in life.asks("GET", "/devices")] == ["ours"]

    adopted = life.asks("POST", "/devices", {"hardware": "stranger", "zone": "salon"})
    assert (adopted["device"]["kind"], adopted["device"]["model"]) == ("ble_gateway", "X1")
    assert life.waiting() == []
    gateway.publish(f"{BASE}/stranger/sightings", walk_in(1))
    until(lambda: first in life.present())

    life.asks("POST", "/devices/stranger/suspend")
    before = life.heard("stranger")
    gateway.publish(f"{BASE}/stranger/sightings", walk_in(3))
    gateway.publish(f"{BASE}/ours/sightings", walk_in(2))
    until(lambda: life.heard("ours") >= 6)
    assert third not in life.present()
    assert life.heard("stranger") == before
    assert life.waiting() == []


def test_an_agent_comes_with_a_code_and_gets_an_account_of_its_own(life: Life) -> None:
    client_id = life.client(1)
    welcome = life.adopts_agent("ble_gateway", "door-1")
    account = welcome["mqtt"]
    assert (welcome["device_id"], welcome["boutique"]) == ("door-1", "life-1")
    assert account["port"] == life.settings.mqtt_port
    with Peer(account["port"], account["username"], account["password"]) as agent:
        assert not agent.refused
        agent.says(f"{BASE}/door-1/sightings", walk_in(1))
        until(lambda: client_id in life.present())
    assert account["password"] not in str(life.asks("GET", "/devices"))


def test_a_code_is_good_once(life: Life) -> None:
    code = life.asks("POST", "/device-pairings", {"name": "Door camera", "zone": "entrance"})
    use = {"code": code["code"].lower(), "kind": "camera"}
    agent = Caller(life.settings.port)
    assert agent.post("/devices/adopt", use).status == 201
    assert agent.post("/devices/adopt", use).status == 401
    (camera,) = life.asks("GET", "/devices")
    assert (camera["name"], camera["zone"], camera["kind"]) == ("Door camera", "entrance", "camera")
    assert life.asks("GET", f"/device-pairings/{code['id']}") == {
        "id": code["id"],
        "used": True,
        "device_id": camera["id"],
    }


def test_a_suspended_device_is_cut_off_within_two_seconds_and_comes_back(life: Life) -> None:
    account = life.adopts_agent("scanner", "scanner-1")["mqtt"]
    port, username, password = account["port"], account["username"], account["password"]
    with Peer(port, username, password) as scanner:
        life.asks("POST", "/devices/scanner-1/suspend")
        assert scanner.lost.wait(SUSPENDED_WITHIN_S)
    with Peer(port, username, password) as scanner:
        assert scanner.refused
    life.asks("POST", "/devices/scanner-1/resume")
    with Peer(port, username, password) as scanner:
        assert not scanner.refused


def test_what_the_command_line_changes_reaches_the_server_that_runs(
    life: Life, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = life.settings
    monkeypatch.setenv("ACCUEIL_BOUTIQUE", settings.boutique)
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", settings.database_url)
    account = life.adopts_agent("display", "display-1")["mqtt"]
    command = f"{BASE}/display-1/command"
    with Peer(account["port"], account["username"], account["password"]) as display:
        assert display.may_hear(command)
        assert run(["device", "name", "display-1", "Vitrine"]) == 0
        assert run(["device", "identify", "display-1", "--wait", "0"]) == 1  # not answered yet
        assert display.hears(command)
        assert msgspec.json.decode(display.heard[0][1])["do"] == "identify"
        assert run(["device", "suspend", "display-1"]) == 0
        assert display.lost.wait(SUSPENDED_WITHIN_S)
    assert run(["device", "list", "--json"]) == 0
    assert '"name":"Vitrine"' in capsys.readouterr().out


def test_a_command_is_heard_and_answered(life: Life) -> None:
    account = life.adopts_agent("camera", "camera-1")["mqtt"]
    command = f"{BASE}/camera-1/command"
    with Peer(account["port"], account["username"], account["password"]) as camera:
        assert camera.may_hear(command)
        order = {"do": "configure", "parameters": {"line": [0.1, 0.2]}}
        asked = life.asks("POST", "/devices/camera-1/commands", order)
        assert (asked["state"], asked["by"]) == ("sent", "Hélène")
        assert camera.hears(command)
        told = msgspec.json.decode(camera.heard[0][1])
        assert told == {"id": asked["id"], "do": "configure", "line": [0.1, 0.2]}
        camera.says(
            f"{BASE}/camera-1/answer",
            msgspec.json.encode({"id": asked["id"], "ok": False, "reason": "no such line"}),
        )
        path = f"/devices/camera-1/commands/{asked['id']}"
        until(lambda: life.asks("GET", path)["state"] == "failed")
        assert life.asks("GET", path)["reason"] == "no such line"


def test_a_device_that_pushes_has_an_address_of_its_own(life: Life) -> None:
    def push(url: str) -> int:
        request = urllib.request.Request(url, data=b"[", method="POST")
        try:
            with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            return error.code

    wanted = {"hardware": "ruuvi/AA", "dialect": "ruuvi", "push": True}
    url = life.asks("POST", "/devices", wanted)["keys"]["push_url"]
    assert push(url) == 400  # it is known, and what it says is read
    life.asks("POST", "/devices/ruuvi/AA/suspend")
    assert push(url) == 403
    life.asks("POST", "/devices/ruuvi/AA/resume")
    renewed = life.asks("POST", "/devices/ruuvi/AA/keys")["push_url"]
    assert (push(url), push(renewed)) == (404, 400)


def test_an_agent_of_ours_is_paired_speaks_is_told_and_is_replaced(
    life: Life, tmp_path: Path
) -> None:
    """The agents' own pairing and link, against the house that they were written for."""
    client_id = life.client(1)
    life.asks("PATCH", "/devices/till-1", {"name": "Till", "zone": "salon", "kind": "scanner"})
    offer = life.asks("POST", "/device-pairings", {"replaces": "till-1"})
    account = pair(offer["url"], "scanner", "Accueil", "1", "scanner")
    link = Link(
        LinkConfig(
            host=account.mqtt.host,
            port=account.mqtt.port,
            boutique=account.boutique,
            device=account.device_id,
            folder=tmp_path / "agent",
            username=account.mqtt.username,
            password=account.mqtt.password,
        )
    )
    blinked: list[Any] = []
    link.on_command("identify", blinked.append)
    link.start()
    try:
        assert link.wait_online(WITHIN_S)
        asked = life.asks("POST", "/devices/till-1/identify")
        path = f"/devices/till-1/commands/{asked['id']}"
        until(lambda: life.asks("GET", path)["state"] == "done")
        assert len(blinked) == 1
        link.report("scan", {"data": "pass:ANA-1", "symbology": "qr"})
        until(lambda: link.outbox.messages == 0)
        until(lambda: client_id in life.present())
    finally:
        link.stop()
    (till,) = life.asks("GET", "/devices")
    assert (till["id"], till["name"], till["hardware"]) == ("till-1", "Till", "scanner")
