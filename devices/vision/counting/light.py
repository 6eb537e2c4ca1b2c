"""Shadows and patches of sun: the floor itself, only darker or brighter."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.counting.blobs import Blob
from devices.vision.counting.picture import Floats, Mask, Picture

DARKEST, LIGHTEST = np.log(0.33), np.log(2.4)  # more than that is no matter of light
LEAST_CHANGE = 0.05
SAME_COLOUR = 0.08  # how alike the three colours must change, in logarithms
SAME_LIGHT = 0.13  # how alike the light is within one shadow
BIN = 0.03
LEAST_SHARE = 0.2
TEXTURED = 1.6  # levels: less is the camera's noise
SAME_FLOOR, OTHER_FLOOR = 0.5, 0.3  # how well the floor's texture is seen in what is there
BODY = 0.3  # of a person: so much is left of somebody whose shadow was taken away
FAR_TOO_LARGE = 2.5  # persons: a bright patch of such a size on a plain floor is the sun


def without_light(picture: Picture, floor: Picture, blob: Blob, person_area: float) -> Mask | None:
    """The blob without what is only lit otherwise; None where nothing of it is."""
    inside = blob.shape > 0
    change = _tone(picture[blob.box])[inside] - _tone(floor[blob.box])[inside]
    brightness = change.mean(axis=1)
    plausible = (
        (np.abs(change - brightness[:, None]).max(axis=1) < SAME_COLOUR)
        & (brightness > DARKEST)
        & (brightness < LIGHTEST)
        & (np.abs(brightness) > LEAST_CHANGE)
    )
    if plausible.sum() < LEAST_SHARE * blob.area:
        return None
    usual = _most_usual(brightness[plausible])
    lit = plausible & (np.abs(brightness - usual) < SAME_LIGHT)
    if lit.sum() < LEAST_SHARE * blob.area:
        return None
    where = np.zeros(inside.shape, bool)
    where[inside] = lit
    if not _is_floor(picture, floor, blob, where, usual, person_area):
        return None
    between = np.zeros(inside.shape, bool)
    between[inside] = plausible | (np.abs(change).max(axis=1) < abs(usual))
    rim = cv2.dilate(where.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    rest = cv2.bitwise_and(blob.shape, np.where(where | (rim & between), 0, 255).astype(np.uint8))
    return cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))


def _tone(picture: Picture) -> Floats:
    """Logarithms: what a shadow takes from each colour is the same everywhere in it."""
    tone: Floats = np.log(cv2.blur(picture, (5, 5)).astype(np.float32) + 1.0)
    return tone


def _most_usual(values: npt.NDArray[np.float32]) -> float:
    tally, edges = np.histogram(values, np.arange(DARKEST - BIN, LIGHTEST + 2 * BIN, BIN))
    smooth = np.convolve(tally, (1, 2, 1), "same")
    return float(edges[smooth.argmax()] + BIN / 2)


def _is_floor(
    picture: Picture,
    floor: Picture,
    blob: Blob,
    where: npt.NDArray[np.bool_],
    brightness: float,
    person_area: float,
) -> bool:
    seen, known = _texture(picture[blob.box])[where], _texture(floor[blob.box])[where]
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
    return blob.area - area > BODY * person_area


def _texture(picture: Picture) -> Floats:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine: Floats = (grey - cv2.blur(grey, (9, 9))).astype(np.float32)
    return fine
