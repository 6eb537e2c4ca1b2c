"""How many people a blob is, and where each of them stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Floats, Mask, Picture
from devices.vision.counting.size import PersonSize

MOST_IN_A_BLOB = 12
LOBE_DEPTH = 0.74  # between two people a blob is narrower than this share of the narrower one
LEAST_LOBE = 0.45  # a lobe of less than this share of the widest is an arm or a bag
PAIR_AREA = 1.25  # a blob of less than this is one person, whatever its shape
ROUNDS = 5
Point = tuple[float, float]


@dataclass(slots=True)
class Person:
    """Somebody seen in one picture. `alone`: the blob is nobody else's."""

    x: float
    y: float
    area: float
    colour: Floats
    blob: int
    alone: bool
    at_edge: bool


def tell_apart(
    picture: Picture, blobs: Sequence[Blob], size: PersonSize, expected: Sequence[Sequence[Point]]
) -> list[Person]:
    """Everybody in the picture. `expected` says who was foreseen in each blob, and where."""
    people: list[Person] = []
    for number, blob in enumerate(blobs):
        places = _places(blob, size, list(expected[number]))
        people.extend(_people(picture, blob, number, places))
    return people


def _places(blob: Blob, size: PersonSize, expected: list[Point]) -> list[Point]:
    """Where to look for people in the blob: one place each."""
    lobes = _lobes(blob) if not size.known or blob.area > PAIR_AREA * size.area else []
    wanted = max(1, len(lobes), _by_size(blob, size))
    if len(expected) > wanted:
        wanted = max(wanted, min(len(expected), round(blob.area / (0.6 * size.area))))
    if len(expected) == wanted:
        return expected
    if wanted == 1:
        return [(blob.x, blob.y)]
    if len(lobes) == wanted:
        return lobes
    return _spread(blob, (expected or lobes)[:wanted], wanted, size)


def _by_size(blob: Blob, size: PersonSize) -> int:
    """How many people of the expected size make such a blob. A tall, broad person is one."""
    if not size.known:
        return 1
    many = round(blob.area / size.area + 0.05)
    if many < 2:
        return 1
    wide, high = blob.width / size.width, blob.height / size.height
    if many <= 3 and max(wide, high) < 1.6 and 0.75 < wide / high < 1.33:
        return 1
    return min(many, MOST_IN_A_BLOB)


def _lobes(blob: Blob) -> list[Point]:
    """The middles of the blob's thick parts that are held together by thinner ones."""
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
        if all(_parted(depth, (row, column), other) for other in chosen):
            chosen.append((int(row), int(column)))
        if len(chosen) == MOST_IN_A_BLOB:
            break
    return [(blob.left + column - 1.0, blob.top + row - 1.0) for row, column in chosen]


def _parted(depth: Mask, one: tuple[int, int], other: tuple[int, int]) -> bool:
    steps = max(abs(one[0] - other[0]), abs(one[1] - other[1])) + 1
    rows = np.linspace(one[0], other[0], steps).round().astype(int)
    columns = np.linspace(one[1], other[1], steps).round().astype(int)
    between = float(depth[rows, columns].min())
    return between < LOBE_DEPTH * min(float(depth[one]), float(depth[other]))


def _pixels(blob: Blob) -> Floats:
    """The blob's pixels as x and y, at most some hundreds of them."""
    step = 1 if blob.area < 400 else 2 if blob.area < 3000 else 3
    rows, columns = np.nonzero(blob.shape[::step, ::step])
    return np.stack([columns * step + blob.left, rows * step + blob.top], axis=1).astype(np.float32)


def _spread(blob: Blob, begun: list[Point], wanted: int, size: PersonSize) -> list[Point]:
    """Add places where the blob is furthest from those there are."""
    pixels = _pixels(blob)
    unit = np.array([size.width, size.height], np.float32)
    if not begun:
        away = ((pixels - np.array([blob.x, blob.y], np.float32)) / unit) ** 2
        furthest = pixels[away.sum(axis=1).argmax()]
        begun = [(float(furthest[0]), float(furthest[1]))]
    places = list(begun)
    while len(places) < wanted:
        gaps = [
            (((pixels - np.array(place, np.float32)) / unit) ** 2).sum(axis=1) for place in places
        ]
        furthest = pixels[np.min(gaps, axis=0).argmax()]
        places.append((float(furthest[0]), float(furthest[1])))
    return places


def _people(picture: Picture, blob: Blob, number: int, places: list[Point]) -> list[Person]:
    if len(places) == 1:
        colour = np.array(cv2.mean(picture[blob.box], mask=blob.shape)[:3], np.float32)
        return [Person(blob.x, blob.y, blob.area, colour, number, True, blob.at_edge)]
    pixels = _pixels(blob)
    centres, owner = _shared_out(pixels, np.array(places, np.float32))
    share = blob.area / len(pixels)
    colours = picture[pixels[:, 1].astype(int), pixels[:, 0].astype(int)].astype(np.float32)
    people = []
    for at, centre in enumerate(centres):
        mine = owner == at
        colour = colours[mine].mean(axis=0) if mine.any() else np.zeros(3, np.float32)
        area = float(mine.sum()) * share
        if area:
            people.append(
                Person(
                    float(centre[0]), float(centre[1]), area, colour, number, False, blob.at_edge
                )
            )
    return people


def _shared_out(pixels: Floats, centres: Floats) -> tuple[Floats, Floats]:
    """Give each pixel to the nearest centre, move the centres to their pixels, and again."""
    owner = np.zeros(len(pixels), np.int64)
    for _ in range(ROUNDS):
        gaps = ((pixels[:, None, :] - centres[None]) ** 2).sum(axis=2)
        owner = gaps.argmin(axis=1)
        counts = np.bincount(owner, minlength=len(centres))
        sums = np.stack(
            [np.bincount(owner, pixels[:, axis], len(centres)) for axis in (0, 1)], axis=1
        )
        moved = counts > 0
        centres = centres.copy()
        centres[moved] = sums[moved] / counts[moved, None]
    return centres, owner.astype(np.float32)
