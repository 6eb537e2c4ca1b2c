"""Scans that came in one round of reading: handed on together, noted in one commit."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from store_server.bus import Bus
from store_server.messages import ReadScan, ReadTogether


class ScanRound:
    """Belongs to the reader's thread."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: list[tuple[ReadScan, Future[Any]]] = []

    def add(self, scan: ReadScan) -> Future[Any]:
        """Done once its effect is committed, or it failed; the others of the round go their way."""
        read: Future[Any] = Future()
        self._waiting.append((scan, read))
        return read

    def hand_on(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        answers = [read for _, read in waiting]
        command = ReadTogether(tuple(scan for scan, _ in waiting))
        self._bus.submit(command).add_done_callback(lambda done: _pass_on(done, answers))


def _pass_on(done: Future[Any], answers: list[Future[Any]]) -> None:
    failure = done.exception()
    failures = [failure] * len(answers) if failure else done.result()
    for answer, failed in zip(answers, failures, strict=True):
        if failed is None:
            answer.set_result(None)
        else:
            answer.set_exception(failed)
