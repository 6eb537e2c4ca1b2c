"""paho's client, reading its socket by the buffer instead of by the byte.

paho asks the socket for one byte, then another, then the body: four system calls a message. Where
messages come in floods that is most of their cost, so here they are served from one large read.
"""

from __future__ import annotations

import select
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import MQTTErrorCode

BUFFER_BYTES = 256 * 1024


class BulkClient(mqtt.Client):
    """Use `drain` in place of paho's own loops."""

    _buffer: bytes = b""
    _position: int = 0

    def reconnect(self) -> MQTTErrorCode:
        self._buffer, self._position = b"", 0
        return super().reconnect()

    def _sock_recv(self, bufsize: int) -> bytes:
        start = self._position
        if start >= len(self._buffer):
            self._buffer = super()._sock_recv(BUFFER_BYTES)
            start = 0
        self._position = start + bufsize
        return self._buffer[start : start + bufsize]

    def drain(self, timeout_s: float, at_most: int = 2000) -> MQTTErrorCode:
        """Wait for the broker, then handle what it sent, up to `at_most` messages.

        Answers `MQTT_ERR_SUCCESS`, or what ended the connection.
        """
        sock: Any = self.socket()
        if sock is None:
            return MQTTErrorCode.MQTT_ERR_NO_CONN
        pending = self._position < len(self._buffer)
        try:
            readable, writable, _ = select.select(
                [sock], [sock] if self.want_write() else [], [], 0 if pending else timeout_s
            )
        except (OSError, ValueError):
            return MQTTErrorCode.MQTT_ERR_CONN_LOST
        if writable:
            self.loop_write()
        if readable or pending:
            for _ in range(at_most):
                outcome = self.loop_read()
                if outcome != MQTTErrorCode.MQTT_ERR_SUCCESS:
                    return outcome
                if self._position >= len(self._buffer):
                    break
        return self.loop_misc()
