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
from devices.simulator import FAMILIES, Faults
from devices.simulator.faults import KINDS
from store_server.cli import run
from store_server.demo.visitors import people
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


def test_the_devices_of_chosen_makes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--family", "minew", "--family", "xovis", "--list"]) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert {kind for _, kind, _ in shown} == {"gateway", "camera"}
    assert {name.partition("/")[0] for name, _, _ in shown} == {"minew", "xovis"}
    assert len({zone for _, kind, zone in shown if kind == "gateway"}) == 5


@pytest.mark.parametrize("family", FAMILIES)
def test_every_make_is_named_in_the_help_and_can_be_chosen(
    family: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", "--family", family, "--list"]) == 0
    assert capsys.readouterr().out
    assert run(["simulate", "--help"]) == 0
    assert family in capsys.readouterr().out.split()


@pytest.mark.parametrize("fault", KINDS)
def test_every_fault_is_explained_in_the_help(
    fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", "--fault", f"{fault}=all", "--list"]) == 0
    capsys.readouterr()
    assert run(["simulate", "--help"]) == 0
    assert f"    {fault} " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--family", "acme"], "acme is none of aprilbrother"),
        (["--fault", "dies"], "WHAT=DEVICE is meant"),
        (["--fault", "sneezes=door-1"], "sneezes is none of dies"),
        (["--fault", "dies=nobody"], "nobody: not a device that dies; it is one of door-1"),
        (["--fault", "wraps=door-1"], "it is one of camera-1"),
        (["--push", "nobody=http://127.0.0.1/"], "nobody is none of door-1"),
    ],
)
def test_a_wrong_choice_is_refused_with_the_right_ones(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_a_make_that_only_posts_asks_for_its_address(
    floor: tuple[Mosquitto, Listener], capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(floor[0].port)
    assert run(["simulate", "--port", port, "--family", "cassia"]) == 1
    assert "cassia/gateway-1 can only push over HTTP" in capsys.readouterr().err


def test_a_clients_beacon_tires_by_its_short_name() -> None:
    faults = {"c-07": Faults(battery_pct=8.0)}
    tired = [one.label for one in people(faults) if one.battery_mv is not None]
    assert tired == ["c-07"]
