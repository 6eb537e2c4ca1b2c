"""The limit of open connections, held before one of them costs a thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Doorman:
    """Refuses new connections beyond the limit before they cost threads."""

    def __init__(self, inner: Any, may_connect: Callable[[], bool]) -> None:
        self._inner = inner
        self._may_connect = may_connect

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        new = environ["PATH_INFO"].startswith("/socket.io") and "sid=" not in environ.get(
            "QUERY_STRING", ""
        )
        if new and not self._may_connect():
            start_response(
                "503 Service Unavailable",
                [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")],
            )
            return [b"full: too many screens are connected; try again in a moment\n"]
        return self._inner(environ, start_response)
