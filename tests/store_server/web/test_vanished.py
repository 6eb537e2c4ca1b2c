"""Connections whose other end has vanished: nobody waits for them."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest

from store_server.clock import SystemClock
from store_server.settings import Settings
from store_server.web import open_sockets, realtime
from tests.store_server.web.boutique import Boutique

PATIENCE_S = 5.0


@pytest.fixture
def live(settings: Settings) -> Iterator[Boutique]:
    boutique = Boutique(settings, clock=SystemClock()).open()
    boutique.bus.start()
    boutique.web.start()
    yield boutique
    boutique.bus.stop()
    boutique.storage.close()


def knocks_and_vanishes(boutique: Boutique) -> None:
    """Opens a connection by polling, and never polls again."""
    port = boutique.web.server.port
    address = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert answer.status == 200


def stop(boutique: Boutique) -> bool:
    """Whether the doors closed in time."""
    stopping = threading.Thread(target=boutique.web.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE_S)
    return not stopping.is_alive()


def test_the_doors_close_though_somebody_has_vanished(live: Boutique) -> None:
    knocks_and_vanishes(live)
    assert stop(live)


def test_the_watch_over_the_sockets_goes_on_though_somebody_has_vanished(
    live: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_sockets, "NAMELESS_FOR_S", 0.0)
    monkeypatch.setattr(realtime, "WATCHED_EVERY_S", 0.05)
    for _ in range(2):
        knocks_and_vanishes(live)
        connections = live.web.realtime.sockets.socketio.server.eio.sockets
        deadline_s = time.monotonic() + PATIENCE_S
        while connections:
            assert time.monotonic() < deadline_s, "the watch stands still"
            time.sleep(0.02)
    assert stop(live)
