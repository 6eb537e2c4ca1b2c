"""Holds the picture still where the camera trembles: a sign in the wind, a heavy door."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from cv2.typing import MatLike

from devices.vision.counting.picture import Floats, Picture

TREMBLES_ABOVE = 0.12  # small pixels; below, nothing is gained by moving the picture
FURTHEST = 12.0
BETTER = 0.93  # of the difference that there was: else the picture had not moved
SURE_ABOVE = 0.08  # the correlation's response: below, the picture shows nothing to hold on to


class Steady:
    """Knows the scene by its contours, and moves later pictures back onto them."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        height, width = pictures[0].shape[:2]
        self._window = cv2.createHanningWindow((width, height), cv2.CV_32F)
        self._known = _contours(pictures[0])
        moves = np.array([self._shift(picture) for picture in pictures])
        self.trembles = bool(np.median(np.abs(moves - np.median(moves, axis=0))) > TREMBLES_ABOVE)

    def held(self, picture: Picture) -> Picture:
        if not self.trembles:
            return picture
        right, down = self._shift(picture)
        if abs(right) + abs(down) < TREMBLES_ABOVE:
            return picture
        return _moved(picture, right, down)

    def _shift(self, picture: Picture) -> tuple[float, float]:
        contours = _contours(picture)
        (right, down), response = cv2.phaseCorrelate(self._known, contours, self._window)
        if response < SURE_ABOVE or max(abs(right), abs(down)) > FURTHEST:
            return 0.0, 0.0
        if max(abs(right), abs(down)) < TREMBLES_ABOVE or self._fits_better(contours, right, down):
            return right, down
        return 0.0, 0.0

    def _fits_better(self, contours: Floats, right: float, down: float) -> bool:
        """A floor of tiles fits onto itself in many ways; who walks on it may tip the scale."""
        moved = _moved(contours, right, down)
        before = float(np.abs(contours - self._known).mean())
        return float(np.abs(moved - self._known).mean()) < BETTER * before


def _moved(picture: MatLike, right: float, down: float) -> MatLike:
    back = np.array([[1, 0, -right], [0, 1, -down]], np.float32)
    size = picture.shape[1], picture.shape[0]
    return cv2.warpAffine(picture, back, size, borderMode=cv2.BORDER_REPLICATE)


def _contours(picture: Picture) -> Floats:
    """Without the light's slow changes across the floor."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    contours: Floats = np.clip(grey - cv2.blur(grey, (15, 15)), -25, 25)
    return contours
