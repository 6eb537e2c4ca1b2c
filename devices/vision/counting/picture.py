"""The small picture on which everything is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from cv2.typing import MatLike

Picture: TypeAlias = MatLike  # height x width x 3, blue first
Mask: TypeAlias = MatLike  # height x width, 0 or 255
Floats: TypeAlias = npt.NDArray[np.float32]
Owners: TypeAlias = npt.NDArray[np.intp]

WIDTH = 320  # a person of 20 pixels in 640 is still 10 wide, and a frame costs a few milliseconds


@dataclass(frozen=True, slots=True)
class Scale:
    """From the camera's picture to the small one."""

    width: int
    height: int
    factor: float

    @classmethod
    def of(cls, width: int, height: int) -> Scale:
        return cls(width, height, min(1.0, WIDTH / width))

    @property
    def size(self) -> tuple[int, int]:
        return round(self.width * self.factor), round(self.height * self.factor)

    def shrink(self, picture: Picture) -> Picture:
        coloured = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) if picture.ndim == 2 else picture
        if self.factor == 1.0:
            return coloured.copy()
        return cv2.resize(coloured, self.size, interpolation=cv2.INTER_AREA)
