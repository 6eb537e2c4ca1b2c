"""Shadows and patches of sun: the floor itself, only darker or brighter."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Floats, Mask, Picture

Where: TypeAlias = npt.NDArray[np.bool_]

DARKEST, LIGHTEST = np.log(0.33), np.log(2.4)  # more than that is no matter of light
LEAST_CHANGE = 0.05
SAME_COLOUR = 0.08  # how alike the three colours must change, in logarithms
SAME_LIGHT = 0.13  # how alike the light is within one shadow
BIN = 0.03
LEAST_SHARE = 0.2
TRIES = 3  # a grey coat may look like the larger shadow
TEXTURED = 1.0  # levels: less is the camera's noise
SAME_FLOOR, OTHER_FLOOR = 0.5, 0.3  # how well the floor's texture is seen in what is there
BODY = 0.3  # of a person: so much is left of somebody whose shadow was taken away
BESIDE = 0.5  # of the size of both together
FAR_TOO_LARGE = 2.5  # persons: a bright patch of such a size on a plain floor is the sun


def without_light(picture: Picture, floor: Picture, blob: Blob, person_area: float) -> Mask | None:
    """The blob without what is only lit otherwise; None where nothing of it is."""
    inside = blob.shape > 0
    change = _tone(picture[blob.box]) - _tone(floor[blob.box])
    brightness: Floats = change.mean(axis=2, dtype=np.float32)
    plausible = inside & _alike(change, brightness) & (np.abs(brightness) > LEAST_CHANGE)
    left = plausible.copy()
    for _ in range(TRIES):
        if left.sum() < LEAST_SHARE * blob.area:
            return None
        usual = _most_usual(brightness[left])
        lit = left & (np.abs(brightness - usual) < SAME_LIGHT)
        if lit.sum() < LEAST_SHARE * blob.area:
            return None
        if _is_floor(picture, floor, blob, lit, usual, person_area):
            between = plausible | (np.abs(change).max(axis=2) < abs(usual))
            rim = cv2.dilate(lit.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
            rest = np.where(inside & ~(lit | (rim & between)), 255, 0).astype(np.uint8)
            return cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        left &= ~lit
    return None


def _tone(picture: Picture) -> Floats:
    """Logarithms: what a shadow takes from each colour is the same everywhere in it."""
    tone: Floats = np.log(cv2.blur(picture, (5, 5)).astype(np.float32) + 1.0)
    return tone


def may_be_light(picture: Picture, floor: Picture) -> Where:
    """Where the picture could be the floor in another light, by its colours alone."""
    change = _tone(picture) - _tone(floor)
    return _alike(change, change.mean(axis=2, dtype=np.float32))


def _alike(change: Floats, brightness: Floats) -> Where:
    """All colours have changed by the same share, and by no more than light can do."""
    alike: Where = (
        (np.abs(change - brightness[..., None]).max(axis=2) < SAME_COLOUR)
        & (brightness > DARKEST)
        & (brightness < LIGHTEST)
    )
    return alike


def _most_usual(values: npt.NDArray[np.float32]) -> float:
    tally, edges = np.histogram(values, np.arange(DARKEST - BIN, LIGHTEST + 2 * BIN, BIN))
    smooth = np.convolve(tally, (1, 2, 1), "same")
    return float(edges[smooth.argmax()] + BIN / 2)


def _is_floor(
    picture: Picture,
    floor: Picture,
    blob: Blob,
    where: Where,
    brightness: float,
    person_area: float,
) -> bool:
    seen, known = _texture(picture[blob.box], where), _texture(floor[blob.box], where)
    strength = float(known.std())
    if strength > TEXTURED:
        likeness = float(np.corrcoef(seen, known)[0, 1])
        if likeness > SAME_FLOOR:
            return True
        if likeness < OTHER_FLOOR:
            return False
    area = float(where.sum())
    if brightness > 0:
        return area > FAR_TOO_LARGE * person_area
    return blob.area - area > BODY * person_area and _lies_beside(blob, where)


def _lies_beside(blob: Blob, where: Where) -> bool:
    """A shadow lies beside its body; a grey coat is in the middle of it."""
    shaded = np.argwhere(where).mean(axis=0)
    body = np.argwhere((blob.shape > 0) & ~where).mean(axis=0)
    return bool(np.linalg.norm(shaded - body) > BESIDE * np.sqrt(blob.area))


def _texture(picture: Picture, where: Where) -> Floats:
    """What is fine in it, without the edge at which the light begins."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    inside = where.astype(np.float32)
    near, around = (
        cv2.blur(grey * inside, size) / np.maximum(cv2.blur(inside, size), 1e-3)
        for size in ((3, 3), (9, 9))
    )
    fine: Floats = (near - around).astype(np.float32)[where]
    return fine
