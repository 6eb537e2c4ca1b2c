"""One simulated device's own connection to a broker, so that it has a Last Will of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import uuid

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.simulator.voices import Said, Speaker

KEEPALIVE_S = 20


class Connection:
    """What it retains is said again whenever it comes back."""

    def __init__(
        self,
        host: str,
        port: int,
        device: str,
        speaker: Speaker,
        username: str | None,
        password: str | None,
    ) -> None:
        self.ready = threading.Event()
        self._host, self._port, self._speaker = host, port, speaker
        self._name = f"sim-{device.replace('/', '-')}-{uuid.uuid4().hex[:6]}"
        self._username, self._password = username, password
        self._client: Client | None = None

    def open(self) -> None:
        """Connect, now or as soon as there is a broker. A client of paho's is started only once."""
        client = Client(CallbackAPIVersion.VERSION2, client_id=self._name)
        if self._username:
            client.username_pw_set(self._username, self._password)
        will = self._speaker.will()
        if will is not None:
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
            will = self._speaker.will()
            if self.ready.is_set() and will is not None:
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
        for said in self._speaker.hello(time.time()):
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
