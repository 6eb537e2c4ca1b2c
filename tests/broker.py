"""Publishes on a broker of the tests', as a gateway does; bytes as they are, topics as well."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

CONNECTED_WITHIN_S = 10.0
ALL_WITHIN_S = 60.0


class Publisher:
    """One connection; `publish` returns once the broker has the message."""

    def __init__(self, host: str, port: int) -> None:
        self._connected = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.max_inflight_messages_set(1000)
        self._client.on_connect = lambda *_: self._connected.set()
        self._client.connect(host, port)
        self._client.loop_start()
        assert self._connected.wait(CONNECTED_WITHIN_S), "the broker does not answer"

    def publish(self, topic: str, payload: bytes, qos: int = 1) -> None:
        self._client.publish(topic, payload, qos).wait_for_publish(CONNECTED_WITHIN_S)

    def publish_all(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """As fast as it goes; returns once the broker has the last of them."""
        last = None
        for topic, payload in messages:
            last = self._client.publish(topic, payload, 1)
        if last is not None:
            last.wait_for_publish(ALL_WITHIN_S)

    def throw(self, topic: str, payload: bytes) -> None:
        """Without waiting, and with no promise that it arrives."""
        self._client.publish(topic, payload, 0)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
