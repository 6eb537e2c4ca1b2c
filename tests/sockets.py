"""A Socket.IO client that leaves takes its line with it."""

from __future__ import annotations

from contextlib import suppress

import socketio


def hang_up(client: socketio.Client) -> None:
    """Where the house was faster, engineio leaves its socket to the garbage collector."""
    with suppress(Exception):
        client.disconnect()
    if client.eio.ws is not None:
        client.eio.ws.shutdown()
