"""Connected pieces of what is in front of the floor; fragments of one person are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.counting.picture import Mask

STAYED = 0.8  # who walks covers less than this of where they were a moment ago


@dataclass(slots=True)
class Blob:
    """A piece of the mask: its box, and the pixels in the box that are its own."""

    left: int
    top: int
    width: int
    height: int
    area: int
    x: float
    y: float
    shape: Mask
    at_edge: bool

    @property
    def box(self) -> tuple[slice, slice]:
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    def with_border(self, wide: int, height: int, width: int) -> tuple[tuple[slice, slice], Mask]:
        """A larger box, as far as a picture of that size has room for it, and the shape in it."""
        above, before = min(wide, self.top), min(wide, self.left)
        below = min(wide, height - self.top - self.height)
        after = min(wide, width - self.left - self.width)
        shape = cv2.copyMakeBorder(
            self.shape, above, below, before, after, cv2.BORDER_CONSTANT, value=0
        )
        rows = slice(self.top - above, self.top + self.height + below)
        columns = slice(self.left - before, self.left + self.width + after)
        return (rows, columns), shape

    @property
    def thickness(self) -> float:
        return self.area / max(self.width, self.height)

    def moved_since(self, before: Mask) -> bool:
        """Whether little of it was there in an earlier mask."""
        stayed = cv2.countNonZero(cv2.bitwise_and(before[self.box], self.shape))
        return stayed < STAYED * self.area


def find(mask: Mask, least_area: float) -> list[Blob]:
    """Every piece of at least so many pixels."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(
        mask, connectivity=8, ltype=cv2.CV_16U
    )
    height, width = mask.shape[:2]
    found = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        if area < least_area:
            continue
        shape = _where(labels[top : top + high, left : left + wide], number)
        at_edge = left <= 1 or top <= 1 or left + wide >= width - 1 or top + high >= height - 1
        x, y = (float(value) for value in centres[number])
        found.append(Blob(left, top, wide, high, area, x, y, shape, at_edge))
    return found


def _where(labels: Mask, number: int) -> Mask:
    return np.where(labels == number, 255, 0).astype(np.uint8)


def joined(blobs: Sequence[Blob]) -> Blob:
    """Several pieces as one."""
    left, top = min(blob.left for blob in blobs), min(blob.top for blob in blobs)
    right = max(blob.left + blob.width for blob in blobs)
    bottom = max(blob.top + blob.height for blob in blobs)
    shape: Mask = np.zeros((bottom - top, right - left), np.uint8)
    for blob in blobs:
        rows = slice(blob.top - top, blob.top - top + blob.height)
        columns = slice(blob.left - left, blob.left - left + blob.width)
        shape[rows, columns] = cv2.bitwise_or(shape[rows, columns], blob.shape)
    area = sum(blob.area for blob in blobs)
    return Blob(
        left,
        top,
        right - left,
        bottom - top,
        area,
        sum(blob.x * blob.area for blob in blobs) / area,
        sum(blob.y * blob.area for blob in blobs) / area,
        shape,
        any(blob.at_edge for blob in blobs),
    )


def put_together(blobs: Sequence[Blob], width: float, height: float) -> list[Blob]:
    """Join pieces that together are no larger than one person: a dark belt parts nobody in two."""
    whole = sorted(blobs, key=lambda blob: -blob.area)
    at = 0
    while at < len(whole):
        near = [other for other in whole[at + 1 :] if _fits(whole[at], other, width, height)]
        if near:
            whole = [blob for blob in whole if blob is not near[0]]
            whole[at] = joined([whole[at], near[0]])
        else:
            at += 1
    return whole


def _fits(one: Blob, other: Blob, width: float, height: float) -> bool:
    wide = max(one.left + one.width, other.left + other.width) - min(one.left, other.left)
    high = max(one.top + one.height, other.top + other.height) - min(one.top, other.top)
    return wide <= width and high <= height
