"""The mail server of the tests leaves nothing behind for a later one to stumble over."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.leftovers import left_open
from tests.mail_server import HOST, MailServer

PATIENCE_S = 10.0


def says_nothing(line: socket.socket) -> None:
    pass


def is_half_closed(line: socket.socket) -> None:
    line.shutdown(socket.SHUT_WR)


def is_within_a_letter(line: socket.socket) -> None:
    for said in (b"HELO there\r\n", b"MAIL FROM:<a@b.example>\r\n", b"RCPT TO:<c@d.example>\r\n"):
        line.sendall(said)
        assert line.recv(100).startswith(b"250 ")
    line.sendall(b"DATA\r\n")
    assert line.recv(100).startswith(b"354 ")
    line.sendall(b"Half a letter")


def says_goodbye(line: socket.socket) -> None:
    line.sendall(b"QUIT\r\n")


@pytest.mark.parametrize("does", [says_nothing, is_half_closed, is_within_a_letter, says_goodbye])
def test_a_mail_server_that_stops_leaves_no_line_open(
    does: Callable[[socket.socket], None],
) -> None:
    servers = [MailServer().start()]
    with (
        socket.create_connection((HOST, servers[0].port), PATIENCE_S) as line,
        socket.create_connection((HOST, servers[0].port), PATIENCE_S) as just_come,
    ):
        assert line.recv(100).startswith(b"220 ")
        does(line)
        just_come.sendall(b"")
        assert left_open(lambda: servers.pop().stop()) == []
