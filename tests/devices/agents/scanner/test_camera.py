"""A camera as a scanner."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from bench.qr_pictures import HEIGHT, WIDTH, card
from devices.agents.scanner.camera import Camera, open_camera
from devices.agents.scanner.source import Read
from devices.vision.qr import QrReader
from tests.waiting import wait_for

BLANK = np.full((HEIGHT, WIDTH), 130, np.uint8)


def showing(text: str) -> np.ndarray:
    picture = BLANK.copy()
    code = cv2.resize(card(text, 0), (300, 300), interpolation=cv2.INTER_AREA)
    picture[90:390, 170:470] = code
    return picture


class FakeFrames:
    """Pictures as a camera gives them; after the last it is gone."""

    def __init__(self, pictures: Iterator[np.ndarray] | None) -> None:
        self._pictures = pictures
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._pictures is not None

    def read(self) -> tuple[bool, Any]:
        assert self._pictures is not None
        assert not self.released
        picture = next(self._pictures, None)
        return picture is not None, picture

    def get(self, _prop: int) -> float:
        return 0.0

    def release(self) -> None:
        self.released = True


def test_a_film_is_read_to_its_end_with_one_scan_a_showing(tmp_path: Path) -> None:
    film = tmp_path / "door.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter_fourcc(*"MJPG"), 10.0, (WIDTH, HEIGHT))
    for picture, times in (
        (showing("pass:1"), 12),
        (BLANK, 8),
        (showing("pass:1"), 5),  # away for less than a second: the same showing
        (showing("pass:2"), 5),
        (BLANK, 55),
        (showing("pass:1"), 5),
    ):
        for _ in range(times):
            writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    taken: list[Read] = []
    told: list[tuple[str, bool]] = []
    camera = Camera(str(film), QrReader())
    camera.run(taken.append, lambda *said: told.append(said), threading.Event())
    assert [read.data for read in taken] == ["pass:1", "pass:2", "pass:1"]
    assert {read.symbology for read in taken} == {"qr"}
    assert told == [(f"camera {film}", True)]


def test_a_camera_that_is_lost_is_told_of_and_opened_again() -> None:
    opened: list[FakeFrames] = []
    plans = iter([iter([BLANK, showing("pass:1")]), None, None])

    def endless() -> Iterator[np.ndarray]:
        yield showing("pass:2")
        while True:
            yield BLANK

    def open_(_where: str) -> FakeFrames:
        opened.append(FakeFrames(next(plans, None) if len(opened) < 3 else endless()))
        return opened[-1]

    taken: queue.SimpleQueue[Read] = queue.SimpleQueue()
    told: list[bool] = []
    stopping = threading.Event()
    camera = Camera("0", QrReader(), open_=open_, looked_for_every_s=0.01)
    thread = threading.Thread(
        target=camera.run, args=(taken.put, lambda _name, there: told.append(there), stopping)
    )
    thread.start()
    try:
        assert [taken.get(timeout=5).data for _ in range(2)] == ["pass:1", "pass:2"]
        wait_for(lambda: told[-1], "it is back and nobody was told")
    finally:
        stopping.set()
        thread.join(5)
    assert told == [True, False, False, False, True]
    assert all(frames.released for frames in opened)
    assert camera.fps == 0.0


def test_what_is_no_camera_does_not_open() -> None:
    assert not open_camera("/no/such/film.avi").isOpened()


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("0", "camera 0"),
        ("rtsp://ann:sesame@camera.lan/one", "camera rtsp://camera.lan/one"),
        ("rtsp://camera.lan/one", "camera rtsp://camera.lan/one"),
    ],
)
def test_no_password_of_a_camera_is_told(where: str, name: str) -> None:
    assert Camera(where, QrReader()).name == name
