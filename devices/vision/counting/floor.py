"""Finds the floor in pictures that have people on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from devices.vision.counting.picture import Mask, Picture

AROUND = (7, 7)  # neighbours decide together, or the floor would be sprinkled with people
_SUM = np.ones((1, 3), np.float32)


def distance(one: Picture, other: Picture) -> Mask:
    """How much the three colours differ together, 255 for all that is more."""
    return cv2.transform(cv2.absdiff(one, other), _SUM)


def most_usual(pictures: Sequence[Picture], tolerance: Mask) -> Picture:
    """Each pixel as it is in most of the pictures.

    A median would show whoever stood on the pixel for half of the time, and mix colours that were
    never seen together.
    """
    votes = np.ones((len(pictures), *tolerance.shape), np.float32)
    for at, one in enumerate(pictures):
        for before in range(at):
            alike = cv2.compare(distance(one, pictures[before]), tolerance, cv2.CMP_LE)
            cv2.accumulate(alike, votes[at])
            cv2.accumulate(alike, votes[before])
    best = np.stack([cv2.blur(each, AROUND) for each in votes]).argmax(axis=0)
    chosen = np.take_along_axis(np.stack(pictures), best[np.newaxis, ..., np.newaxis], axis=0)[0]
    total = np.zeros(chosen.shape, np.float32)
    count = np.zeros(tolerance.shape, np.float32)
    for picture in pictures:
        alike = cv2.compare(distance(picture, chosen), tolerance, cv2.CMP_LE)
        cv2.accumulate(picture, total, mask=alike)
        cv2.accumulate(alike, count)
    usual: Picture = (total / np.maximum(count / 255, 1)[..., np.newaxis]).round().astype(np.uint8)
    return usual
