"""Messages come out of the buffer whole and in their order, wherever the network cuts them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from paho.mqtt.client import MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from store_server.intake.bulk_client import BulkClient

QOS_1, RETAINED = 0x02, 0x01


def packet(topic: bytes, payload: bytes, flags: int = 0) -> bytes:
    body = len(topic).to_bytes(2, "big") + topic
    body += b"\x00\x07" if flags & QOS_1 else b""
    body += payload
    length, rest = len(body), b""
    while length > 127:
        rest += bytes([length % 128 | 128])
        length //= 128
    return bytes([0x30 | flags]) + rest + bytes([length]) + body


class Line:
    """A client at one end of a wire, and the broker's hand at the other."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes, bool]] = []
        self.client = BulkClient(CallbackAPIVersion.VERSION2, manual_ack=True)
        self.client.on_plain = lambda *message: self.heard.append(message)
        self.client.on_message = self._by_paho
        ours, self.broker = socket.socketpair()
        ours.setblocking(False)
        self.client._sock = ours

    def _by_paho(self, _client: object, _userdata: object, message: MQTTMessage) -> None:
        self.heard.append((message.topic, bytes(message.payload), message.retain))

    def bring(self, *pieces: bytes) -> list[tuple[str, bytes, bool]]:
        for piece in pieces:
            self.broker.sendall(piece)
            while self.client.drain(0.0) == MQTTErrorCode.MQTT_ERR_SUCCESS and self._waiting():
                continue
        return self.heard

    def _waiting(self) -> bool:
        return self.client._position < len(self.client._buffer)


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.broker.close()
    line.client._sock_close()


SENT = (
    packet(b"a/one", b"1"),
    packet(b"a/two", b""),
    packet(b"a/kept", b"x" * 300, RETAINED),
    packet(b"a/sure", b"to be acknowledged", QOS_1),
    packet("a/été".encode(), b"5"),
)
HEARD = [
    ("a/one", b"1", False),
    ("a/two", b"", False),
    ("a/kept", b"x" * 300, True),
    ("a/sure", b"to be acknowledged", False),
    ("a/été", b"5", False),
]


def test_many_messages_in_one_read_come_in_their_order(line: Line) -> None:
    assert line.bring(b"".join(SENT)) == HEARD


def test_a_message_may_be_cut_anywhere(line: Line) -> None:
    flood = b"".join(SENT)
    for cut in range(1, len(flood)):
        line.heard.clear()
        assert line.bring(flood[:cut], flood[cut:]) == HEARD, cut


def test_messages_may_come_byte_by_byte(line: Line) -> None:
    flood = b"".join(SENT)
    assert line.bring(*(flood[at : at + 1] for at in range(len(flood)))) == HEARD


def test_a_topic_that_is_not_text_is_still_one_message(line: Line) -> None:
    odd = packet(b"a/\xff", b"1")
    assert line.bring(SENT[0] + odd + SENT[1]) == [HEARD[0], ("a/\ufffd", b"1", False), HEARD[1]]


def test_the_receipt_is_told_before_what_was_received(line: Line) -> None:
    receipts: list[int] = []
    line.client.on_receipt = lambda: receipts.append(len(line.heard))
    line.bring(SENT[0] + SENT[1], SENT[2])
    assert receipts == [0, 2]


def test_an_exception_does_not_bring_the_message_again(line: Line) -> None:
    def stumble(*_message: object) -> None:
        raise RuntimeError("stumbled")

    line.client.on_plain = stumble
    line.broker.sendall(b"".join(SENT[:3]))
    with pytest.raises(RuntimeError):
        line.client.drain(0.0)
    line.client.on_plain = lambda *message: line.heard.append(message)
    line.client.drain(0.0)
    assert line.heard == [HEARD[0], HEARD[2]]


def test_what_is_sent_waits_for_no_other_packet() -> None:
    client = BulkClient(CallbackAPIVersion.VERSION2)
    with socket.create_server(("127.0.0.1", 0)) as broker:
        client.connect("127.0.0.1", broker.getsockname()[1])
        sock = client.socket()
        assert isinstance(sock, socket.socket)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
        sock.close()
