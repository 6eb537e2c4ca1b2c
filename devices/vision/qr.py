"""Reads codes from pictures: the quick engine first, then what measuring showed to be worth it.

`python -m bench.qr` compares the engines and says what each step costs and adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision import qr_unbend, qr_zxing
from devices.vision.qr_code import Code, Corner
from devices.vision.qr_zbar import Engine
from devices.vision.qr_zxing import Damaged

Picture = NDArray[np.uint8]

LIGHT_GRID = (40, 30)  # as fine as light falls off and shadows are; codes are finer
MIDDLE_GREY = 140
LARGEST_DOUBLED = 1024 * 768  # pixels; in a larger picture a code that small is nobody's to read
SOFT_THRESHOLD, HARD_THRESHOLD = (15, 0), (25, 7)  # block in pixels, offset from its mean
UNBENT_AT_MOST = 2  # damaged codes of one picture
SAME_PLACE = 0.25  # of a side: two codes whose middles are nearer are one


class QrReader:
    """Reads the codes of a picture. Not for several threads at once."""

    def __init__(
        self, symbologies: Sequence[str] = ("qr",), last_resort: Engine | None = None
    ) -> None:
        self._symbologies = tuple(symbologies)
        self._last_resort = last_resort

    def read(self, picture: Picture) -> list[Code]:
        """Every code that can be read. Grey or in the colours of OpenCV, 8 bits deep."""
        grey = _grey(picture)
        codes, damaged = qr_zxing.read(grey, self._symbologies)
        damaged = _unread(damaged, codes)
        if codes and not damaged:
            return codes
        for prepared, scale, thorough in _prepared(grey):
            more, seen = qr_zxing.read(prepared, scale=scale, thorough=thorough)
            codes = _joined(codes, more)
            damaged = _unread([*damaged, *seen], codes)
            if codes and not damaged:
                return codes
        if not damaged:
            return codes
        codes = _joined(codes, _unbent(grey, damaged))
        if self._last_resort is not None and _unread(damaged, codes):
            codes = _joined(codes, self._last_resort(grey))
        return codes


def _grey(picture: Picture) -> Picture:
    return picture if picture.ndim == 2 else _pixels(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def _pixels(picture: NDArray[Any]) -> Picture:
    """OpenCV's own types say less than it does: 8 bits in are 8 bits out, and nothing is copied."""
    return picture.astype(np.uint8, copy=False)


def _prepared(grey: Picture) -> Iterator[tuple[Picture, float, bool]]:
    """The picture made easier to read: how much larger, and whether to look at it thoroughly."""
    yield evenly_lit(grey), 1.0, True
    if grey.size <= LARGEST_DOUBLED:
        doubled = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
        yield _pixels(doubled), 2.0, False
    yield _threshold(_pixels(cv2.GaussianBlur(grey, (0, 0), 1)), *SOFT_THRESHOLD), 1.0, False
    yield _threshold(grey, *HARD_THRESHOLD), 1.0, False


def _threshold(grey: Picture, block: int, offset: int) -> Picture:
    return _pixels(
        cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, offset
        )
    )


def evenly_lit(grey: Picture) -> Picture:
    """Divided by its own light: shadows, lamps and darkness go, what is printed stays."""
    size = (grey.shape[1], grey.shape[0])
    light = cv2.resize(cv2.resize(grey, LIGHT_GRID, interpolation=cv2.INTER_AREA), size)
    return _pixels(cv2.divide(grey, light, scale=MIDDLE_GREY))


def _unbent(grey: Picture, damaged: Sequence[Damaged]) -> Iterator[Code]:
    for one in damaged[:UNBENT_AT_MOST]:
        corners = np.array(one.corners, np.float32)
        for flat in qr_unbend.straightened(grey, corners, one.modules):
            text = qr_zxing.read_flat(flat)
            if text is not None:
                yield Code(text, "qr", one.corners)
                break


def _joined(codes: Sequence[Code], more: Iterable[Code]) -> list[Code]:
    """What one engine read twice, or two engines read, is one code."""
    known = list(codes)
    for code in more:
        if not any(code.data == other.data for other in known):
            known.append(code)
    return known


def _unread(damaged: Sequence[Damaged], codes: Sequence[Code]) -> list[Damaged]:
    """Each place once, and none where a code has been read."""
    left: list[Damaged] = []
    for one in damaged:
        places = [code.corners for code in codes] + [other.corners for other in left]
        if not any(_same_place(one.corners, place) for place in places):
            left.append(one)
    return left


def _same_place(one: Sequence[Corner], other: Sequence[Corner]) -> bool:
    here, there = np.array(one), np.array(other)
    side = max(float(np.ptp(here, axis=0).max()), 1.0)
    apart = float(np.abs(here.mean(axis=0) - there.mean(axis=0)).max())
    return apart < SAME_PLACE * side
