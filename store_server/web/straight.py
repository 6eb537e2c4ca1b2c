"""One frame for many sockets, written by whoever has it, without waking a thread for each."""

from __future__ import annotations

import os
import socket
import threading
from typing import Any

_TEXT = 0x81  # the whole of a text, as a server sends it: unmasked and not compressed
_SIZE_IN_2, _SIZE_IN_8 = 126, 127


def text_frame(text: str) -> bytes:
    """A WebSocket's frame (RFC 6455, 5.2), which may pass uncompressed whatever was agreed."""
    body = text.encode()
    size = len(body)
    if size < _SIZE_IN_2:
        head = bytes((_TEXT, size))
    elif size <= 0xFFFF:
        head = bytes((_TEXT, _SIZE_IN_2)) + size.to_bytes(2, "big")
    else:
        head = bytes((_TEXT, _SIZE_IN_8)) + size.to_bytes(8, "big")
    return head + body


class Wire:
    """The socket as the WebSocket library is given it. The library sends in parts and forgets the
    rest; this sends all. Frames of other threads go between its own, never into them.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._rest = b""
        self._over = False

    def send(self, sent: bytes) -> int:
        with self._sending:
            rest, self._rest = self._rest, b""
            self._connection.sendall(rest + sent)
        return len(sent)

    def at_once(self, frame: bytes) -> bool:
        """False where it would have to wait: it is then sent in its turn, by `send`.

        Of a frame that went in part, the rest goes before whatever is sent next.
        """
        if not self._sending.acquire(blocking=False):
            return False
        try:
            if self._over or self._rest:
                return False
            # a connection with a timeout never blocks below Python, whose own send would wait
            went = os.write(self._connection.fileno(), frame)
            self._rest = frame[went:]
        except OSError:
            return False
        else:
            return not self._rest
        finally:
            self._sending.release()

    def end(self) -> None:
        """The connection is about to be closed, and its number to be somebody else's."""
        with self._sending:
            self._over = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
