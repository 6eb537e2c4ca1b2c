"""Simulated devices that post over HTTP: nothing is lost while the server is away."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from devices.decoding import decode
from devices.readings import Count, IBeacon
from devices.simulator import CastMember, Simulation, floor_of
from devices.simulator import posting as posting_module
from devices.simulator.posting import Posting
from devices.simulator.voices import Said

DEVICE = "hikvision/camera-1"
WITHIN_S = 20.0


class Server(ThreadingHTTPServer):
    """Answers with the codes that it is given, then with 200; keeps every body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.heard: queue.SimpleQueue[tuple[str | None, bytes]] = queue.SimpleQueue()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/devices/push/token"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.put((self.headers["Content-Type"], body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


def test_a_camera_posts_what_it_counts(server: Server) -> None:
    badge = IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 1)
    simulation = Simulation(
        "127.0.0.1",
        1,
        "paris-1",
        [CastMember("james", badge)],
        floor=floor_of(["hikvision"]),
        addresses={DEVICE: server.url},
    )
    simulation.start()
    try:
        posted = [server.heard.get(timeout=WITHIN_S) for _ in range(2)]
    finally:
        simulation.stop()
    totals = []
    for kind, body in posted:
        assert kind == "application/xml"
        (count,) = decode(f"push/hikvision/{DEVICE}", body)
        assert isinstance(count, Count)
        totals.append((count.device, count.people_in, count.people_out))
    assert totals == [(DEVICE, 0, 0), (DEVICE, 1, 0)]


def test_what_the_server_could_not_take_is_posted_again_and_what_it_refused_is_not(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_module, "AGAIN_AFTER_S", 0.01)
    server.answers = [503, 200, 422]
    posting = Posting(server.url)
    posting.open()
    for body in (b'{"n":1}', b'{"n":2}', b'{"n":3}'):
        posting.say(Said("push/x/y", body))
    bodies = [server.heard.get(timeout=WITHIN_S) for _ in range(4)]
    posting.say_goodbye()
    posting.close()
    assert [body for _, body in bodies] == [b'{"n":1}', b'{"n":1}', b'{"n":2}', b'{"n":3}']
    assert {kind for kind, _ in bodies} == {"application/json"}
    assert server.heard.empty()


def test_one_that_can_only_push_needs_an_address() -> None:
    with pytest.raises(ValueError, match=f"{DEVICE} can only push"):
        Simulation("127.0.0.1", 1, "paris-1", [], floor=floor_of(["hikvision"]))
    with pytest.raises(ValueError, match="begins with http"):
        Posting("file:///etc/hosts")
