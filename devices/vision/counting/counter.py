"""From pictures to counts: what the agent and the command line both run."""

from __future__ import annotations

from collections.abc import Sequence

from devices.vision.counting.blobs import Blob
from devices.vision.counting.detector import Detector, FloorDetector
from devices.vision.counting.health import Health
from devices.vision.counting.lines import Crossing, Line, LineCounter
from devices.vision.counting.people import Person, seen_alone, tell_apart
from devices.vision.counting.picture import Picture, Scale
from devices.vision.counting.size import PersonSize
from devices.vision.counting.tracking import Track, Tracker
from devices.vision.counting.zones import Zone, ZoneCounter

SURVEY_S = 10.0  # the first seconds are looked at twice: once to learn the floor, once to count
MOST_SURVEYED = 360


class Counter:
    """Give it every picture with its time; it says who has crossed, later by the first survey."""

    def __init__(
        self,
        scale: Scale,
        lines: Sequence[Line] = (),
        zones: Sequence[Zone] = (),
        live: bool = False,
        detector: Detector | None = None,
    ) -> None:
        self._scale = scale
        width, height = scale.size
        self.size = PersonSize(width * height)
        self.health = Health(live)
        self.draw(lines, zones)
        self.people_seen = 0
        self._detector = detector or FloorDetector()
        self._tracker = Tracker(self.size, width, height)
        self._survey: list[tuple[float, Picture]] | None = []
        self._last_s: float | None = None
        self._known: set[int] = set()

    def see(self, picture: Picture, at_s: float) -> list[Crossing]:
        small = self._scale.shrink(picture)
        self.health.look(small, at_s)
        if not self.health.counting:
            return []
        if self._survey is None:
            return self._count(small, at_s)
        self._survey.append((at_s, small))
        if at_s - self._survey[0][0] < SURVEY_S and len(self._survey) < MOST_SURVEYED:
            return []
        return self._settle()

    def draw(self, lines: Sequence[Line], zones: Sequence[Zone]) -> None:
        """Count elsewhere from now on, and take what the camera sees now for what it shall see."""
        self.lines = [LineCounter(line.scaled(self._scale.factor)) for line in lines]
        self.zones = [ZoneCounter(zone.scaled(self._scale.factor)) for zone in zones]
        self.health.set_up_again()

    def finish(self, at_s: float) -> list[Crossing]:
        """There are no more pictures: whoever is beyond the line has crossed it."""
        crossings = self._settle() if self._survey else []
        self.health.close(at_s)
        for track in self._tracker.end():
            crossings.extend(self._end(track, at_s))
        for zone in self.zones:
            zone.close()
        return crossings

    def _settle(self) -> list[Crossing]:
        survey, self._survey = self._survey or [], None
        self._detector.survey([picture for _, picture in survey], self.size)
        return [crossing for at_s, picture in survey for crossing in self._count(picture, at_s)]

    def _count(self, small: Picture, at_s: float) -> list[Crossing]:
        elapsed_s = 0.0 if self._last_s is None else at_s - self._last_s
        self._last_s = at_s
        picture = self._detector.hold(small)
        blobs = self._detector.find(picture, self.size)
        self._tracker.predict(elapsed_s)
        seen = self._tracker.update(self._people(picture, blobs), blobs, at_s)
        self._detector.learn(picture, at_s, self.size)
        for x, y in seen.left:
            self._detector.uncover(x, y, 1.2 * self.size.scale)
        self._tracker.park(self._detector.is_furniture)
        crossings = [crossing for track in seen.confirmed for crossing in self._follow(track, at_s)]
        for track in seen.gone:
            crossings.extend(self._end(track, at_s))
        for zone in self.zones:
            zone.settle([track.number for track in seen.confirmed], at_s)
        return crossings

    def _people(self, picture: Picture, blobs: Sequence[Blob]) -> list[Person]:
        if self._detector.one_each:
            return [seen_alone(picture, blob, number) for number, blob in enumerate(blobs)]
        return tell_apart(picture, blobs, self.size, self._tracker.expected(blobs))

    def _follow(self, track: Track, at_s: float) -> list[Crossing]:
        if track.number not in self._known:
            self._known.add(track.number)
            self.people_seen += 1
            if track.parent is not None:
                for line in self.lines:
                    line.part(track.number, track.parent.number, at_s, track.parent.joined_s)
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
