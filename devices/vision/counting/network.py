"""People found by a network that the operator gives as an ONNX file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Floats, Picture
from devices.vision.counting.size import PersonSize

INPUT = 320
SURE = 0.4
OVERLAP = 0.5
PADDING = 114


class NetworkError(ValueError):
    """The file is no network that finds people. `str(error)` says why."""


class NetworkDetector:
    """For networks with YOLOv8's output: 1 x (4 + classes) x boxes, people being the first class.

    A box is its middle, width and height in pixels of the square input.
    """

    one_each = True

    def __init__(self, file: Path, side: int = INPUT) -> None:
        self._side = side
        try:
            self._network = cv2.dnn.readNetFromONNX(str(file))
        except cv2.error:
            raise NetworkError(f"{file} is no ONNX file that can be read") from None

    def survey(self, pictures: Sequence[Picture], size: PersonSize) -> None:
        for picture in pictures[:: max(1, len(pictures) // 8)]:
            size.observe(self.find(picture, size))

    def hold(self, picture: Picture) -> Picture:
        return picture

    def find(self, picture: Picture, size: PersonSize) -> list[Blob]:
        del size
        factor = self._side / max(picture.shape[:2])
        boxes = self._boxes(self._squared(picture, factor))
        sure = boxes[:, 4] > SURE
        corners = boxes[sure, :2] - boxes[sure, 2:4] / 2
        chosen = np.concatenate([corners, boxes[sure, 2:4]], axis=1) / factor
        kept = cv2.dnn.NMSBoxes(chosen.tolist(), boxes[sure, 4].tolist(), SURE, OVERLAP)
        height, width = picture.shape[:2]
        found = (_blob(chosen[int(at)], width, height) for at in kept)
        return [blob for blob in found if blob is not None]

    def learn(self, picture: Picture, at_s: float, size: PersonSize) -> None:
        """A network knows what it knows."""

    def is_furniture(self, x: float, y: float) -> bool:
        """Nobody who stands still is lost to it."""
        del x, y
        return False

    def uncover(self, x: float, y: float, reach: float) -> None:
        """Nor has it anything to uncover."""

    def _squared(self, picture: Picture, factor: float) -> Picture:
        square = np.full((self._side, self._side, 3), PADDING, np.uint8)
        fitted = cv2.resize(picture, None, fx=factor, fy=factor)[: self._side, : self._side]
        square[: fitted.shape[0], : fitted.shape[1]] = fitted
        return square

    def _boxes(self, square: Picture) -> Floats:
        self._network.setInput(cv2.dnn.blobFromImage(square, 1 / 255, swapRB=True))
        try:
            said = np.asarray(self._network.forward(), np.float32)
        except cv2.error:
            raise NetworkError(f"The network takes no picture of {self._side} pixels") from None
        if said.ndim != 3 or said.shape[0] != 1 or said.shape[1] < 5:
            shape = " x ".join(str(each) for each in said.shape)
            raise NetworkError(f"The network says {shape} numbers, and not boxes with scores")
        boxes: Floats = said[0].T
        return boxes


def _blob(box: Floats, width: int, height: int) -> Blob | None:
    if box[0] + box[2] / 2 >= width or box[1] + box[3] / 2 >= height:
        return None  # found in the padding
    left, top = max(0, round(float(box[0]))), max(0, round(float(box[1])))
    right = min(width, round(float(box[0] + box[2])))
    bottom = min(height, round(float(box[1] + box[3])))
    if right - left < 2 or bottom - top < 2:
        return None
    shape = np.full((bottom - top, right - left), 255, np.uint8)
    at_edge = left <= 1 or top <= 1 or right >= width - 1 or bottom >= height - 1
    return Blob(
        left,
        top,
        right - left,
        bottom - top,
        shape.size,
        (left + right - 1) / 2,
        (top + bottom - 1) / 2,
        shape,
        at_edge,
    )
