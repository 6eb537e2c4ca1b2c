"""Colleagues who have unlocked a kiosk with their PIN, for a few minutes and on that kiosk only."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from store_server.ports import Clock
from store_server.web import tokens

UNLOCKED_FOR_S = 300.0
HEADER = "X-Staff"


@dataclass(frozen=True, slots=True)
class AtKiosk:
    associate_id: str
    manager: bool
    kiosk_id: str
    until_s: float


class StaffAtKiosks:
    """In memory alone: after a restart the PIN is asked for again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._unlocked: dict[str, AtKiosk] = {}

    def unlock(self, kiosk_id: str, associate_id: str, manager: bool) -> str:
        """A token for the header `X-Staff`; who was there before is no longer."""
        token = secrets.token_urlsafe(32)
        until_s = self._clock.monotonic() + UNLOCKED_FOR_S
        with self._lock:
            self._forget(kiosk_id)
            self._unlocked[tokens.fingerprint(token)] = AtKiosk(
                associate_id, manager, kiosk_id, until_s
            )
        return token

    def lock(self, kiosk_id: str) -> None:
        with self._lock:
            self._forget(kiosk_id)

    def who(self, kiosk_id: str, token: str | None) -> AtKiosk | None:
        if not token:
            return None
        found = self._unlocked.get(tokens.fingerprint(token))
        if found is None or found.kiosk_id != kiosk_id:
            return None
        return found if self._clock.monotonic() < found.until_s else None

    def _forget(self, kiosk_id: str) -> None:
        kept = {key: one for key, one in self._unlocked.items() if one.kiosk_id != kiosk_id}
        self._unlocked = kept
