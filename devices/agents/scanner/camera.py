"""A camera as a scanner: on USB, on the network, or a film in a file. No picture is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.agents.scanner.showings import Showings
from devices.agents.scanner.source import Read, Take, Tell
from devices.vision.qr_code import Code

LOOKED_FOR_EVERY_S = 2.0
STALLED_MS = 5_000
RATE_OVER_S = 2.0

Picture = NDArray[np.uint8]


class Frames(Protocol):
    """What is used of `cv2.VideoCapture`."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name
    def read(self) -> tuple[bool, Any]: ...
    def get(self, prop: int) -> float: ...
    def release(self) -> None: ...


class CodeReader(Protocol):
    def read(self, picture: Picture) -> Sequence[Code]: ...


def open_camera(where: str) -> Frames:
    """A number is a camera of this computer's; anything else an address or a file."""
    if where.isdigit():
        return cv2.VideoCapture(int(where))
    waits = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        STALLED_MS,
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        STALLED_MS,
    ]
    return cv2.VideoCapture(where, cv2.CAP_FFMPEG, waits)


class Camera:
    """Reads every picture, and opens the camera anew when it was lost. A film ends."""

    def __init__(
        self,
        where: str,
        reader: CodeReader,
        showings: Showings | None = None,
        open_: Callable[[str], Frames] = open_camera,
        looked_for_every_s: float = LOOKED_FOR_EVERY_S,
    ) -> None:
        self.name = f"camera {_without_account(where)}"
        self._where = where
        self._reader = reader
        self._showings = showings or Showings()
        self._open = open_
        self._every_s = looked_for_every_s
        self._film = Path(where).is_file()
        self.fps = 0.0  # 0 while there is no picture; any thread may read it

    def run(self, take: Take, tell: Tell, stopping: threading.Event) -> None:
        while not stopping.is_set():
            frames = self._open(self._where)
            try:
                if frames.isOpened():
                    self._watch(frames, take, tell, stopping)
            finally:
                frames.release()
                self.fps = 0.0
            if self._film:
                return
            if not stopping.is_set():
                tell(self.name, False)
                stopping.wait(self._every_s)

    def _watch(self, frames: Frames, take: Take, tell: Tell, stopping: threading.Event) -> None:
        counted, since_s = 0, time.monotonic()
        while not stopping.is_set():
            there, picture = frames.read()
            if not there:
                return
            now_s = time.monotonic()
            if counted == 0 and self.fps == 0.0:
                tell(self.name, True)
            counted += 1
            if now_s - since_s >= RATE_OVER_S:
                self.fps = counted / (now_s - since_s)
                counted, since_s = 0, now_s
            self._read(picture, self._at_s(frames, now_s), take)

    def _at_s(self, frames: Frames, now_s: float) -> float:
        """In a film the time is the film's."""
        return frames.get(cv2.CAP_PROP_POS_MSEC) / 1000 if self._film else now_s

    def _read(self, picture: Picture, at_s: float, take: Take) -> None:
        for code in self._reader.read(picture):
            read = Read(code.data, code.symbology)
            if self._showings.is_new(read, at_s):
                take(read)


def _without_account(where: str) -> str:
    """An address may hold a password, and the name is told and logged."""
    scheme, found, rest = where.partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}"
