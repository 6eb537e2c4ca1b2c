"""The floor as it looks with nobody on it, and what of a picture is not the floor.

Two layers are kept: the floor, and what has come to stay in front of it. A person who stands still
long enough, a box that was put down and an open door move into the second layer; when they go, the
floor that is still known below appears, and no ghost remains where they stood.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.counting.blobs import Blob
from devices.vision.counting.floor import distance, most_usual
from devices.vision.counting.light import may_be_light
from devices.vision.counting.picture import Floats, Mask, Picture

FLOOR_LEARNS_IN_S = 6.0
LAYER_FORGOTTEN_AFTER_S = 60.0
STAYS_AFTER_S = 8.0
LIGHT_STAYS_AFTER_S = 1.5
GONE_CONTRAST, GONE_LEAST = 1.4, 12.0
LEAST_THRESHOLD = 9.0  # of three colours' differences together, of 765
MOST_THRESHOLD = 250.0  # a screen that plays: hardly anything stands out from it
STRONG = 1.7  # how far beyond its threshold a pixel must be for a blob to begin with it
LEAST_STRONG_PIXELS = 5
GAIN_SAMPLES = 4  # every fourth pixel each way is enough to know how bright it is
DARKEST_COMPARED = 12
Where: TypeAlias = npt.NDArray[np.bool_]
Gain: TypeAlias = npt.NDArray[np.float64]
_SUM = np.ones((1, 3), np.float32)


class Background:
    """Made from pictures of the scene's first seconds, which may have people in them."""

    def __init__(self, pictures: Sequence[Picture], trembles: bool = False) -> None:
        smooth = [_smooth(picture) for picture in pictures]
        self._threshold = _threshold(smooth)
        floor = most_usual(smooth, self._threshold)
        self._floor = floor.astype(np.float32)
        self._layer = floor.copy()
        self._layered: Mask = np.zeros(floor.shape[:2], np.uint8)
        self._layer_seen_s = np.zeros(floor.shape[:2], np.float32)
        self._still_s = np.zeros(floor.shape[:2], np.float32)
        self._before = floor
        if trembles:
            self._threshold = cv2.add(self._threshold, _edges(floor))
        self._gain = np.ones(3)

    @property
    def floor(self) -> Picture:
        """The floor in the light of the last picture."""
        return _brightened(cv2.convertScaleAbs(self._floor), self._gain)

    def foreground(self, picture: Picture, ignored: Mask | None = None) -> Mask:
        """255 where something is in front of the floor. `ignored` is no guide to the light."""
        smooth = _smooth(picture)
        floor = cv2.convertScaleAbs(self._floor)
        self._gain = _gain(smooth, floor, ignored)
        off = distance(smooth, _brightened(floor, self._gain))
        if self._layered.any():
            layer = distance(smooth, _brightened(self._layer, self._gain))
            layer[self._layered == 0] = 255
            off = cv2.min(off, layer)
        return _connected(off, self._threshold)

    def learn(self, picture: Picture, occupied: Mask, elapsed_s: float) -> None:
        """Follow slow changes of the floor where nothing stands."""
        share = 1.0 - float(np.exp(-elapsed_s / FLOOR_LEARNS_IN_S))
        plain = _divided(_smooth(picture), self._gain)
        free = cv2.bitwise_not(cv2.bitwise_or(occupied, self._layered))
        cv2.accumulateWeighted(plain, self._floor, share, mask=free)

    def forget_layers(self, picture: Picture, elapsed_s: float) -> None:
        """A layer that has not been seen for a minute is no longer there."""
        if not self._layered.any():
            return
        seen = distance(_smooth(picture), _brightened(self._layer, self._gain)) <= self._threshold
        self._layer_seen_s[seen] = 0.0
        self._layer_seen_s[~seen] += elapsed_s
        self._layered[self._layer_seen_s > LAYER_FORGOTTEN_AFTER_S] = 0

    def absorb(self, picture: Picture, mask: Mask, elapsed_s: float) -> None:
        """What has not moved for a while has come to stay, in front of the floor."""
        smooth = _smooth(picture)
        still = (distance(smooth, self._before) <= self._threshold) & (mask > 0)
        self._still_s[still] += elapsed_s
        self._still_s[~still] = 0.0
        self._before = smooth
        staying = self._still_s > LIGHT_STAYS_AFTER_S
        if staying.any():
            staying &= may_be_light(picture, self.floor) | (self._still_s > STAYS_AFTER_S)
            self._lay(smooth, staying)

    def correct(self, picture: Picture, blob: Blob) -> None:
        """The blob is the floor, and what was taken for the floor stood before it."""
        there = blob.shape > 0
        plain = _divided(_smooth(picture[blob.box]), self._gain)
        self._floor[blob.box][there] = plain[there]
        self._layered[blob.box][there] = 0

    def shows_through(self, picture: Picture, blob: Blob) -> bool:
        """Whether the blob's outline is in what is known of the floor, and not in the picture.

        Then nobody has come: somebody has gone who was taken for the floor.
        """
        box, shape = blob.with_border(2, picture.shape[0], picture.shape[1])
        ring = cv2.morphologyEx(shape, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        if not ring.any():
            return False
        known = float(_steps(self.floor[box])[ring].mean())
        seen = float(_steps(_smooth(picture[box]))[ring].mean())
        return known > GONE_CONTRAST * seen + GONE_LEAST

    def still_s(self, blob: Blob) -> float:
        """How long most of the blob has not moved."""
        return float(np.quantile(self._still_s[blob.box][blob.shape > 0], 0.3))

    def uncover(self, x: float, y: float, reach: float) -> None:
        """What stood there is going: look at the floor behind it again."""
        cv2.circle(self._layered, (round(x), round(y)), round(reach), 0, -1)

    def is_layer(self, x: float, y: float) -> bool:
        """Whether something that came to stay is there."""
        height, width = self._layered.shape[:2]
        column, row = min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)
        return bool(self._layered[row, column])

    def _lay(self, smooth: Picture, there: Where) -> None:
        self._layer[there] = _divided(smooth, self._gain)[there]
        self._layered[there] = 255
        self._layer_seen_s[there] = 0.0
        self._still_s[there] = 0.0


