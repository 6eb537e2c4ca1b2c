"""What devices post over HTTP, on its way from the web's threads to the reader's.

The front door lives on the reader's thread. So a letter waits here until the reader comes by, which
it does ten times a second, also while the broker is away.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from typing import Any

from store_server.intake.front_door import FrontDoor

LETTERS_AT_MOST = 256
LETTERS_A_TURN = 64  # the broker's messages must not wait for a flood of letters


class LetterboxFullError(RuntimeError):
    """The reader does not keep up; the device may try again in a moment."""


@dataclass(frozen=True, slots=True)
class _Letter:
    topic: str
    payload: bytes
    stored: Future[None] = field(default_factory=Future)


class Letterbox:
    def __init__(self, door: FrontDoor) -> None:
        self._door = door
        self._letters: Queue[_Letter] = Queue(LETTERS_AT_MOST)
        self._closed = False

    def post(self, topic: str, payload: bytes) -> Future[None]:
        """Hand in what a device said, from any thread; raises `LetterboxFullError`.

        The future is done once what was said is committed. It fails with `UnreadableError`, or
        with what kept the commit from being made.
        """
        letter = _Letter(topic, payload)
        if self._closed:
            raise LetterboxFullError("the house is closing")
        try:
            self._letters.put_nowait(letter)
        except Full:
            raise LetterboxFullError("too much was posted at once") from None
        return letter.stored

    def empty(self) -> None:
        """Read some of what waits. On the reader's thread."""
        for _ in range(LETTERS_A_TURN):
            try:
                letter = self._letters.get_nowait()
            except Empty:
                return
            self._read(letter)

    def close(self) -> None:
        """Nobody waits for what will not be read any more. On the reader's thread."""
        self._closed = True
        while not self._letters.empty():
            unread = self._letters.get_nowait()
            unread.stored.set_exception(LetterboxFullError("the house is closing"))

    def _read(self, letter: _Letter) -> None:
        committed = self._door.read(letter.topic, letter.payload)
        if committed is None:
            letter.stored.set_result(None)
        else:
            committed.add_done_callback(lambda done: _pass_on(done, letter.stored))


def _pass_on(done: Future[Any], stored: Future[None]) -> None:
    failure = done.exception()
    if failure is None:
        stored.set_result(None)
    else:
        stored.set_exception(failure)
