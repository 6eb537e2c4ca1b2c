"""How large one person is in this picture, learnt from those who were seen alone."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.shape import Point, parts

MOST_SAMPLES = 400
ENOUGH_SAMPLES = 6
LEAST_SHARE_OF_PICTURE = 0.0006
USUAL_SHARE_OF_PICTURE = 0.012
MODE_WIDTH = 0.18  # of an area's logarithm: people seen alone differ by about so much
PAIR_AREA = 1.5  # of what is known: less is one person, whatever its shape
SMALLER_PREFERRED = 0.75  # a peak at smaller blobs wins if it is this high: the larger are pairs


class PersonSize:
    """Width, height and area of a person in small pixels, guessed until enough were seen."""

    def __init__(self, picture_area: float) -> None:
        self._least_area = LEAST_SHARE_OF_PICTURE * picture_area
        self._samples: deque[tuple[float, float, float]] = deque(maxlen=MOST_SAMPLES)
        self._new = 0
        self.known = False
        self.area = USUAL_SHARE_OF_PICTURE * picture_area
        self.width = self.height = math.sqrt(self.area)

    @property
    def scale(self) -> float:
        """A person's size as one length."""
        return math.sqrt(self.area)

    @property
    def least_area(self) -> float:
        """What is smaller is no person, nor a part of one that matters."""
        return max(self._least_area, 0.16 * self.area) if self.known else self._least_area

    def observe(self, blobs: Sequence[Blob], surveyed: bool = False) -> None:
        """Learn from these. Once `surveyed`, who is as large as is known is one person."""
        for blob in blobs:
            if not blob.at_edge:
                alone = surveyed and self.known and blob.area < PAIR_AREA * self.area
                places = [(blob.x, blob.y)] if alone else parts(blob)
                self._samples.extend([_share(blob, places)] * len(places))
                self._new += len(places)
        if len(self._samples) >= ENOUGH_SAMPLES and self._new >= max(4, len(self._samples) // 8):
            self._settle()

    def _settle(self) -> None:
        self._new = 0
        samples = np.array(self._samples, float)
        logs = np.log(samples[:, 2])
        grid = np.arange(logs.min() - 0.1, logs.max() + 0.11, 0.05)
        density = np.exp(-(((grid[:, None] - logs) / MODE_WIDTH) ** 2) / 2) @ samples[:, 2]
        peaks = [
            at
            for at in range(len(grid))
            if density[at] >= density[max(0, at - 1)]
            and density[at] >= density[min(len(grid) - 1, at + 1)]
            and density[at] >= SMALLER_PREFERRED * density.max()
        ]
        usual = grid[peaks[0]]
        alike = samples[np.abs(logs - usual) < 2 * MODE_WIDTH]
        self.width, self.height, self.area = (float(value) for value in np.median(alike, axis=0))
        self.known = True


def _share(blob: Blob, places: Sequence[Point]) -> tuple[float, float, float]:
    """One of the people that the blob is, who stand at these places."""
    across = max(x for x, _ in places) - min(x for x, _ in places)
    down = max(y for _, y in places) - min(y for _, y in places)
    return blob.width - across, blob.height - down, blob.area / len(places)
