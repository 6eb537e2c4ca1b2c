"""Three hundred screens at once: all are let in, all are told, and watching them stays cheap."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event
from websocket import WebSocket, create_connection

from store_server.clock import SystemClock
from store_server.settings import Settings
from tests.store_server.web.boutique import Boutique, Browser

SCREENS = 300
AT_ONCE = 20
PATIENCE_S = 30.0
THREADS_A_SCREEN = 4
COOKIES = ("accueil_device", "accueil_session")


@pytest.fixture
def live(settings: Settings) -> Iterator[Boutique]:
    boutique = Boutique(settings, clock=SystemClock()).open()
    boutique.bus.start()
    boutique.web.start()
    yield boutique
    boutique.web.stop()
    boutique.bus.stop()
    boutique.storage.close()


@dataclass
class Screen:
    """An associate's app as its socket sees it, without a thread of its own."""

    socket: WebSocket

    @classmethod
    def connect(cls, boutique: Boutique, browser: Browser) -> Screen:
        address = f"ws://127.0.0.1:{boutique.web.server.port}/socket.io/"
        cookie = "; ".join(f"{name}={browser.cookie(name)}" for name in COOKIES)
        socket = create_connection(
            f"{address}?EIO=4&transport=websocket", timeout=PATIENCE_S, cookie=cookie
        )
        screen = cls(socket)
        socket.send("40/associate,")
        socket.send('42/associate,["resume",{"after":0}]')
        screen.waits_for("ready")
        return screen

    def waits_for(self, name: str) -> Any:
        """The next message of this name; what comes before it is read past."""
        while True:
            packet = self.socket.recv()
            assert isinstance(packet, str)
            if packet == "2":  # Engine.IO asks whether we live
                self.socket.send("3")
            _, found, body = packet.partition(f'["{name}",')
            if found:
                return json.loads(body[:-1])


@contextmanager
def statements(boutique: Boutique) -> Iterator[list[str]]:
    """Those of this thread: the house's own clock reads at the same time."""
    ran: list[str] = []
    ours = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.get_ident() == ours:
            ran.append(statement)

    event.listen(boutique.storage.engine, "before_cursor_execute", note)
    yield ran
    event.remove(boutique.storage.engine, "before_cursor_execute", note)


def test_three_hundred_screens_come_back_at_once(live: Boutique) -> None:
    phones = [live.person("associate", f"Associate {number}") for number in range(3)]
    before = threading.active_count()
    began_s = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as crowd, ExitStack() as leaving:
        screens = list(
            crowd.map(lambda number: Screen.connect(live, phones[number % 3]), range(SCREENS))
        )
        for screen in screens:
            leaving.callback(screen.socket.close)
        assert time.monotonic() - began_s < PATIENCE_S
        assert len(live.web.realtime.sockets.everybody()) == SCREENS
        assert threading.active_count() - before <= THREADS_A_SCREEN * SCREENS + 2 * AT_ONCE

        live.arrives(live.client(primary_associate_id=live.me(phones[0])))
        told = [screen.waits_for("notice") for screen in screens[::3]]
        assert {line["seq"] for line in told} == {1}
        assert phones[1].get("/signals").status_code == 200

        with statements(live) as ran:
            live.web.realtime.sockets.check_rights()
        assert len(ran) == 1
        assert len(live.web.realtime.sockets.everybody()) == SCREENS
