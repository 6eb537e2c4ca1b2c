"""`accueil simulate` as a whole process: a floor that speaks until Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from devices.decoding import Router
from devices.drivers import UnreadableError, discover
from devices.readings import DeviceState, Sighting
from store_server.cli import run
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[3]
BOUTIQUE = "simulated-1"


class Listener:
    """Reads all that is said, as the server would."""

    def __init__(self, broker: Mosquitto) -> None:
        self.sightings: Counter[str] = Counter()  # by the gateway
        self.states: dict[str, str] = {}
        self.unreadable: list[str] = []
        self._router = Router(discover(), BOUTIQUE)
        self._subscribed = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        filters = [(one, 0) for one in self._router.filters()]
        self._client.on_connect = lambda client, *_: client.subscribe(filters)
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.on_message = lambda _client, _userdata, message: self._read(message)
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        assert self._subscribed.wait(10)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _read(self, message: mqtt.MQTTMessage) -> None:
        try:
            readings = self._router.decode(message.topic, bytes(message.payload))
        except UnreadableError as error:
            self.unreadable.append(f"{message.topic}: {error}")
            return
        for reading in readings:
            if isinstance(reading, Sighting):
                self.sightings[reading.device] += 1
            elif isinstance(reading, DeviceState):
                self.states[reading.device] = reading.state


@pytest.fixture
def floor() -> Iterator[tuple[Mosquitto, Listener]]:
    """A broker of its own: other vendors' topics name no boutique."""
    broker = Mosquitto()
    broker.start()
    listener = Listener(broker)
    yield broker, listener
    listener.close()
    broker.clean_up()


def test_a_sped_up_day_is_heard_and_ctrl_c_ends_it(floor: tuple[Mosquitto, Listener]) -> None:
    broker, listener = floor
    command = [sys.executable, "-m", "store_server.cli", "simulate", "--port", str(broker.port)]
    with subprocess.Popen(
        [*command, "--boutique", BOUTIQUE, "--speed", "60"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for(lambda: len(listener.sightings) >= 4, "few gateways hear anything", 30)
        wait_for(lambda: sum(listener.sightings.values()) > 100, "it is too quiet", 30)
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=15)
    assert process.returncode == 0
    assert said.startswith(f"The floor of {BOUTIQUE} speaks to 127.0.0.1:{broker.port}.")
    assert "Traceback" not in complained
    assert listener.unreadable == []
    wait_for(lambda: set(listener.states.values()) == {"offline"}, "somebody said no goodbye")


def test_without_a_broker_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--port", str(free_port())]) == 1
    assert "start one" in capsys.readouterr().err
