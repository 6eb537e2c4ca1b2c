"""Who in this picture is who in the last: everybody is followed by number until they leave."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.motion import Motion
from devices.vision.counting.people import Foreseen, Person
from devices.vision.counting.picture import Floats
from devices.vision.counting.shape import Point
from devices.vision.counting.size import PersonSize

CONFIRMED_AFTER_S = 0.25
PARTED_AFTER_S = 0.6  # who was told apart from another must be seen apart for longer
CONFIRMED_AFTER_SIGHTINGS = 3
LOST_AFTER_S = 2.0  # someone whom nothing hides and who is not seen is given up
HIDDEN_FOR_S = 4.0
TENTATIVE_LOST_AFTER_S = 0.3
ALONE_ERROR = 0.07  # of a size: how exactly a place is known
TOGETHER_ERROR = 0.3
HIDDEN_GAP = 0.55  # of a size: who are so close cannot be told apart
COLOUR_ERROR = 45.0
WIDEST_GATE = 2.2  # sizes
NARROWEST_GATE = 0.7
IMPOSSIBLE = 1e6
STANDS_BELOW = 0.5  # sizes a second
PARENT_WITHIN = 1.6  # sizes: who appears so near to a blob of several was one of them


@dataclass(slots=True)
class Track:
    number: int
    motion: Motion
    colour: Floats
    area: float
    born_s: float
    seen_s: float
    sightings: int = 1
    confirmed: bool = False
    visible: bool = True
    parked: bool = False
    at_edge: bool = False
    parent: Track | None = None
    crowded_s: float = -math.inf  # when this was last the blob of more than one, as its area says
    alone_s: float = -math.inf  # when this was last a blob of its own, no larger than one
    joined_s: float = -math.inf  # when this was last alone before it was crowded
    trail: list[Point] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """What one picture has changed."""

    confirmed: list[Track]
    gone: list[Track]
    left: list[Point]  # where somebody stood long and begins to move


class Tracker:
    def __init__(self, size: PersonSize, width: int, height: int) -> None:
        self._size = size
        self._width, self._height = width, height
        self._numbers = itertools.count(1)
        self.tracks: list[Track] = []
        self._left: list[Point] = []

    def predict(self, elapsed_s: float) -> None:
        for track in self.tracks:
            if not track.parked:
                track.motion.predict(elapsed_s)

    def expected(self, blobs: Sequence[Blob]) -> list[list[Foreseen]]:
        """Who should be found in each blob."""
        foreseen: list[list[Foreseen]] = [[] for _ in blobs]
        for track in self.tracks:
            if track.parked:
                continue
            number = self._blob_of(track, blobs)
            if number is not None:
                place = (track.motion.x, track.motion.y)
                foreseen[number].append(Foreseen(place, track.alone_s > -math.inf))
        return foreseen

    def _blob_of(self, track: Track, blobs: Sequence[Blob]) -> int | None:
        best, nearest = None, 0.35 * self._size.scale
        for number, blob in enumerate(blobs):
            across = max(blob.left - track.motion.x, track.motion.x - blob.left - blob.width + 1, 0)
            down = max(blob.top - track.motion.y, track.motion.y - blob.top - blob.height + 1, 0)
            gap = float(np.hypot(across, down))
            if gap == 0:
                row, column = int(track.motion.y) - blob.top, int(track.motion.x) - blob.left
                row, column = min(row, blob.height - 1), min(column, blob.width - 1)
                gap = 0.0 if blob.shape[row, column] else 0.01 + 0.1 * self._size.scale
            if gap < nearest:
                best, nearest = number, gap
        return best

    def update(self, people: Sequence[Person], blobs: Sequence[Blob], now_s: float) -> Seen:
        matched = self._assign(people)
        taken = set(matched.values())
        for at, track in enumerate(self.tracks):
            if at in matched:
                self._see(track, people[matched[at]], now_s)
            else:
                track.visible = False
        hosts = {people[person].blob for person in taken}
        new = [person for at, person in enumerate(people) if at not in taken]
        for person in new:
            self._meet(person, now_s)
        return self._settle(blobs, hosts, now_s)

    def _assign(self, people: Sequence[Person]) -> dict[int, int]:
        if not self.tracks or not people:
            return {}
        costs = np.array(
            [[self._cost(track, person) for person in people] for track in self.tracks]
        )
        return {row: column for row, column in _pairs(costs) if costs[row, column] < IMPOSSIBLE}

    def _cost(self, track: Track, person: Person) -> float:
        if track.parked:
            return IMPOSSIBLE
        gap = float(np.hypot(person.x - track.motion.x, person.y - track.motion.y))
        scale = self._size.scale
        reach = min(max(3 * track.motion.uncertainty, NARROWEST_GATE * scale), WIDEST_GATE * scale)
        if gap > reach:
            return IMPOSSIBLE
        colour = float(np.linalg.norm(person.colour - track.colour)) / COLOUR_ERROR
        error = max(track.motion.uncertainty, 0.25 * scale)
        return (gap / error) ** 2 + min(colour, 4.0) + (0.0 if track.confirmed else 3.0)

    def _see(self, track: Track, person: Person, now_s: float) -> None:
        scale = self._size.scale
        error = ALONE_ERROR if person.alone else TOGETHER_ERROR
        if not person.alone and self._close_to_another(track):
            error = 4 * TOGETHER_ERROR
        track.motion.correct(person.x, person.y, error * scale)
        if person.alone:
            share = 0.1
            track.colour += share * (person.colour - track.colour)
        if person.alone and not (self._size.known and person.area > 1.3 * self._size.area):
            track.alone_s = now_s
        else:
            track.crowded_s, track.joined_s = now_s, track.alone_s
        track.area += 0.2 * (person.area - track.area)
        track.seen_s = now_s
        track.sightings += 1
        track.visible = True
        track.at_edge = person.at_edge
        if (
            not track.confirmed
            and now_s - track.born_s >= (PARTED_AFTER_S if track.parent else CONFIRMED_AFTER_S)
            and track.sightings >= CONFIRMED_AFTER_SIGHTINGS
        ):
            track.confirmed = True

    def _close_to_another(self, track: Track) -> bool:
        near = HIDDEN_GAP * self._size.scale
        return any(
            other is not track
            and not other.parked
            and np.hypot(other.motion.x - track.motion.x, other.motion.y - track.motion.y) < near
            for other in self.tracks
        )

    def _meet(self, person: Person, now_s: float) -> None:
        """Somebody who was not foreseen: back from standing still, out of a group, or new."""
        back = self._parked_near(person)
        if back is not None:
            back.parked = False
            self._left.append((back.motion.x, back.motion.y))
            back.motion = Motion(person.x, person.y, self._size.scale, 0.3 * self._size.scale)
            back.seen_s, back.visible = now_s, True
            return
        motion = Motion(person.x, person.y, self._size.scale, ALONE_ERROR * self._size.scale)
        track = Track(next(self._numbers), motion, person.colour.copy(), person.area, now_s, now_s)
        track.at_edge = person.at_edge
        if not person.at_edge:  # else they have come in by themselves
            track.parent = self._came_out_of(person, now_s)
        self.tracks.append(track)

    def _parked_near(self, person: Person) -> Track | None:
        near = 1.2 * self._size.scale
        for track in self.tracks:
            if (
                track.parked
                and np.hypot(track.motion.x - person.x, track.motion.y - person.y) < near
            ):
                return track
        return None

    def _came_out_of(self, person: Person, now_s: float) -> Track | None:
        best, nearest = None, PARENT_WITHIN * self._size.scale
        for track in self.tracks:
            if not track.confirmed or not track.visible or now_s - track.crowded_s > 0.7:
                continue
            gap = float(np.hypot(track.motion.x - person.x, track.motion.y - person.y))
            if gap < nearest:
                best, nearest = track, gap
        return best

    def _settle(self, blobs: Sequence[Blob], hosts: set[int], now_s: float) -> Seen:
        kept, gone = [], []
        confirmed = []
        for track in self.tracks:
            if self._given_up(track, blobs, hosts, now_s):
                gone.append(track)
            else:
                kept.append(track)
                if track.confirmed:
                    confirmed.append(track)
        self.tracks = kept
        left, self._left = self._left, []
        return Seen(confirmed, [track for track in gone if track.confirmed], left)

    def _given_up(self, track: Track, blobs: Sequence[Blob], hosts: set[int], now_s: float) -> bool:
        if track.visible or track.parked:
            return False
        unseen_s = now_s - track.seen_s
        if not track.confirmed:
            return unseen_s > TENTATIVE_LOST_AFTER_S
        if not (0 <= track.motion.x < self._width and 0 <= track.motion.y < self._height):
            return True
        hidden = self._blob_of(track, blobs)
        return unseen_s > (HIDDEN_FOR_S if hidden in hosts else LOST_AFTER_S)

    def park(self, stands: Callable[[float, float], bool]) -> None:
        """Who has stood so long that they are taken for furniture is waited for."""
        for track in self.tracks:
            if track.visible or not track.confirmed:
                continue
            there = stands(track.motion.x, track.motion.y)
            if there and not track.parked and track.motion.speed < STANDS_BELOW * self._size.scale:
                track.motion.rest()
                track.parked = True
            elif track.parked and not there:
                track.parked = False

    def end(self) -> list[Track]:
        gone = [track for track in self.tracks if track.confirmed]
        self.tracks = []
        return gone


def _pairs(costs: Floats) -> list[tuple[int, int]]:
    """Who is whom, so that it costs the least altogether: each row and each column at most once."""
    if 1 in costs.shape:
        row, column = np.unravel_index(costs.argmin(), costs.shape)
        return [(int(row), int(column))]
    from scipy.optimize import linear_sum_assignment  # takes longer to load than a short film

    rows, columns = linear_sum_assignment(costs)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
