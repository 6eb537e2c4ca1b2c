"""The script performed on a real broker."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from devices.decoding import Router
from devices.drivers import discover
from devices.readings import (
    Count,
    DeviceState,
    IBeacon,
    Reading,
    Scan,
    Sighting,
    VendorBeacon,
)
from devices.simulator import FAMILIES, CastMember, Faults, Simulation, floor_of
from devices.simulator.voices import POSTING
from tests.services import Mosquitto

BADGE = IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 1)
WITHIN_S = 20.0

Hear = Callable[[Callable[[Reading], bool]], Reading]


@pytest.fixture
def hear(mosquitto: Mosquitto) -> Iterator[Hear]:
    """Wait for a reading of which something is true; what came before it is gone."""
    heard: queue.SimpleQueue[Reading] = queue.SimpleQueue()
    router = Router(discover(), "paris-1")

    def listen(client: Client, userdata: object, message: MQTTMessage) -> None:
        for reading in router.decode(message.topic, message.payload):
            heard.put(reading)

    def wait_for(wanted: Callable[[Reading], bool]) -> Reading:
        while True:
            reading = heard.get(timeout=WITHIN_S)
            if wanted(reading):
                return reading

    client = Client(CallbackAPIVersion.VERSION2)
    client.on_message = listen
    client.connect(mosquitto.host, mosquitto.port)
    client.subscribe([(topic, 1) for topic in router.filters()])
    client.loop_start()
    yield wait_for
    client.disconnect()
    client.loop_stop()


def test_a_client_is_heard_at_the_door_and_all_devices_say_goodbye(
    mosquitto: Mosquitto, hear: Hear
) -> None:
    simulation = Simulation(mosquitto.host, mosquitto.port, "paris-1", [CastMember("james", BADGE)])
    simulation.start()
    try:
        hear(lambda one: isinstance(one, DeviceState) and one.state == "online")
        hear(lambda one: isinstance(one, Sighting) and one.beacon == BADGE)
    finally:
        simulation.stop()
    gone = DeviceState("theengs/TheengsGateway", "offline")
    assert hear(lambda one: one == gone)


def test_the_broker_tells_of_a_gateway_that_died_and_of_its_return(
    mosquitto: Mosquitto, hear: Hear
) -> None:
    faults = {"theengs/TheengsGateway": Faults(dies_at_s=0.5, dead_for_s=0.5)}
    simulation = Simulation(mosquitto.host, mosquitto.port, "paris-1", [], faults=faults)
    simulation.start()
    try:
        for state in ("online", "offline", "online"):
            wanted = DeviceState("theengs/TheengsGateway", state)  # type: ignore[arg-type]
            hear(lambda one, wanted=wanted: one == wanted)  # type: ignore[misc]
    finally:
        simulation.stop()


def test_without_a_broker_nothing_fails_and_it_stops_soon() -> None:
    simulation = Simulation("127.0.0.1", 1, "paris-1", [])
    simulation.start()
    simulation.stop()


def test_every_make_with_mqtt_is_heard_through_a_broker(mosquitto: Mosquitto, hear: Hear) -> None:
    floor = floor_of([family for family in FAMILIES if family not in POSTING])
    badges = [
        BADGE,
        *(VendorBeacon(one, "c0ffee000001") for one in ("bthome", "kontakt", "meshtech")),
    ]
    cast = [CastMember(badge.key, badge, shows="pass:CLND-5T6R") for badge in badges]
    simulation = Simulation(mosquitto.host, mosquitto.port, "paris-1", cast, 60.0, floor=floor)
    silent = {one.device for one in floor.devices}
    simulation.start()
    try:
        while silent:
            telling = hear(lambda one: isinstance(one, Sighting | Count | Scan))
            silent.discard(telling.device)
    finally:
        simulation.stop()
