"""What a blob's outline says about how many people it is: heads above, and waists between."""

from __future__ import annotations

import math

import cv2
import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Mask

Point = tuple[float, float]

MOST = 12
WAIST = 0.74  # between two people a blob is narrower than this share of the narrower one
LEAST_LOBE = 0.45  # a lobe of less than this share of the widest is an arm or a bag
ROUND = 0.40  # of the blob lies in circles around its lobes, or it is a body with its legs
HEAD_RISES = 0.09  # of the blob's height: so far must a head stand out from what is beside it
HEAD_LEAST = 2.0
HEADS_APART = 0.2  # of the blob's height


def parts(blob: Blob) -> list[Point]:
    """One place for each of those of whom the outline shows something; one at least."""
    heads = _heads(blob)
    return heads if len(heads) > 1 else _lobes(blob)


def _lobes(blob: Blob) -> list[Point]:
    """The middles of thick parts that are held together by thinner ones: people from above."""
    padded = cv2.copyMakeBorder(blob.shape, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.blur(cv2.distanceTransform(padded, cv2.DIST_L2, 3), (3, 3))
    deepest = float(depth.max())
    reach = max(3, int(deepest) | 1)
    tops = (depth >= cv2.dilate(depth, np.ones((reach, reach), np.uint8))) & (
        depth > LEAST_LOBE * deepest
    )
    rows, columns = np.nonzero(tops)
    order = np.argsort(-depth[rows, columns])
    chosen: list[tuple[int, int]] = []
    for row, column in zip(rows[order], columns[order], strict=True):
        if all(_waist_between(depth, (row, column), other) for other in chosen):
            chosen.append((int(row), int(column)))
        if len(chosen) == MOST:
            break
    filled = sum(math.pi * float(depth[place]) ** 2 for place in chosen)
    if filled < ROUND * blob.area:
        return [(blob.x, blob.y)]
    return [(blob.left + column - 1.0, blob.top + row - 1.0) for row, column in chosen]


def _waist_between(depth: Mask, one: tuple[int, int], other: tuple[int, int]) -> bool:
    steps = max(abs(one[0] - other[0]), abs(one[1] - other[1])) + 1
    rows = np.linspace(one[0], other[0], steps).round().astype(int)
    columns = np.linspace(one[1], other[1], steps).round().astype(int)
    between = float(depth[rows, columns].min())
    return between < WAIST * min(float(depth[one]), float(depth[other]))


def _heads(blob: Blob) -> list[Point]:
    """The peaks of the upper outline: people who are seen from the side."""
    filled = blob.shape > 0
    outline = np.where(filled.any(axis=0), filled.argmax(axis=0), blob.height)
    rises = max(HEAD_LEAST, HEAD_RISES * blob.height)
    apart = HEADS_APART * blob.height
    found: list[int] = []
    valley = blob.height  # the lowest since the last head; heights are rows, so low is large
    best = 0
    climbing = True
    for column, row in enumerate(outline.tolist()):
        if climbing:
            if row <= outline[best]:
                best = column
            elif row - outline[best] >= rises:
                found.append(best)
                climbing, valley = False, row
        elif row > valley:
            valley = row
        elif valley - row >= rises:
            climbing, best = True, column
    if climbing and valley - outline[best] >= rises:
        found.append(best)
    heads: list[int] = []
    for column in found:
        if not heads or column - heads[-1] >= apart:
            heads.append(column)
    rows_below = [float(np.nonzero(filled[:, column])[0].mean()) for column in heads]
    return [
        (float(blob.left + column), blob.top + row)
        for column, row in zip(heads, rows_below, strict=True)
    ]
