"""What becomes of a connection that is never said to be over: nothing is left of any."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from store_server.embedded_broker import EmbeddedBroker
from tests.leftovers import left_open
from tests.services import free_port
from tests.store_server.embedded_broker.peer import Peer
from tests.waiting import wait_for

HALF_A_CONNECT = b"\x10\x20\x00\x04MQTT\x04"
NO_PACKET = b"\xff" * 40
TOPIC = "accueil/v1/paris-1/door-1/state"
PATIENCE_S = 10.0
MORE_THAN_FITS = 100  # of a tenth of a megabyte: no two sockets hold as much


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def says_nothing(line: socket.socket) -> None:
    pass


def says_half(line: socket.socket) -> None:
    line.sendall(HALF_A_CONNECT)


def says_rubbish(line: socket.socket) -> None:
    line.sendall(NO_PACKET)


def is_half_closed(line: socket.socket) -> None:
    line.shutdown(socket.SHUT_WR)


def is_half_closed_within_a_word(line: socket.socket) -> None:
    line.sendall(HALF_A_CONNECT)
    line.shutdown(socket.SHUT_WR)


BEGINNINGS = (
    says_nothing,
    says_half,
    says_rubbish,
    is_half_closed,
    is_half_closed_within_a_word,
)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def broker(port: int) -> Iterator[EmbeddedBroker]:
    broker = EmbeddedBroker("127.0.0.1", port, anonymous=True)
    broker.start()
    yield broker
    broker.stop()


def stopped(broker: EmbeddedBroker) -> None:
    broker.stop()
    assert not broker._thread.is_alive()


@pytest.mark.parametrize("begins", BEGINNINGS)
def test_a_broker_that_stops_leaves_no_line_open(
    port: int, begins: Callable[[socket.socket], None]
) -> None:
    broker = EmbeddedBroker("127.0.0.1", port, anonymous=True)
    broker.start()
    with connected(port) as line, connected(port) as just_come, Peer(port) as peer:
        begins(line)
        peer.says(TOPIC)  # by then it has heard the others too
        just_come.sendall(b"")
        brokers = [broker]
        del broker
        assert left_open(lambda: stopped(brokers.pop())) == []


def test_a_broker_stops_although_somebody_does_not_read(port: int) -> None:
    broker = EmbeddedBroker("127.0.0.1", port, anonymous=True)
    broker.start()
    with connected(port) as deaf, Peer(port) as peer:
        deaf.sendall(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x00\x00\x04deaf")
        assert deaf.recv(4) == b"\x20\x02\x00\x00"
        deaf.sendall(b"\x82\x06\x00\x01\x00\x01#\x00")
        assert deaf.recv(5) == b"\x90\x03\x00\x01\x00"
        for _ in range(MORE_THAN_FITS):
            peer.says(TOPIC, bytes(100_000))
        brokers = [broker]
        del broker
        assert left_open(lambda: stopped(brokers.pop())) == []


@pytest.mark.usefixtures("broker")
@pytest.mark.parametrize("begins", [is_half_closed, is_half_closed_within_a_word, says_rubbish])
def test_a_line_ends_with_its_conversation(
    port: int, begins: Callable[[socket.socket], None]
) -> None:
    with connected(port) as line:
        begins(line)
        wait_for(lambda: line.recv(1) == b"", "the broker did not hang up", PATIENCE_S)
