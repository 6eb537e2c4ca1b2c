"""The sockets' book of who comes and goes, for many threads."""

from __future__ import annotations

import threading
from typing import Any

from socketio import Manager


class SteadyManager(Manager):  # type: ignore[misc]
    """python-socketio's own looks, and then takes out, with nothing that holds the two together.

    Where a hundred screens vanish at once, two threads that leave in the same instant find the
    book closed by the other: a trace in the log for each, and nothing else lost.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leaving = threading.RLock()

    def pre_disconnect(self, sid: str, namespace: str) -> Any:
        with self._leaving:
            return super().pre_disconnect(sid, namespace)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        with self._leaving:
            super().basic_disconnect(sid, namespace, **kwargs)
