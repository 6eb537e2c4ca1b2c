"""From pictures to counts: what the agent and the command line both run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.counting import blobs as blobs_
from devices.vision.counting.background import Background
from devices.vision.counting.blobs import Blob
from devices.vision.counting.health import Health
from devices.vision.counting.light import without_light
from devices.vision.counting.lines import Crossing, Line, LineCounter
from devices.vision.counting.people import tell_apart
from devices.vision.counting.picture import Mask, Picture, Scale
from devices.vision.counting.size import PersonSize
from devices.vision.counting.steady import Steady
from devices.vision.counting.tracking import Track, Tracker
from devices.vision.counting.zones import Zone, ZoneCounter

SURVEY_S = 10.0  # the first seconds are looked at twice: once to learn the floor, once to count
MOST_SURVEYED = 360
SURVEY_SAMPLES = 40
THIN = 0.16  # of a person: a strip of sun, an edge that trembles
ABSORB_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Moment:
    at_s: float
    picture: Picture


class Counter:
    """Give it every picture with its time; it says who has crossed, later by the first survey."""

    def __init__(
        self,
        scale: Scale,
        lines: Sequence[Line] = (),
        zones: Sequence[Zone] = (),
        live: bool = False,
    ) -> None:
        self._scale = scale
        width, height = scale.size
        self.size = PersonSize(width * height)
        self.health = Health(live)
        self.draw(lines, zones)
        self.people_seen = 0
        self._tracker = Tracker(self.size, width, height)
        self._background: Background | None = None
        self._steady: Steady | None = None
        self._survey: list[Moment] = []
        self._last_s: float | None = None
        self._absorbed_s = 0.0
        self._known: set[int] = set()

    def see(self, picture: Picture, at_s: float) -> list[Crossing]:
        small = self._scale.shrink(picture)
        self.health.look(small, at_s)
        if not self.health.counting:
            return []
        moment = Moment(at_s, small)
        if self._background is not None:
            return self._count(moment)
        self._survey.append(moment)
        if at_s - self._survey[0].at_s < SURVEY_S and len(self._survey) < MOST_SURVEYED:
            return []
        return self._settle()

    def draw(self, lines: Sequence[Line], zones: Sequence[Zone]) -> None:
        """Count elsewhere from now on, and take what the camera sees now for what it shall see."""
        self.lines = [LineCounter(line.scaled(self._scale.factor)) for line in lines]
        self.zones = [ZoneCounter(zone.scaled(self._scale.factor)) for zone in zones]
        self.health.set_up_again()

    def finish(self, at_s: float) -> list[Crossing]:
        """There are no more pictures: whoever is beyond the line has crossed it."""
        crossings = self._settle() if self._background is None and self._survey else []
        self.health.close(at_s)
        for track in self._tracker.end():
            crossings.extend(self._end(track, at_s))
        for zone in self.zones:
            zone.close()
        return crossings

    def _settle(self) -> list[Crossing]:
        step = max(1, len(self._survey) // SURVEY_SAMPLES)
        samples = [moment.picture for moment in self._survey[::step]]
        self._steady = Steady(samples)
        samples = [self._steady.held(sample) for sample in samples]
        self._background = Background(samples, self._steady.trembles)
        before: Mask | None = None
        for sample in samples:
            blobs = self._blobs(sample)
            self.size.observe(
                [blob for blob in blobs if before is None or blob.moved_since(before)]
            )
            before = self._mask
        survey, self._survey = self._survey, []
        return [crossing for moment in survey for crossing in self._count(moment)]

    def _blobs(self, picture: Picture) -> list[Blob]:
        assert self._background is not None  # noqa: S101 - settled
        mask = self._background.foreground(picture)
        self._changed = mask.copy()
        found = blobs_.find(mask, self.size.least_area)
        if self._without_light(picture, mask, found):
            found = blobs_.find(mask, self.size.least_area)
        self._mask = mask
        if self.size.known:
            found = blobs_.put_together(found, 1.15 * self.size.width, 1.15 * self.size.height)
            found = [blob for blob in found if blob.thickness > THIN * self.size.width]
        return found

    def _without_light(self, picture: Picture, mask: Mask, found: Sequence[Blob]) -> bool:
        """Take shadows and sun out of the mask; whether there were any."""
        assert self._background is not None  # noqa: S101 - settled
        floor = self._background.floor
        changed = False
        for blob in found:
            rest = without_light(picture, floor, blob, self.size.area)
            if rest is not None:
                mask[blob.box][blob.shape > 0] = rest[blob.shape > 0]
                changed = True
        return changed

    def _count(self, moment: Moment) -> list[Crossing]:
        elapsed_s = 0.0 if self._last_s is None else moment.at_s - self._last_s
        self._last_s = moment.at_s
        assert self._steady is not None  # noqa: S101 - settled
        picture = self._steady.held(moment.picture)
        blobs = self._blobs(picture)
        self._tracker.predict(elapsed_s)
        people = tell_apart(picture, blobs, self.size, self._tracker.expected(blobs))
        seen = self._tracker.update(people, blobs, moment.at_s)
        assert self._background is not None  # noqa: S101 - settled
        grown = cv2.dilate(self._changed, np.ones((7, 7), np.uint8))
        self._background.learn(picture, grown, elapsed_s)
        if moment.at_s - self._absorbed_s >= ABSORB_EVERY_S:
            since_s = moment.at_s - self._absorbed_s
            self._background.absorb(picture, self._changed, since_s)
            self._background.forget_layers(picture, since_s)
            self._absorbed_s = moment.at_s
        self._tracker.park(self._background.is_layer)
        crossings = [
            crossing for track in seen.confirmed for crossing in self._follow(track, moment.at_s)
        ]
        for track in seen.gone:
            crossings.extend(self._end(track, moment.at_s))
        for zone in self.zones:
            zone.settle([track.number for track in seen.confirmed], moment.at_s)
        return crossings

    def _follow(self, track: Track, at_s: float) -> list[Crossing]:
        if track.number not in self._known:
            self._known.add(track.number)
            self.people_seen += 1
            if track.parent is not None:
                for line in self.lines:
                    line.part(track.number, track.parent.number, at_s)
        crossings: list[Crossing] = []
        if track.visible:
            x, y, scale = track.motion.x, track.motion.y, self.size.scale
            told = (line.follow(track.number, x, y, scale, at_s) for line in self.lines)
            crossings = [crossing for crossing in told if crossing is not None]
            for zone in self.zones:
                zone.follow(track.number, x, y, track.motion.speed, scale, at_s)
        return crossings

    def _end(self, track: Track, at_s: float) -> list[Crossing]:
        ends = (line.end(track.number, self.size.scale, at_s) for line in self.lines)
        return [crossing for crossing in ends if crossing is not None]
