"""`python -m bench.agent`: sightings a second through our Bluetooth gateway.

The gateway is the real command with the real bleak, in a process of its own; BlueZ is the tests',
in another, on a D-Bus of its own; the broker is Mosquitto. Beacons advertise as fast as BlueZ can
say it, and then at a steady rate that a full boutique may have.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import paho.mqtt.client as mqtt
import psutil
from paho.mqtt.enums import CallbackAPIVersion
from rich.console import Console
from rich.table import Table

from tests.fake_bluez import FakeBlueZ, Heard, SystemBus
from tests.services import Mosquitto, wait_until

BOUTIQUE, DEVICE = "bench-1", "salon-1"
BEACONS = 300
AT_ONCE = 50
PREFIX = bytes.fromhex("02156f1d4e0a5b7c4a529c3eacc0e1100001")
QUIET_S = 2.0  # nothing more came: this is all
CROWD_A_SECOND = 1_000

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Run:
    name: str
    advertised: int
    told: int
    messages: int
    seconds: float
    agent_cpu_s: float

    @property
    def per_second(self) -> float:
        return self.told / self.seconds


class Listener:
    """Counts what the gateway tells; when the last of it came."""

    def __init__(self, broker: Mosquitto) -> None:
        self.told = self.messages = 0
        self.last_s = 0.0
        self._subscribed = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        topic = f"accueil/v1/{BOUTIQUE}/{DEVICE}/sightings"
        self._client.on_connect = lambda client, *_: client.subscribe(topic, 0)
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.on_message = self._heard
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        self._subscribed.wait(10)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def begin(self) -> None:
        self.told = self.messages = 0
        self.last_s = time.monotonic()

    def _heard(self, _client: object, _userdata: object, message: mqtt.MQTTMessage) -> None:
        self.told += message.payload.count(b'"rssi_dbm"')
        self.messages += 1
        self.last_s = time.monotonic()


def radio(bus_address: str, home: Connection) -> None:
    """A process's whole life: be BlueZ; advertise as many, at which rate, as is asked for."""
    bluez = FakeBlueZ(bus_address)
    bluez.start()
    wait_until(lambda: bool(bluez.adapters["hci0"].mode), lambda: "the gateway does not scan")
    home.send("heard")
    beacons = [
        Heard(f"C0:FF:EE:00:{number >> 8:02X}:{number & 255:02X}", -60, {0x4C: _ibeacon(number)})
        for number in range(BEACONS)
    ]
    while (asked := home.recv()) is not None:
        adverts, rate = asked
        began_s = time.monotonic()
        for said in range(0, adverts, AT_ONCE):
            bluez.hear(*(beacons[(said + place) % BEACONS] for place in range(AT_ONCE)))
            if rate:
                time.sleep(max(0.0, began_s + said / rate - time.monotonic()))
        home.send("said")
    bluez.close()


def _ibeacon(number: int) -> bytes:
    return PREFIX + number.to_bytes(4, "big") + b"\xc5"


@contextmanager
def gateway(bus: SystemBus, broker: Mosquitto, folder: Path) -> Iterator[psutil.Process]:
    """The command as it is run in a boutique."""
    options = f"--boutique {BOUTIQUE} --device {DEVICE} --port {broker.port} --adapter hci0"
    command = [sys.executable, "-m", "store_server.cli", "agent", "ble", *options.split()]
    with subprocess.Popen(
        [*command, "--folder", str(folder)],
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address},
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def measure(
    name: str, adverts: int, rate: int, air: Connection, listener: Listener, agent: psutil.Process
) -> Run:
    listener.begin()
    cpu_s, began_s = _cpu_s(agent), time.monotonic()
    air.send((adverts, rate))
    air.recv()
    while time.monotonic() - listener.last_s < QUIET_S:
        time.sleep(0.05)
    seconds = listener.last_s - began_s
    return Run(name, adverts, listener.told, listener.messages, seconds, _cpu_s(agent) - cpu_s)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def show(runs: list[Run]) -> None:
    table = Table(title="Sightings through our Bluetooth gateway", title_justify="left")
    for column in ("", "advertised", "told", "a second", "a message", "gateway's CPU a sighting"):
        table.add_column(column, no_wrap=True, justify="right")
    for run in runs:
        table.add_row(
            run.name,
            f"{run.advertised:,}",
            f"{run.told:,}",
            f"{run.per_second:,.0f}",
            f"{run.told / max(1, run.messages):.0f}",
            f"{1e6 * run.agent_cpu_s / max(1, run.told):.0f} µs",
        )
    Console().print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.agent", description=__doc__)
    parser.add_argument("--adverts", type=int, default=60_000, help="in the flood")
    options = parser.parse_args()
    bus, broker = SystemBus(), Mosquitto("max_queued_messages 100000")
    try:
        bus.start()
        broker.start()
        show(list(_runs(options.adverts, bus, broker)))
    finally:
        broker.clean_up()
        bus.clean_up()


def _runs(adverts: int, bus: SystemBus, broker: Mosquitto) -> Iterator[Run]:
    here, there = _CONTEXT.Pipe()
    listener = Listener(broker)
    with tempfile.TemporaryDirectory() as folder, gateway(bus, broker, Path(folder)) as agent:
        air = _CONTEXT.Process(target=radio, args=(bus.address, there))
        air.start()
        here.recv()
        steady = 5 * CROWD_A_SECOND
        yield measure("flat out", adverts, 0, here, listener, agent)
        yield measure(f"{CROWD_A_SECOND:,} a second", steady, CROWD_A_SECOND, here, listener, agent)
        here.send(None)
        air.join()
    listener.close()


if __name__ == "__main__":
    main()
