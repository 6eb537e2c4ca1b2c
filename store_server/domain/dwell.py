"""How long people stayed, kept as a histogram: it adds up over any range, and its middle is known.

A class is a tenth as wide as its time is long, so a median told from it is wrong by a twentieth at
most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, log

SHORTEST_S = 1.0
LONGEST_S = 24 * 3600.0
GROWTH = 1.1
CLASSES = ceil(log(LONGEST_S / SHORTEST_S) / log(GROWTH))

Histogram = Mapping[str, int]
"""How many stays in each class, by its number; JSON has no other keys than text."""


def class_of(stay_s: float) -> int:
    if stay_s <= SHORTEST_S:
        return 0
    return min(CLASSES, int(log(stay_s / SHORTEST_S) / log(GROWTH) + 1e-9) + 1)


def middle_of(number: int) -> float:
    """The time that stands for a class."""
    if number == 0:
        return SHORTEST_S / 2
    low = SHORTEST_S * GROWTH ** (number - 1)
    return low * (1 + GROWTH) / 2


def histogram(stays_s: Iterable[float]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for stay_s in stays_s:
        key = str(class_of(stay_s))
        counted[key] = counted.get(key, 0) + 1
    return counted


def together(parts: Iterable[Histogram]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for part in parts:
        for key, number in part.items():
            whole[key] = whole.get(key, 0) + number
    return whole


def stays(counted: Histogram) -> int:
    return sum(counted.values())


def quantile_of(counted: Histogram, share: float) -> float | None:
    """The stay that this share of all did not exceed; None where nobody stayed."""
    wanted = share * stays(counted)
    seen = 0
    for number in sorted(int(key) for key in counted):
        seen += counted[str(number)]
        if seen >= wanted and seen:
            return middle_of(number)
    return None


def quantile(values: Sequence[float], share: float) -> float | None:
    """Of values that are all known: the least that this share of them does not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
