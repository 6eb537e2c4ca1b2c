"""What stands still before a camera, by its contours: the sign that it sees what it saw before."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from devices.vision.counting.picture import Floats, Picture

LEARNT_AFTER_S = 2.0  # by then those who walk are elsewhere, and what stands is not
LEARNT_FROM = 5
MARKED = 90  # per cent of the places have weaker contours than those that are looked at
LEAST_CONTOUR = 14.0  # a floor without contours tells nothing
CELLS, LEAST_CELLS, LEAST_IN_CELL = 4, 6, 5  # marks lie in many quarters of the quarters
COVERED_BELOW = 0.25  # of the known contours' strength
ALIGNED_ABOVE = 0.35  # how well contours agree where the known ones are


class KnownScene:
    def __init__(self) -> None:
        self.mean = 0.0
        self._pictures = 0
        self._began_s = 0.0
        self._marks: Floats | None = None
        self.complete = False

    def add(self, small: Picture, mean: float, at_s: float) -> None:
        """One more picture of how it shall look."""
        contours = _contours(small)
        if self._pictures == 0:
            self._steady, self._began_s = contours, at_s
        else:
            weaker = _strength(contours) < _strength(self._steady)
            self._steady[:, weaker] = contours[:, weaker]
        self._pictures += 1
        self.mean = max(self.mean, mean)
        if at_s - self._began_s >= LEARNT_AFTER_S and self._pictures >= LEARNT_FROM:
            self._complete()

    def judge(self, small: Picture) -> Literal["covered", "moved"] | None:
        """What keeps the scene from being seen; None where nothing does, or it has no marks."""
        if self._marks is None:
            return None
        seen = _contours(small)[:, self._where]
        strength, known = float(np.linalg.norm(seen)), float(np.linalg.norm(self._marks))
        if strength < COVERED_BELOW * known:
            return "covered"
        agreement = float((seen * self._marks).sum()) / (strength * known)
        return "moved" if agreement < ALIGNED_ABOVE else None

    def _complete(self) -> None:
        self.complete = True
        strength = _strength(self._steady)
        self._where = strength >= max(LEAST_CONTOUR, float(np.percentile(strength, MARKED)))
        # Somebody who stands there has contours, too, but only where they stand.
        rows, columns = (side // CELLS for side in strength.shape)
        cells = self._where.reshape(CELLS, rows, CELLS, columns).sum(axis=(1, 3))
        if (cells >= LEAST_IN_CELL).sum() >= LEAST_CELLS:
            self._marks = self._steady[:, self._where]


def _strength(contours: Floats) -> Floats:
    strength: Floats = np.hypot(contours[0], contours[1])
    return strength


def _contours(small: Picture) -> Floats:
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1)
    return np.stack([across, down]).astype(np.float32)
