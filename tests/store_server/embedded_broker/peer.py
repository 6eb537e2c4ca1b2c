"""A real paho client, as a device would run one, that writes down what it hears."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, Self

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

ANSWERED_WITHIN_S = 10.0
REFUSED = 128


class Peer:
    """Connected when it is made, or `refused`."""

    def __init__(
        self,
        port: int,
        username: str = "",
        password: str = "",
        client_id: str = "",
        will: str = "",
        clean: bool = True,
    ) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.refused = False
        self.lost = threading.Event()
        self._news = threading.Condition()
        self._answered = threading.Event()
        self._granted: dict[int | None, int] = {}
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=clean
        )
        if username:
            self._client.username_pw_set(username, password)
        if will:
            self._client.will_set(will, b"gone", 1)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = lambda *_: self.lost.set()
        self._client.on_message = self._on_message
        self._client.on_subscribe = self._on_subscribe
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        assert self._answered.wait(ANSWERED_WITHIN_S), "the broker does not answer"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def says(self, topic: str, payload: bytes = b"x", retain: bool = False) -> None:
        """Returns once the broker has it."""
        self._client.publish(topic, payload, 1, retain).wait_for_publish(ANSWERED_WITHIN_S)

    def may_hear(self, topic: str) -> bool:
        """Ask for it; whether the broker grants it."""
        _result, number = self._client.subscribe(topic, 1)
        with self._news:
            assert self._news.wait_for(lambda: number in self._granted, ANSWERED_WITHIN_S)
            return self._granted[number] != REFUSED

    def hears(self, topic: str) -> bool:
        """Wait for it."""
        with self._news:
            return self._news.wait_for(
                lambda: any(one == topic for one, _ in self.heard), ANSWERED_WITHIN_S
            )

    def drop(self) -> None:
        """As a device goes whose power fails."""
        self._client.loop_stop()
        link = self._client.socket()
        assert link is not None
        link.close()

    def _on_connect(self, *said: Any) -> None:
        reason = said[3]
        self.refused = bool(reason.is_failure)
        if self.refused:
            self._client.disconnect()
        self._answered.set()

    def _on_message(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        with self._news:
            self.heard.append((message.topic, bytes(message.payload)))
            self._news.notify_all()

    def _on_subscribe(self, *said: Any) -> None:
        number, reasons = said[2], said[3]
        with self._news:
            self._granted[number] = reasons[0].value
            self._news.notify_all()
