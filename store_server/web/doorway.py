"""Those who stand at the doors in one moment are judged together, and share a commit.

A view asks and waits. While the bus is busy with the ones before, more come; the next round takes
all of them. With one door at a time every round is one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from store_server.admission_messages import Answered, ShowPass, ShowTogether
from store_server.bus import Bus

ROUND_AT_MOST = 64
PATIENCE_S = 10.0


@dataclass(slots=True)
class _Round:
    waiting: list[tuple[ShowPass, Future[Answered]]] = field(default_factory=list)


class Doorway:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._open: _Round | None = None

    def show(self, command: ShowPass) -> Answered:
        """Raises what the handler raised, or `TimeoutError`."""
        return self.submit(command).result(PATIENCE_S)

    def submit(self, command: ShowPass) -> Future[Answered]:
        answer: Future[Answered] = Future()
        with self._lock:
            joined = self._open
            if joined is not None and len(joined.waiting) < ROUND_AT_MOST:
                joined.waiting.append((command, answer))
                return answer
            begun = self._open = _Round([(command, answer)])
        asked = self._bus.submit(ShowTogether(lambda: self._close(begun)))
        asked.add_done_callback(lambda done: _pass_on(begun, done))
        return answer

    def _close(self, begun: _Round) -> Sequence[ShowPass]:
        """Nobody joins this round from now on."""
        with self._lock:
            if self._open is begun:
                self._open = None
            return [command for command, _ in begun.waiting]


def _pass_on(begun: _Round, done: Future[list[Answered | Exception]]) -> None:
    failure = done.exception()
    outcomes: Sequence[Answered | BaseException] = (
        [failure] * len(begun.waiting) if failure is not None else done.result()
    )
    for (_, answer), outcome in zip(begun.waiting, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
