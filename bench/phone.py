"""An associate's phone: a real Socket.IO client in a process of its own, signed in by cookies."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from typing import Any

import socketio

GIVE_UP_S = 15


def run(url: str, cookies: str, home: Connection) -> None:
    """Report (client, when) of every signal that comes, until told to stop."""
    client = socketio.Client(reconnection=False)

    @client.on("notice", namespace="/associate")
    def notice(line: dict[str, Any]) -> None:
        at_s = time.monotonic()
        if line["kind"] == "signal" and line["signal"]["card"]:
            home.send((line["signal"]["card"]["client_id"], at_s))

    @client.on("ready", namespace="/associate")
    def ready(_line: dict[str, Any]) -> None:
        home.send("ready")

    client.connect(
        url,
        headers={"Cookie": cookies},
        transports=["websocket"],
        namespaces=["/associate"],
        wait_timeout=GIVE_UP_S,
    )
    client.emit("resume", {"after": 0}, namespace="/associate")
    home.recv()
    client.disconnect()
