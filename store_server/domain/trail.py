"""The last levels at which one gateway heard one identity, in the order in which they were sent.

A trail is the same whatever the order of its sightings' delivery: it is kept sorted, a repeat falls
together with what it repeats, and what is dropped is always the oldest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

Sample = tuple[float, float]  # at_s, rssi_dbm

LONGEST_TRAIL = 256  # ten seconds of the fastest beacon that is not a repeat of itself, and some

RHYTHM_SIGHTINGS = 16
GAPS_AGREE_WITHIN = 1.25  # beacons wander by some milliseconds, receivers lose whole sightings


class Trail:
    __slots__ = ("samples",)

    def __init__(self) -> None:
        self.samples: list[Sample] = []

    def add(self, sample: Sample) -> None:
        samples = self.samples
        if not samples or sample > samples[-1]:
            samples.append(sample)
        else:
            place = bisect_left(samples, sample)
            if samples[place] == sample:
                return
            samples.insert(place, sample)
        if len(samples) > LONGEST_TRAIL:
            del samples[0]

    def drop_repeats(self, within_s: float) -> None:
        """Keep of every burst its first: one advertisement may be reported several times."""
        samples = self.samples
        kept_at = samples[0][0]
        for at_s, _ in samples[1:]:
            if at_s - kept_at <= within_s:
                break
            kept_at = at_s
        else:
            return
        self.samples = _apart(samples, within_s)

    def forget_before(self, oldest_s: float, keep: int) -> None:
        """Drop what is older, except for the last `keep`."""
        samples = self.samples
        spare = len(samples) - keep
        if spare > 0 and samples[0][0] < oldest_s:
            del samples[: min(spare, bisect_left(samples, (oldest_s, 0.0)))]

    def level_dbm(self, since_s: float, sightings: int, at_least: int = 1) -> float | None:
        """The median of the last `sightings` since then: one spike, up or down, does not move it.

        Of an even number the lower one, so that one spike among two does not count either.
        """
        levels = [rssi_dbm for at_s, rssi_dbm in self.samples[-sightings:] if at_s >= since_s]
        if len(levels) < at_least or not levels:
            return None
        levels.sort()
        return levels[(len(levels) - 1) // 2]

    def times_at(self, level_dbm: float) -> list[float]:
        return [at_s for at_s, rssi_dbm in self.samples if rssi_dbm >= level_dbm]

    def interval_s(self, longest_s: float) -> float | None:
        """The beacon's rhythm: the shortest gap that another one confirms, or None.

        The shortest, because a lost sighting makes a gap longer and nothing makes it shorter.
        Confirmed, because two sightings prove no rhythm.
        """
        recent = pairwise(self.samples[-RHYTHM_SIGHTINGS:])
        gaps = sorted(later[0] - earlier[0] for earlier, later in recent)
        for shorter, longer in pairwise(gap for gap in gaps if gap <= longest_s):
            if longer <= shorter * GAPS_AGREE_WITHIN:
                return longer
        return None


def _apart(samples: Sequence[Sample], within_s: float) -> list[Sample]:
    kept = [samples[0]]
    for sample in samples[1:]:
        if sample[0] - kept[-1][0] > within_s:
            kept.append(sample)
    return kept


def some_lie_close(times: Iterable[float], count: int, within_s: float, apart_s: float) -> bool:
    """Whether `count` of these sorted times, each `apart_s` from the next, fit into `within_s`."""
    distinct: list[float] = []
    for at_s in times:
        if not distinct or at_s - distinct[-1] > apart_s:
            distinct.append(at_s)
    return any(
        last - first <= within_s
        for first, last in zip(distinct, distinct[count - 1 :], strict=False)
    )
