"""How many people a blob is, and where each of them stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Floats, Owners, Picture
from devices.vision.counting.shape import Point, parts
from devices.vision.counting.size import PersonSize

MOST_IN_A_BLOB = 12
PAIR_AREA = 1.25  # a blob of less than this is one person, whatever its shape
ROUNDS = 5
OVERLAPPED = 0.7  # of a person is seen at least of somebody who is half behind another
APART = 0.55  # of a person: who are closer are one


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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Somebody who should be found in a blob. `surely`: they were seen alone before."""

    place: Point
    surely: bool


def tell_apart(
    picture: Picture,
    blobs: Sequence[Blob],
    size: PersonSize,
    expected: Sequence[Sequence[Foreseen]],
) -> list[Person]:
    """Everybody in the picture. `expected` says who was foreseen in each blob, and where."""
    people: list[Person] = []
    for number, blob in enumerate(blobs):
        places = _places(blob, size, expected[number])
        people.extend(_people(picture, blob, number, places, size))
    return people


def _places(blob: Blob, size: PersonSize, foreseen: Sequence[Foreseen]) -> list[Point]:
    """Where to look for people in the blob: one place each."""
    sure = [one.place for one in foreseen if one.surely]
    expected = sure + [one.place for one in foreseen if not one.surely]
    lobes = parts(blob) if not size.known or blob.area > PAIR_AREA * size.area else []
    wanted = max(1, len(lobes), _by_size(blob, size))
    if len(sure) > wanted:
        wanted = max(wanted, min(len(sure), round(blob.area / (OVERLAPPED * size.area))))
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


def _people(
    picture: Picture, blob: Blob, number: int, places: list[Point], size: PersonSize
) -> list[Person]:
    if len(places) > 1:
        pixels = _pixels(blob)
        unit = np.array([size.width, size.height], np.float32)
        centres, owner = _shared_out(pixels / unit, np.array(places, np.float32) / unit)
        if len(centres) > 1:
            return _several(picture, blob, number, pixels, centres * unit, owner)
    return [seen_alone(picture, blob, number)]


def seen_alone(picture: Picture, blob: Blob, number: int) -> Person:
    colour = np.array(cv2.mean(picture[blob.box], mask=blob.shape)[:3], np.float32)
    return Person(blob.x, blob.y, blob.area, colour, number, True, blob.at_edge)


def _several(
    picture: Picture, blob: Blob, number: int, pixels: Floats, centres: Floats, owner: Owners
) -> list[Person]:
    counts = np.bincount(owner, minlength=len(centres))
    colours = picture[pixels[:, 1].astype(int), pixels[:, 0].astype(int)]
    sums = np.stack([np.bincount(owner, colours[:, at], len(centres)) for at in range(3)], axis=1)
    share = blob.area / len(pixels)
    return [
        Person(
            float(centre[0]),
            float(centre[1]),
            float(counts[at]) * share,
            (sums[at] / counts[at]).astype(np.float32),
            number,
            False,
            blob.at_edge,
        )
        for at, centre in enumerate(centres)
    ]


def _shared_out(pixels: Floats, centres: Floats) -> tuple[Floats, Owners]:
    """Give each pixel to the nearest centre, move the centres to their pixels, and again.

    Lengths are in persons. Centres that come too close to each other become one.
    """
    while True:
        for _ in range(ROUNDS):
            owner = ((pixels[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
            counts = np.bincount(owner, minlength=len(centres))
            sums = [np.bincount(owner, pixels[:, axis], len(centres)) for axis in (0, 1)]
            kept = counts > 0
            centres = (np.stack(sums, axis=1)[kept] / counts[kept, None]).astype(np.float32)
        gaps = ((centres[:, None] - centres[None]) ** 2).sum(axis=2)
        one, other = np.unravel_index((gaps + 9.0 * np.eye(len(centres))).argmin(), gaps.shape)
        if len(centres) == 1 or gaps[one, other] >= APART**2:
            owner = ((pixels[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
            return centres, owner
        centres = np.delete(centres, max(one, other), axis=0)
