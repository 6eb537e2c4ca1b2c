"""MQTT 3.1.1 as far as a benchmark needs it: connect, and publish at QoS 0."""

from __future__ import annotations

import socket

CONNECT, CONNACK, PUBLISH = 0x10, 0x20, 0x30
PROTOCOL = b"\x00\x04MQTT\x04"
CLEAN_SESSION = b"\x02"
NO_KEEPALIVE = b"\x00\x00"


def publish_packet(topic: str, payload: bytes) -> bytes:
    body = _text(topic) + payload
    return bytes([PUBLISH]) + _length(len(body)) + body


def connect(port: int, client_id: str) -> socket.socket:
    """A connection to the broker on this machine that never delays what it is given."""
    broker = socket.create_connection(("127.0.0.1", port))
    broker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = PROTOCOL + CLEAN_SESSION + NO_KEEPALIVE + _text(client_id)
    broker.sendall(bytes([CONNECT]) + _length(len(body)) + body)
    answer = broker.recv(4)
    if answer[:1] != bytes([CONNACK]) or answer[3:] != b"\x00":
        raise ConnectionError(f"the broker refused us: {answer!r}")
    return broker


def _text(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def _length(length: int) -> bytes:
    """MQTT's variable length: seven bits a byte, the eighth says that more follow."""
    out = bytearray()
    while True:
        length, seven = divmod(length, 128)
        out.append(seven | (128 if length else 0))
        if not length:
            return bytes(out)
