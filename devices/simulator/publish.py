"""Perform the script over real MQTT: one connection a device, so that each has its Last Will."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
import uuid
from collections.abc import Callable, Sequence

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.simulator.cast import CastMember
from devices.simulator.day import Rhythm
from devices.simulator.faults import Faults
from devices.simulator.floor import Floor, boutique_floor
from devices.simulator.script import Line, Script
from devices.simulator.voices import Said, Voice, voices_of

_LOGGER = logging.getLogger(__name__)

CONNECT_WITHIN_S = 15.0
KEEPALIVE_S = 20


class Simulation:
    """A boutique's floor on a broker, from `start` until `stop`. Neither ever raises for MQTT."""

    def __init__(
        self,
        host: str,
        port: int,
        boutique: str,
        cast: Sequence[CastMember],
        speed: float = 1.0,
        seed: int = 1,
        *,
        username: str | None = None,
        password: str | None = None,
        floor: Floor | None = None,
        faults: Faults | None = None,
        visit_continues_s: float = 1200.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.floor = floor or boutique_floor()
        self._boutique, self._cast, self._seed = boutique, tuple(cast), seed
        self._rhythm = Rhythm(speed, visit_continues_s)
        self._faults, self._clock = faults, clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._connections = {
            device: _Connection(host, port, device, voice, username, password)
            for device, voice in voices_of(self.floor, boutique).items()
        }

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._perform, name="simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye as a device that is switched off would, and wait until all is quiet."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _perform(self) -> None:
        try:
            for connection in self._connections.values():
                connection.open()
            self._wait_for_connections()
            self._read_aloud(self._clock())
        except Exception:  # the thread's outermost guard: say it, and say goodbye
            _LOGGER.exception("the simulation ended")
        finally:
            for connection in self._connections.values():
                connection.say_goodbye()
            for connection in self._connections.values():
                connection.close()

    def _wait_for_connections(self) -> None:
        until_s = time.monotonic() + CONNECT_WITHIN_S
        for device, connection in self._connections.items():
            while not self._stop.is_set() and not connection.ready.wait(0.05):
                if time.monotonic() > until_s:
                    _LOGGER.warning("no broker yet for the simulated %s", device)
                    return

    def _read_aloud(self, unix_start_s: float) -> None:
        script = Script(
            self._cast,
            self.floor,
            self._boutique,
            unix_start_s,
            self._rhythm,
            self._seed,
            self._faults,
        )
        started_s = time.monotonic()
        for line in script:
            wait_s = started_s + line.at_s - time.monotonic()
            if self._stop.wait(wait_s) if wait_s > 0 else self._stop.is_set():
                return
            self._perform_line(line)

    def _perform_line(self, line: Line) -> None:
        connection = self._connections[line.device]
        match line.does:
            case "drop":
                connection.drop()
            case "return":
                connection.open()
            case "say" if line.said is not None:
                connection.say(line.said)


class _Connection:
    """One device's connection. What it retains is said again whenever it comes back."""

    def __init__(
        self,
        host: str,
        port: int,
        device: str,
        voice: Voice,
        username: str | None,
        password: str | None,
    ) -> None:
        self.ready = threading.Event()
        self._host, self._port, self._voice = host, port, voice
        self._name = f"sim-{device.replace('/', '-')}-{uuid.uuid4().hex[:6]}"
        self._username, self._password = username, password
        self._client: Client | None = None

    def open(self) -> None:
        """Connect, now or as soon as there is a broker. A client of paho's is started only once."""
        client = Client(CallbackAPIVersion.VERSION2, client_id=self._name)
        if self._username:
            client.username_pw_set(self._username, self._password)
        will = self._voice.will()
        client.will_set(will.topic, will.payload, will.qos, will.retain)
        client.reconnect_delay_set(1, 2)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.connect_async(self._host, self._port, KEEPALIVE_S)
        client.loop_start()
        self._client = client

    def say(self, said: Said) -> None:
        """What is retained was said on connecting; what nobody can hear is not kept for later."""
        if self._client is not None and self.ready.is_set() and not said.retain:
            self._client.publish(said.topic, said.payload, said.qos)

    def drop(self) -> None:
        """Go as a device goes whose power fails: without a word."""
        client, self._client = self._client, None
        self.ready.clear()
        if client is None:
            return
        client.loop_stop()
        link = client.socket()
        if isinstance(link, socket.socket):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def say_goodbye(self) -> None:
        if self._client is not None:
            if self.ready.is_set():
                will = self._voice.will()
                last = self._client.publish(will.topic, will.payload, will.qos, will.retain)
                with contextlib.suppress(ValueError, RuntimeError):
                    last.wait_for_publish(1.0)
            self._client.disconnect()

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.loop_stop()

    def _connected(
        self,
        client: Client,
        userdata: object,  # noqa: ARG002
        flags: ConnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        if reason.is_failure:
            return
        for said in self._voice.hello(time.time()):
            client.publish(said.topic, said.payload, said.qos, said.retain)
        self.ready.set()

    def _disconnected(
        self,
        client: Client,  # noqa: ARG002
        userdata: object,  # noqa: ARG002
        flags: DisconnectFlags,  # noqa: ARG002
        reason: ReasonCode,  # noqa: ARG002
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        self.ready.clear()
