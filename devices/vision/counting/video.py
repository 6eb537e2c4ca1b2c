"""Pictures with their times from a file, a network camera or a USB camera."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import cv2

from devices.vision.counting.picture import Picture

USUAL_FPS = 25.0
MOST_FPS = 240.0
OPENS_WITHIN_MS = 5000
READS_WITHIN_MS = 3000


class VideoError(OSError):
    """The video cannot be opened or shows nothing. `str(error)` says which."""


class Video:
    """An open video. Iterate over it for (second, picture); the second is the video's own."""

    def __init__(self, source: str | int) -> None:
        os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
        self.source = source
        self._capture = cv2.VideoCapture()
        self._capture.setExceptionMode(False)
        if isinstance(source, int):
            opened = self._capture.open(source)
        else:
            patience = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPENS_WITHIN_MS]
            patience += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, READS_WITHIN_MS]
            opened = self._capture.open(source, cv2.CAP_FFMPEG, patience)
        read, first = self._capture.read() if opened else (False, None)
        if not read or first is None:
            self._capture.release()
            raise VideoError(f"{source} is no video that can be read")
        self._first: Picture | None = first
        self.height, self.width = first.shape[:2]
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if 0 < fps <= MOST_FPS else USUAL_FPS
        self.frames = max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))

    def read(self) -> Picture | None:
        """The next picture, or None where there is none."""
        if self._first is not None:
            picture, self._first = self._first, None
            return picture
        read, picture = self._capture.read()
        return picture if read else None

    def __iter__(self) -> Iterator[tuple[float, Picture]]:
        number, last_s = 0, -1.0
        while True:
            picture = self.read()
            if picture is None:
                return
            told_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            at_s = told_s if told_s > last_s else max(number / self.fps, last_s + 1 / self.fps)
            yield at_s, picture
            number, last_s = number + 1, at_s

    def close(self) -> None:
        self._capture.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
