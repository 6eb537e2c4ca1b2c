"""What Home Assistant discovers, on a real broker: figures of devices, and nothing of clients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from store_server import messages as ask
from store_server.app import House, build
from store_server.device_messages import AmendDevice, ForgetDevice
from store_server.settings import Settings
from tests.broker import Publisher
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for

BASE = "accueil/v1/paris-1/door-cam"
NODE = "accueil_paris-1_door-cam"
STATE = "accueil/outward/paris-1/device/door-cam"
SERVER = "accueil/outward/paris-1/state"
WITHIN_S = 30.0


class HomeAssistant:
    """Hears what is retained for it, as the real one does when it starts, and what follows."""

    def __init__(self, broker: Mosquitto) -> None:
        self.retained: dict[str, bytes] = {}
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_connect = lambda client, *_: client.subscribe(
            [("homeassistant/#", 1), ("accueil/outward/#", 1)]
        )
        self._client.on_message = self._hear
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def figures(self) -> dict[str, Any]:
        return json.loads(self.retained.get(STATE, b"{}"))

    def config(self, component: str, key: str) -> dict[str, Any]:
        return json.loads(self.retained[f"homeassistant/{component}/{NODE}/{key}/config"])

    def entities(self) -> set[str]:
        return {
            topic for topic in self.retained if topic.startswith(f"homeassistant/sensor/{NODE}")
        }

    def _hear(self, _client: mqtt.Client, _userdata: object, message: mqtt.MQTTMessage) -> None:
        if message.payload:
            self.retained[message.topic] = message.payload
        else:
            self.retained.pop(message.topic, None)


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, mosquitto: Mosquitto) -> Iterator[House]:
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        language="en",
        port=free_port(),
        mqtt_host=mosquitto.host,
        mqtt_port=mosquitto.port,
        home_assistant=True,
    )
    house = build(settings)
    assert house.home_assistant is not None
    house.home_assistant._every_s = 0.1
    house.start()
    assert house.reader.wait_connected(WITHIN_S)
    house.bus.ask(ask.AmendZone("salon", "Grand Salon"))
    house.bus.ask(AmendDevice("door-cam", name="Door camera", zone="salon", kind="camera"))
    yield house
    house.stop()


@pytest.fixture
def camera(house: House, mosquitto: Mosquitto) -> Iterator[Publisher]:
    camera = Publisher(mosquitto.host, mosquitto.port)
    ts = datetime.now(UTC).isoformat()
    say = {
        "health": {"ts": ts, "battery_pct": 80, "lens": "clear"},
        "occupancy": {"ts": ts, "zone": "salon", "people": 4, "queue": 2},
        "count": {"id": "c1", "ts": ts, "line": "Main door", "in": 3, "out": 1},
    }
    for topic, said in say.items():
        camera.publish(f"{BASE}/{topic}", json.dumps(said).encode())
    yield camera
    camera.close()


@pytest.fixture
def outside(camera: Publisher, mosquitto: Mosquitto) -> Iterator[HomeAssistant]:
    outside = HomeAssistant(mosquitto)
    wait_for(lambda: len(outside.figures()) >= 7, "nothing was discovered", WITHIN_S)
    yield outside
    outside.close()


def test_what_a_camera_counts_and_how_it_is_can_be_discovered(outside: HomeAssistant) -> None:
    figures = outside.figures()
    assert (figures["heard"], figures["alarm"], figures["battery"]) == ("ON", "OFF", 80)
    assert (figures["people_salon"], figures["queue_salon"]) == (4, 2)
    (came_in,) = [key for key in figures if key.startswith("in_Main_door")]
    assert figures[came_in] == 3
    config = outside.config("sensor", came_in)
    assert config["name"] == "Main door · in today"
    assert config["state_topic"] == STATE
    assert config["value_template"] == f"{{{{ value_json['{came_in}'] }}}}"
    assert config["state_class"] == "total_increasing"
    assert config["device"]["name"] == "Door camera"
    assert config["device"]["suggested_area"] == "Grand Salon"


def test_every_entity_has_an_id_of_its_own_and_the_servers_availability(
    outside: HomeAssistant,
) -> None:
    configs = [
        json.loads(payload)
        for topic, payload in outside.retained.items()
        if topic.startswith("homeassistant/")
    ]
    assert len({config["unique_id"] for config in configs}) == len(configs)
    assert {config["availability_topic"] for config in configs} == {SERVER}
    assert outside.retained[SERVER] == b"online"


def test_what_changes_is_said_and_what_vanishes_is_taken_back(
    house: House, camera: Publisher, outside: HomeAssistant
) -> None:
    said = {"ts": datetime.now(UTC).isoformat(), "zone": "salon", "people": 9}
    camera.publish(f"{BASE}/occupancy", json.dumps(said).encode())
    wait_for(lambda: outside.figures()["people_salon"] == 9, "it was not said", WITHIN_S)
    house.bus.ask(ForgetDevice("door-cam"))
    wait_for(lambda: not outside.entities() and not outside.figures(), "it stays", WITHIN_S)


def test_of_a_camera_that_is_not_heard_nobody_knows_how_many_are_there(
    camera: Publisher, outside: HomeAssistant
) -> None:
    camera.publish(f"{BASE}/state", b'{"state":"offline"}')
    wait_for(lambda: outside.figures()["heard"] == "OFF", "it was not said", WITHIN_S)
    assert outside.figures()["people_salon"] is None
    assert 3 in outside.figures().values()


def test_a_server_that_goes_says_so(house: House, outside: HomeAssistant) -> None:
    assert house.home_assistant is not None
    house.home_assistant.stop()
    wait_for(lambda: outside.retained[SERVER] == b"offline", "no goodbye", WITHIN_S)


def test_a_server_whose_line_breaks_leaves_its_will(house: House, outside: HomeAssistant) -> None:
    assert house.home_assistant is not None
    house.home_assistant._stopping.set()
    house.home_assistant._thread.join()
    house.reader._stopping.set()  # so that it does not come back
    house.reader._client.socket().close()
    wait_for(lambda: outside.retained[SERVER] == b"offline", "no will", WITHIN_S)


def test_where_nobody_wants_it_nothing_is_said(tmp_path: Path) -> None:
    house = build(Settings(data_dir=tmp_path, port=free_port()))
    assert house.home_assistant is None
    assert not house.reader._client._will
    house.storage.close()
