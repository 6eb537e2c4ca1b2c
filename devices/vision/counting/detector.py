"""What finds people in a picture: by default, by knowing the floor."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from devices.vision.counting import blobs as blobs_
from devices.vision.counting.background import Background
from devices.vision.counting.blobs import Blob
from devices.vision.counting.light import without_light
from devices.vision.counting.picture import Mask, Picture
from devices.vision.counting.size import PersonSize
from devices.vision.counting.steady import Steady

SAMPLES = 40
ABSORB_EVERY_S = 0.5
GONE_AFTER_S = 0.4
LOOSE = 1.15  # pieces within so much of a person's size are put together
THIN = 0.16  # of a person: a strip of sun, an edge that trembles


class Detector(Protocol):
    """`one_each`: each blob is one person, whatever its size; else a blob may be several."""

    one_each: bool

    def survey(self, pictures: Sequence[Picture], size: PersonSize) -> None:
        """Learn what there is to learn from the first seconds."""

    def hold(self, picture: Picture) -> Picture:
        """The picture as it would be if the camera stood still."""

    def find(self, picture: Picture, size: PersonSize) -> list[Blob]:
        """What is or may be people."""

    def learn(self, picture: Picture, at_s: float, size: PersonSize) -> None:
        """Follow what changes slowly. The picture is the one that `find` was given last."""

    def is_furniture(self, x: float, y: float) -> bool:
        """Whether somebody who stands there would not be found any more."""

    def uncover(self, x: float, y: float, reach: float) -> None:
        """Somebody who stood there for long is going."""


class FloorDetector:
    """People are what is not the floor, nor the floor in another light, nor furniture."""

    one_each = False

    def survey(self, pictures: Sequence[Picture], size: PersonSize) -> None:
        few = pictures[:: max(1, len(pictures) // SAMPLES)]
        self._steady = Steady(few)
        samples = [self._steady.held(picture) for picture in few]
        self._background = Background(samples, self._steady.trembles)
        self._learnt_s = self._absorbed_s = float("-inf")
        for sample in samples:
            self._reveal(sample, self.find(sample, size), 0.0)
        earlier: deque[Mask] = deque(maxlen=SAMPLES // 10)
        for sample in samples:
            found = self.find(sample, size)
            size.observe([blob for blob in found if earlier and blob.moved_since(earlier[0])])
            earlier.append(self._people)
        self._seen_before = self._people

    def hold(self, picture: Picture) -> Picture:
        return self._steady.held(picture)

    def find(self, picture: Picture, size: PersonSize) -> list[Blob]:
        mask = self._background.foreground(picture)
        self._changed = mask.copy()
        found = blobs_.find(mask, size.least_area)
        if self._take_light_away(picture, mask, found, size):
            found = blobs_.find(mask, size.least_area)
        self._people = mask
        self._found = found
        if not size.known:
            return found
        found = blobs_.put_together(found, LOOSE * size.width, LOOSE * size.height)
        return [blob for blob in found if blob.thickness > THIN * size.width]

    def learn(self, picture: Picture, at_s: float, size: PersonSize) -> None:
        if self._learnt_s < 0:
            self._learnt_s = self._absorbed_s = at_s
        near = cv2.dilate(self._changed, np.ones((7, 7), np.uint8))
        self._background.learn(picture, near, at_s - self._learnt_s)
        self._learnt_s = at_s
        since_s = at_s - self._absorbed_s
        if since_s >= ABSORB_EVERY_S:
            self._reveal(picture, self._found, GONE_AFTER_S)
            self._background.absorb(picture, self._changed, since_s)
            self._background.forget_layers(picture, since_s)
            moved = [blob for blob in self._found if blob.moved_since(self._seen_before)]
            size.observe(moved, surveyed=True)
            self._seen_before = self._people
            self._absorbed_s = at_s

    def uncover(self, x: float, y: float, reach: float) -> None:
        self._background.uncover(x, y, reach)

    def _reveal(self, picture: Picture, found: Sequence[Blob], after_s: float) -> None:
        """Learn the floor where somebody stood who was taken for it."""
        for blob in found:
            if self._background.still_s(blob) >= after_s and self._background.shows_through(
                picture, blob
            ):
                self._background.correct(picture, blob)

    def is_furniture(self, x: float, y: float) -> bool:
        return self._background.is_layer(x, y)

    def _take_light_away(
        self, picture: Picture, mask: Mask, found: Sequence[Blob], size: PersonSize
    ) -> bool:
        floor = self._background.floor
        changed = False
        for blob in found:
            rest = without_light(picture, floor, blob, size.area)
            if rest is not None:
                mask[blob.box][blob.shape > 0] = rest[blob.shape > 0]
                changed = True
        return changed
