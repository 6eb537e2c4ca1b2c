"""Somebody at a kiosk asks for a colleague: who is told, who goes, and what the kiosk then says.

Kept in memory: whoever stands there taps again after a restart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import Struct

from store_server.clock import new_id
from store_server.ports import Clock, NotFoundError

LASTS = timedelta(minutes=5)  # nobody waits longer at a screen


class CallView(Struct, frozen=True):
    """`answered_by` is the colleague who goes; empty while nobody has said so."""

    id: str
    at: datetime
    kiosk: str
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class _Call:
    device_id: str
    view: CallView


class Calls:
    """`changed` hears every change: the kiosk's own call, and all that still wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, _Call] = {}
        self._lock = threading.Lock()
        self.changed: Callable[[str, CallView], None] = lambda _device_id, _call: None

    def call(self, device_id: str, label: str) -> CallView:
        """A kiosk calls once, however often it is tapped."""
        with self._lock:
            for one in self._open():
                if one.device_id == device_id:
                    return one.view
            view = CallView(new_id(), self._clock.now(), label)
            self._calls[view.id] = _Call(device_id, view)
        self.changed(device_id, view)
        return view

    def answer(self, call_id: str, name: str) -> CallView:
        """The first who goes; the next reads by whom. Raises `NotFoundError`."""
        with self._lock:
            found = self._calls.get(call_id)
            if found is None:
                raise NotFoundError("nobody asks for anybody there any more")
            if found.view.answered_by:
                return found.view
            view = CallView(call_id, found.view.at, found.view.kiosk, name)
            self._calls[call_id] = _Call(found.device_id, view)
        self.changed(found.device_id, view)
        return view

    def waiting(self) -> Sequence[CallView]:
        with self._lock:
            return [one.view for one in self._open()]

    def _open(self) -> list[_Call]:
        oldest = self._clock.now() - LASTS
        self._calls = {key: one for key, one in self._calls.items() if one.view.at > oldest}
        return [one for one in self._calls.values() if not one.view.answered_by]
