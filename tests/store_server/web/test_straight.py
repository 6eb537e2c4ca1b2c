"""One frame for many sockets: whole frames only, in order, and nobody is waited for."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from store_server.web.straight import Wire, text_frame

FULL = 4 * 1024 * 1024


@pytest.fixture
def pair() -> Iterator[tuple[Wire, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(65)
        theirs.settimeout(5)
        yield Wire(ours), theirs


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_client_reads_the_text(size: int) -> None:
    browser = Connection(ConnectionType.CLIENT)
    browser.receive_data(text_frame("é" * (size // 2) + "x" * (size % 2)))
    (told,) = browser.events()
    assert isinstance(told, TextMessage)
    assert told.data == "é" * (size // 2) + "x" * (size % 2)


def test_what_went_in_part_is_ended_before_the_next(pair: tuple[Wire, socket.socket]) -> None:
    wire, reader = pair
    large = os.urandom(FULL)
    assert not wire.at_once(large)
    assert not wire.at_once(b"later")
    came = bytearray()

    def read(size: int) -> None:
        while len(came) < size:
            came.extend(reader.recv(65_536))

    reader.setblocking(False)
    with pytest.raises(BlockingIOError):
        read(FULL)
    reader.settimeout(5)
    went = len(came)
    assert 0 < went < FULL
    writer = threading.Thread(target=wire.send, args=(b"next",))
    writer.start()
    read(FULL + 4)
    writer.join()
    assert bytes(came) == large + b"next"
    assert wire.at_once(b"then")
    read(FULL + 8)
    assert bytes(came).endswith(b"nextthen")


def test_a_socket_that_is_full_is_not_waited_for(pair: tuple[Wire, socket.socket]) -> None:
    wire, _reader = pair
    frame = text_frame("x" * 1000)
    for _ in range(FULL // len(frame)):
        if not wire.at_once(frame):
            break
    else:
        pytest.fail("a socket that nobody reads never filled")


def test_a_connection_that_is_over_is_not_written_to(pair: tuple[Wire, socket.socket]) -> None:
    wire, reader = pair
    wire.end()
    assert not wire.at_once(b"too late")
    reader.setblocking(False)
    with pytest.raises(BlockingIOError):
        reader.recv(1)
