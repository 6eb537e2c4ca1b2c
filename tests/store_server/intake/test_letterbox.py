"""What is posted over HTTP is read on the reader's thread, and is answered once it is stored."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from devices.drivers import UnreadableError
from store_server.intake.letterbox import (
    LETTERS_A_TURN,
    LETTERS_AT_MOST,
    Letterbox,
    LetterboxFullError,
)
from store_server.intake.reader import Reader
from store_server.ports import BusyError
from store_server.settings import Settings
from tests.services import free_port
from tests.store_server.intake.test_front_door import Door


class ReadingDoor:
    """Answers each message as it is told to."""

    def __init__(self) -> None:
        self.read_: list[tuple[str, bytes]] = []
        self.answer: Future[Any] | None = None

    def read(self, topic: str, payload: bytes, retained: bool = False) -> Future[Any] | None:
        self.read_.append((topic, payload))
        return self.answer


@pytest.fixture
def door() -> ReadingDoor:
    return ReadingDoor()


def box(door: ReadingDoor) -> Letterbox:
    return Letterbox(door)  # type: ignore[arg-type]


def test_a_letter_waits_for_the_reader(door: ReadingDoor) -> None:
    letters = box(door)
    stored = letters.post("push/minew/a", b"[]")
    assert not stored.done()
    assert door.read_ == []
    letters.empty()
    assert stored.result(0) is None
    assert door.read_ == [("push/minew/a", b"[]")]


def test_it_is_answered_only_after_the_commit(door: ReadingDoor) -> None:
    door.answer = Future()
    letters = box(door)
    stored = letters.post("push/xovis/a", b"{}")
    letters.empty()
    assert not stored.done()
    door.answer.set_result("written")
    assert stored.result(0) is None


@pytest.mark.parametrize("failure", [UnreadableError("rssi: no"), BusyError("locked")])
def test_what_failed_is_told(door: ReadingDoor, failure: Exception) -> None:
    door.answer = Future()
    door.answer.set_exception(failure)
    letters = box(door)
    stored = letters.post("push/xovis/a", b"{}")
    letters.empty()
    assert stored.exception(0) is failure


def test_a_flood_is_refused_and_taken_in_by_turns(door: ReadingDoor) -> None:
    letters = box(door)
    for _ in range(LETTERS_AT_MOST):
        letters.post("push/minew/a", b"[]")
    with pytest.raises(LetterboxFullError):
        letters.post("push/minew/a", b"[]")
    letters.empty()
    assert len(door.read_) == LETTERS_A_TURN
    letters.post("push/minew/a", b"[]")


def test_when_the_house_closes_nobody_waits(door: ReadingDoor) -> None:
    letters = box(door)
    stored = letters.post("push/minew/a", b"[]")
    letters.close()
    with pytest.raises(LetterboxFullError):
        stored.result(0)
    with pytest.raises(LetterboxFullError):
        letters.post("push/minew/a", b"[]")


def test_the_reader_reads_letters_also_while_the_broker_is_away(tmp_path: Path) -> None:
    door = Door().door
    reader = Reader(Settings(data_dir=tmp_path, mqtt_port=free_port()), [], door)
    reader.start()
    try:
        body = b'[{"mac":"C0FFEE000001","rssi":-60}]'
        stored = [reader.letterbox.post("push/minew/a", body) for _ in range(3)]
        assert [one.result(5) for one in stored] == [None] * 3
        assert door.readings == 3
    finally:
        reader.stop()
    with pytest.raises(LetterboxFullError):
        reader.letterbox.post("push/minew/a", body)
