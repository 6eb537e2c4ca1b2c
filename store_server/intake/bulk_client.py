"""paho's client, reading its socket by the buffer instead of by the byte.

paho asks the socket for one byte, then another, then the body: four system calls a message. Where
messages come in floods that is most of their cost, so here they are served from one large read.

What remains of paho's own cost (a dozen calls, a log line and a message object each) is more than
that of reading what the message says. So messages of QoS 0, which nobody has to acknowledge, are
cut out of the buffer here; all else, and a message whose end has not come yet, goes paho's way.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import MQTTErrorCode

BUFFER_BYTES = 256 * 1024

PUBLISH, RETAINED = 0x30, 0x01  # MQTT 3.1.1, 3.3.1: the type, and of its flags QoS 0 has no other
SEVEN_BITS, MORE = 0x7F, 0x80  # 2.2.3: the length, seven bits a byte
LONGEST_HEADER = 5

Plain = Callable[[str, bytes, bool], object]  # topic, payload, retained


class BulkClient(mqtt.Client):
    """Use `drain` in place of paho's own loops.

    `on_plain` is given the messages of QoS 0. `on_receipt` is called whenever something was read
    from the socket, before it is handed on: what follows was received at that moment.
    """

    on_plain: Plain | None = None
    on_receipt: Callable[[], None] | None = None
    _buffer: bytes = b""
    _position: int = 0

    def reconnect(self) -> MQTTErrorCode:
        self._buffer, self._position = b"", 0
        outcome = super().reconnect()
        sock: Any = self.socket()
        if sock is not None:  # else a verdict waits for 40 ms behind the receipt of its scan
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return outcome

    def _sock_recv(self, bufsize: int) -> bytes:
        start = self._position
        if start >= len(self._buffer):
            self._buffer = super()._sock_recv(BUFFER_BYTES)
            start = 0
            if self.on_receipt is not None:
                self.on_receipt()
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
            outcome = self._read(at_most)
            if outcome != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return outcome
        return self.loop_misc()

    @property
    def behind(self) -> bool:
        """Whether the last read left nothing free of the buffer: more is waiting in the socket."""
        return len(self._buffer) == BUFFER_BYTES

    def _read(self, at_most: int) -> MQTTErrorCode:
        while at_most > 0:
            at_most -= self._take_plain(at_most)
            if at_most <= 0:
                break
            outcome = self.loop_read()
            at_most -= 1
            if outcome != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return outcome
            if self._position >= len(self._buffer):
                break
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _take_plain(self, at_most: int) -> int:
        """Hand on the whole messages of QoS 0 that come next in the buffer; answers how many."""
        on_plain, buffer, at = self.on_plain, self._buffer, self._position
        if on_plain is None or at >= len(buffer) or self._in_packet["command"]:
            return 0  # in the midst of a packet that paho has begun
        taken = 0
        while taken < at_most and (found := _plain_at(buffer, at)) is not None:
            retained, topic_at, payload_at, at = found
            self._position = at  # first: whatever is raised, this message has been read
            taken += 1
            on_plain(_text(buffer[topic_at:payload_at]), buffer[payload_at:at], retained)
        if taken:
            with self._msgtime_mutex:  # for paho's keepalive
                self._last_msg_in = time.monotonic()
        return taken


def _plain_at(buffer: bytes, at: int) -> tuple[bool, int, int, int] | None:
    """Whether retained, and where topic, payload and end are of the message of QoS 0 that begins
    here; None where there is another packet, or not the whole of it."""
    size = len(buffer)
    if at + LONGEST_HEADER > size or buffer[at] & ~RETAINED != PUBLISH:
        return None
    place, length, shift = at + 1, 0, 0
    while True:
        byte = buffer[place]
        place += 1
        length |= (byte & SEVEN_BITS) << shift
        if byte < MORE:
            break
        shift += 7
        if place == at + LONGEST_HEADER:
            return None  # paho tells the broker what is wrong with it
    end = place + length
    topic_at = place + 2
    if end > size or topic_at > end:
        return None
    payload_at = topic_at + (buffer[place] << 8 | buffer[place + 1])
    if payload_at > end:
        return None
    return buffer[at] & RETAINED != 0, topic_at, payload_at, end


def _text(topic: bytes) -> str:
    """The topic, with what is not UTF-8 replaced: such a topic then belongs to no driver."""
    return topic.decode(errors="replace")
