"""Which kept message is said when: in order, some ahead of the answers, again until stored.

Everything that waits is said anew on a new connection, for a broker that was killed forgets what
it acknowledged. On a connection that lasts, silence is answered by one message alone, ever more
rarely: while the server is away the broker keeps what we said, and need not keep it twice. When
that one is answered, the rest is said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from devices.agents.outbox import Kept, Outbox

AHEAD = 500  # messages said and not yet stored
ASK_AGAIN_S = 10.0
LONGEST_ASK_AGAIN_S = 120.0


class Delivery:
    """Belongs to one thread, which passes in the time."""

    def __init__(
        self, outbox: Outbox, ahead: int = AHEAD, ask_again_s: float = ASK_AGAIN_S
    ) -> None:
        self._outbox = outbox
        self._ahead = ahead
        self._first_pause_s = ask_again_s
        self.begin_again()

    def begin_again(self) -> None:
        """Nothing counts as said."""
        self._said: set[str] = set()
        self._last_number = 0
        self._pause_s = self._first_pause_s
        self._ask_at_s = float("inf")
        self._asked = False

    def due(self, now_s: float) -> Sequence[Kept]:
        """What is to be said now, and counts as said from now on."""
        if now_s >= self._ask_at_s:
            self._asked = True
            self._pause_s = min(self._pause_s * 2, LONGEST_ASK_AGAIN_S)
            self._ask_at_s = now_s + self._pause_s
            return self._outbox.after(0, 1)
        room = self._ahead - len(self._said)
        kept = self._outbox.after(self._last_number, room) if room > 0 else ()
        if kept:
            if not self._said:
                self._ask_at_s = now_s + self._pause_s
            self._last_number = kept[-1].number
            self._said.update(one.id for one in kept)
        return kept

    def settled(self, ids: Iterable[str], now_s: float) -> None:
        """The server has these, or will never take them. Raises `DurableError`."""
        ids = set(ids)
        self._outbox.forget(ids)
        if self._asked:
            self.begin_again()
            return
        self._said -= ids
        self._ask_at_s = now_s + self._pause_s if self._said else float("inf")

    def asks_at_s(self) -> float:
        """When `due` is to be called even if nothing happens."""
        return self._ask_at_s
