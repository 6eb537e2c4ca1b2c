"""An agent's connection to the broker: its session, its Last Will, and what a full socket means."""

from __future__ import annotations

import logging
import socket
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.agents.certificate import Papers
from devices.agents.delivery import AHEAD, ASK_AGAIN_S
from devices.agents.outbox import BYTES_AT_MOST, MESSAGES_AT_MOST
from devices.drivers import LARGEST_PAYLOAD_BYTES

_LOGGER = logging.getLogger(__name__)

KEEPALIVE_S = 20
FIRST_RETRY_S, LONGEST_RETRY_S = 1, 15
UNSENT_AT_MOST = 64  # messages of QoS 0 that the socket has not taken yet
GOODBYE_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class LinkConfig:
    """Who we are, where the broker is, and how much may wait."""

    boutique: str
    device: str
    folder: Path
    host: str = "127.0.0.1"
    port: int = 1883
    username: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    ca_file: Path | None = None  # None: the authorities that this machine trusts
    certificate: Papers | None = None  # what we come in by, where that is no password
    outbox_messages: int = MESSAGES_AT_MOST
    outbox_bytes: int = BYTES_AT_MOST
    health_every_s: float = 30.0
    ask_again_s: float = ASK_AGAIN_S


class Connection:
    """Comes back by itself. `on_change` hears whether it stands, `on_message` each command.

    Both are called on paho's thread and must return at once.
    """

    def __init__(
        self,
        config: LinkConfig,
        on_change: Callable[[bool], None],
        on_message: Callable[[bytes], None],
    ) -> None:
        self._config = config
        self._base = f"accueil/v1/{config.boutique}/{config.device}"
        self._on_change, self._on_message = on_change, on_message
        self._online = threading.Event()
        self._absence_told = False
        self._unsent: deque[MQTTMessageInfo] = deque()
        self._telling = threading.Lock()
        self._tls = ssl.create_default_context(cafile=config.ca_file) if config.tls else None
        self.show_certificate()
        self._client = self._make_client()

    def show_certificate(self) -> None:
        """The one that is there now, from the next connection on."""
        papers = self._config.certificate
        if papers is not None and self._tls is not None:
            self._tls.load_cert_chain(papers.file)

    @property
    def online(self) -> bool:
        return self._online.is_set()

    def wait_online(self, timeout_s: float) -> bool:
        return self._online.wait(timeout_s)

    def open(self) -> None:
        self._client.connect_async(self._config.host, self._config.port, KEEPALIVE_S)
        self._client.loop_start()

    def close(self) -> None:
        """Say that we go, and go."""
        if self.online:
            last = self.say("state", state("offline"), retain=True)
            try:
                last.wait_for_publish(GOODBYE_WITHIN_S)
            except (ValueError, RuntimeError):
                _LOGGER.debug("the goodbye was not taken")
        self._client.disconnect()
        self._client.loop_stop()

    def say(self, topic: str, said: Any, retain: bool = False) -> MQTTMessageInfo:
        """At QoS 1. `said` is the payload itself, or what becomes JSON."""
        return self._client.publish(f"{self._base}/{topic}", to_payload(said), 1, retain)

    def tell(self, topic: str, said: Any) -> bool:
        """At QoS 0; answers whether the socket is likely to take it soon."""
        payload = to_payload(said)
        with self._telling:
            while self._unsent and self._unsent[0].is_published():
                self._unsent.popleft()
            if not self.online or len(self._unsent) >= UNSENT_AT_MOST:
                return False
            info = self._client.publish(f"{self._base}/{topic}", payload, 0)
            if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return False
            self._unsent.append(info)
        return True

    # ------------------------------------------------------------------ paho

    def _make_client(self) -> Client:
        config = self._config
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"accueil-{config.boutique}-{config.device}",
            clean_session=False,
        )
        if config.username:
            client.username_pw_set(config.username, config.password)
        if config.tls:
            client.tls_set_context(self._tls)
        client.will_set(f"{self._base}/state", to_payload({"state": "offline"}), 1, retain=True)
        client.max_inflight_messages_set(AHEAD)
        client.reconnect_delay_set(FIRST_RETRY_S, LONGEST_RETRY_S)
        client.on_socket_open = _send_at_once
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_connect_fail = self._not_connected
        client.on_disconnect = self._disconnected
        client.on_message = self._heard
        return client

    def _connected(
        self,
        client: Client,
        userdata: object,  # noqa: ARG002
        flags: ConnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        if reason.is_failure:
            self._tell_absence(f"it refused us: {reason}")
            return
        with self._telling:
            self._unsent.clear()
        client.subscribe(f"{self._base}/command", 1)

    def _subscribed(
        self,
        client: Client,  # noqa: ARG002
        userdata: object,  # noqa: ARG002
        mid: int,  # noqa: ARG002
        reasons: list[ReasonCode],
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        """Only now can we be told what is stored: until here we are not online."""
        if any(reason.is_failure for reason in reasons):
            _LOGGER.error("the broker does not let us hear commands: look at this device's rights")
        self.say("state", state("online"), retain=True)
        self._online.set()
        self._on_change(True)
        if self._absence_told:
            _LOGGER.warning("the broker is back")
            self._absence_told = False

    def _not_connected(self, client: Client, userdata: object) -> None:  # noqa: ARG002
        self._tell_absence(str(sys.exc_info()[1] or "no answer"))  # paho calls from its `except`

    def _disconnected(
        self,
        client: Client,  # noqa: ARG002
        userdata: object,  # noqa: ARG002
        flags: DisconnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        if self.online:
            self._online.clear()
            self._on_change(False)
            if reason.is_failure:
                self._tell_absence(str(reason))

    def _heard(self, client: Client, userdata: object, message: MQTTMessage) -> None:  # noqa: ARG002
        self._on_message(bytes(message.payload))

    def _tell_absence(self, why: str) -> None:
        """Once, and not again until it is back."""
        if not self._absence_told:
            self._absence_told = True
            where = f"{self._config.host}:{self._config.port}"
            _LOGGER.warning("no broker on %s (%s); trying on", where, why)


def state(word: str) -> dict[str, str]:
    return {"state": word, "ts": now()}


def to_payload(said: Any) -> bytes:
    """Raises `ValueError` for what the protocol does not allow."""
    payload = said if isinstance(said, bytes) else msgspec.json.encode(said)
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise ValueError(f"a message of {len(payload)} bytes is more than the protocol allows")
    return payload


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _send_at_once(_client: Client, _userdata: object, line: Any) -> None:
    """Else a scan waits, up to 40 ms, until the receipt of what came before it is acknowledged."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
