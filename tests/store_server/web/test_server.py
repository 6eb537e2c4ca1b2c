"""The web server itself: connections, limits, manners."""

from __future__ import annotations

import http.client
import logging
import socket
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request

from store_server.web.server import PortTakenError, WebServer


def application() -> Flask:
    app = Flask("tried_out")

    @app.post("/read")
    def read() -> str:
        return str(len(request.get_data()))

    @app.post("/ignore")
    def ignore() -> tuple[str, int]:
        return "no", 413

    @app.get("/parts")
    def parts() -> Response:
        return Response(iter(["one ", "two"]))

    @app.get("/nothing")
    def nothing() -> tuple[str, int]:
        return "", 204

    return app


@pytest.fixture
def server() -> Iterator[WebServer]:
    server = WebServer(application(), "127.0.0.1", 0, sockets_at_most=10)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def connection(server: WebServer) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    yield connection
    connection.close()


def test_a_connection_serves_many_requests(connection: http.client.HTTPConnection) -> None:
    connection.connect()
    used = connection.sock
    for body in (b"", b"abc", b"x" * 100_000):
        connection.request("POST", "/read", body)
        assert connection.getresponse().read() == str(len(body)).encode()
    for path, wanted in (("/parts", b"one two"), ("/nothing", b"")):
        connection.request("GET", path)
        assert connection.getresponse().read() == wanted
    assert connection.sock is used


def test_a_body_that_nobody_reads_does_not_become_the_next_request(
    connection: http.client.HTTPConnection,
) -> None:
    for _ in range(3):
        connection.request("POST", "/ignore", b"GET /parts HTTP/1.1\r\n\r\n" * 100)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (413, b"no")


def test_a_large_body_is_answered_before_the_connection_ends(
    connection: http.client.HTTPConnection,
) -> None:
    connection.request("POST", "/ignore", b"x" * 3_000_000)
    answer = connection.getresponse()
    assert answer.status == 413
    assert answer.headers["Connection"] == "close"


def test_a_body_in_chunks_is_read(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/read", iter([b"abc", b"de"]), encode_chunked=True)
    assert connection.getresponse().read() == b"5"


def test_the_answer_to_head_has_no_body(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/parts")
    assert connection.getresponse().read() == b""
    connection.request("GET", "/parts")
    assert connection.getresponse().read() == b"one two"


def test_what_is_no_http_is_refused_as_a_problem(server: WebServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(b"\x16\x03\x01 what is this\r\n\r\n")
        answer = wire.recv(4096)
    assert b"400" in answer
    assert b"problem" in answer


def test_the_server_says_nothing_of_its_insides(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/parts")
    assert connection.getresponse().headers["Server"] == "accueil"


def test_requests_are_not_logged(
    connection: http.client.HTTPConnection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connection.request("GET", "/parts?q=ana+silva")
    connection.getresponse().read()
    assert "silva" not in caplog.text


def test_a_taken_port_is_said_in_a_sentence(server: WebServer) -> None:
    second = WebServer(application(), "127.0.0.1", server.port, sockets_at_most=10)
    with pytest.raises(PortTakenError, match=f"127.0.0.1:{server.port} is taken"):
        second.start()


def test_a_server_that_has_stopped_leaves_its_port(server: WebServer) -> None:
    port = server.port
    server.stop()
    again = WebServer(application(), "127.0.0.1", port, sockets_at_most=10)
    again.start()
    again.stop()


def test_beyond_its_places_a_connection_is_refused_politely() -> None:
    server = WebServer(application(), "127.0.0.1", 0, sockets_at_most=-197)  # three places
    server.start()
    held = []
    try:
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/parts")
            assert connection.getresponse().read() == b"one two"
            held.append(connection)
        refused = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        held.append(refused)
        refused.request("GET", "/parts")
        answer = refused.getresponse()
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        answer.read()
    finally:
        for connection in held:
            connection.close()
        server.stop()