def _smooth(picture: Picture) -> Picture:
    return cv2.blur(picture, (3, 3))


def _threshold(smooth: Sequence[Picture]) -> Mask:
    """How much a pixel changes from one picture to the next by itself, and some more."""
    size = smooth[0].shape[:2]
    if len(smooth) < 2:
        return np.full(size, LEAST_THRESHOLD * 2, np.uint8)
    changes = [distance(one, other) for one, other in itertools.pairwise(smooth)]
    usual: Floats = np.median(np.stack(changes), axis=0).astype(np.float32)
    everywhere = float(np.median(usual))
    around = cv2.max(cv2.blur(usual, (5, 5)), np.full(size, everywhere, np.float32))
    threshold: Mask = np.clip(around * 2.6 + 4.0, LEAST_THRESHOLD, MOST_THRESHOLD).astype(np.uint8)
    return threshold


def _steps(picture: Picture) -> Mask:
    """How much the colours differ from one pixel to the next."""
    steps = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return cv2.transform(steps, _SUM)


def _edges(floor: Picture) -> Mask:
    """How much a pixel changes when the picture moves by half of one."""
    return cv2.convertScaleAbs(_steps(floor), alpha=0.35)


def _connected(distance: Mask, threshold: Mask) -> Mask:
    """Pixels beyond their threshold that hang together with some that are far beyond it."""
    weak = cv2.medianBlur(cv2.compare(distance, threshold, cv2.CMP_GT), 3)
    strong = cv2.compare(distance, cv2.convertScaleAbs(threshold, alpha=STRONG), cv2.CMP_GT)
    count, labels = cv2.connectedComponents(weak, connectivity=8, ltype=cv2.CV_16U)
    if count <= 1:
        return weak
    hits = np.bincount(labels[strong > 0], minlength=count)
    kept = np.where(hits >= LEAST_STRONG_PIXELS, 255, 0).astype(np.uint8)
    kept[0] = 0
    mask: Mask = kept[labels]
    return mask


def _gain(picture: Picture, floor: Picture, ignored: Mask | None) -> Gain:
    """How much brighter the picture is than the floor, colour by colour."""
    few = slice(None, None, GAIN_SAMPLES)
    seen, known = picture[few, few].astype(np.float32), floor[few, few].astype(np.float32)
    usable = known.min(axis=2) > DARKEST_COMPARED
    if ignored is not None:
        usable &= ignored[few, few] == 0
    if usable.sum() < usable.size // 8:
        return np.ones(3)
    gain: Gain = np.median(seen[usable] / known[usable], axis=0)
    return np.where(np.abs(gain - 1.0) < 0.004, 1.0, np.clip(gain, 0.2, 5.0))


def _brightened(picture: Picture, gain: Gain) -> Picture:
    if (gain == 1.0).all():
        return picture
    table = np.clip(np.arange(256)[:, np.newaxis] * gain, 0, 255).round().astype(np.uint8)
    return cv2.LUT(picture, table[np.newaxis])


def _divided(picture: Picture, gain: Gain) -> Picture:
    return _brightened(picture, 1.0 / gain)
