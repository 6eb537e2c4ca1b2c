"""The server's side of the protocol on a real broker: hears an agent and answers it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import msgspec
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

WITHIN_S = 10.0


class BoutiqueServer:
    """`stores` answers each scan and count as stored; set it to False to keep silent."""

    def __init__(self, host: str, port: int, boutique: str, device: str) -> None:
        self.base = f"accueil/v1/{boutique}/{device}"
        self.stores = True
        self.heard: list[tuple[str, Any, bool]] = []
        self._news = threading.Condition()
        self._subscribed = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_connect = lambda client, *_: client.subscribe(f"{self.base}/+", 1)
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.on_message = self._on_message
        self._client.reconnect_delay_set(1, 1)
        self._client.connect(host, port)
        self._client.loop_start()
        assert self._subscribed.wait(WITHIN_S), "the broker does not answer"

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def commands(self, said: dict[str, Any]) -> None:
        self._client.publish(f"{self.base}/command", msgspec.json.encode(said), 1)

    def said(self, topic: str) -> list[Any]:
        """All that came on this topic so far."""
        with self._news:
            return [said for heard, said, _ in self.heard if heard == topic]

    def retained(self, topic: str) -> Any:
        """What a newcomer is told."""
        told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        client = mqtt.Client(CallbackAPIVersion.VERSION2)
        client.on_message = lambda _client, _userdata, message: told.put(message.payload)
        client.on_connect = lambda client, *_: client.subscribe(f"{self.base}/{topic}", 1)
        client.connect(self._client.host, self._client.port)
        client.loop_start()
        try:
            return msgspec.json.decode(told.get(timeout=WITHIN_S))
        finally:
            client.disconnect()
            client.loop_stop()

    def wait_for(self, topic: str, true: Callable[[list[Any]], bool] = bool) -> list[Any]:
        """Until what came on the topic is as wanted; answers it."""
        with self._news:
            done = self._news.wait_for(lambda: true(self._on(topic)), WITHIN_S)
            assert done, f"{topic}: {self._on(topic)[-5:]}"
            return self._on(topic)

    def _on(self, topic: str) -> list[Any]:
        return [said for heard, said, _ in self.heard if heard == topic]

    def _on_message(
        self, client: mqtt.Client, _userdata: object, message: mqtt.MQTTMessage
    ) -> None:
        topic = message.topic.rpartition("/")[2]
        if topic == "command":
            return
        said = msgspec.json.decode(message.payload)
        if topic in ("scan", "count") and self.stores:
            stored = {"id": f"s-{said['id']}", "do": "stored", "ids": [said["id"]]}
            client.publish(f"{self.base}/command", msgspec.json.encode(stored), 1)
        with self._news:
            self.heard.append((topic, said, bool(message.retain)))
            self._news.notify_all()
