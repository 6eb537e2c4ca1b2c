"""What can be asked of a boutique's traffic, and how each figure follows from sums.

A figure over a year is worked out from the year's sums, never from the figures of its days: the
mean of means is no mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from store_server.domain.dwell import quantile, quantile_of, stays, together


class Source(StrEnum):
    """Where a measure's sums are read."""

    LINES = "lines"
    STREET = "street"
    INSIDE = "inside"
    ZONES = "zones"
    SALES = "sales"
    CLIENTS = "clients"
    STAFF = "staff"
    BADGES = "badges"


@dataclass(slots=True)
class Sums:
    """Of one stretch of time. What is summed stands in `of`, what is the most of anything in
    `most`."""

    of: dict[str, float] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    stays: dict[str, int] = field(default_factory=dict)
    waits_s: list[float] = field(default_factory=list)

    def add(self, **more: float) -> None:
        for name, number in more.items():
            self.of[name] = self.of.get(name, 0) + number

    def reaches(self, **more: int) -> None:
        for name, number in more.items():
            self.most[name] = max(self.most.get(name, number), number)

    def join(self, other: Sums) -> None:
        for name, number in other.of.items():
            self.of[name] = self.of.get(name, 0) + number
        if other.most:
            self.reaches(**other.most)
        if other.stays:
            self.stays = together((self.stays, other.stays))
        if other.waits_s:
            self.waits_s += other.waits_s

    def share(self, part: str, whole: str) -> float | None:
        """None of nothing."""
        return self.of.get(part, 0) / self.of[whole] if self.of.get(whole) else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a manager has said of the boutique."""

    people_per_group: float = 1.0


Figure = Callable[[Sums, Rules], float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """`sums`: its parts add up to the whole, and no time has none of it but zero."""

    unit: str
    sources: frozenset[Source]
    figure: Figure
    per: tuple[str, ...] = ()
    sums: bool = False


def _sum(name: str) -> Figure:
    return lambda sums, _rules: sums.of.get(name, 0)


def _share(part: str, whole: str) -> Figure:
    return lambda sums, _rules: sums.share(part, whole)


def _most(name: str) -> Figure:
    return lambda sums, _rules: sums.most.get(name)


def _groups(sums: Sums, rules: Rules) -> float:
    return sums.of.get("people_in", 0) / rules.people_per_group


def _conversion(sums: Sums, rules: Rules) -> float | None:
    groups = _groups(sums, rules)
    return sums.of.get("baskets", 0) / groups if groups else None


def _capture(sums: Sums, _rules: Rules) -> float | None:
    """Those who came in, of all who came by: whoever is counted in the street walked past."""
    people_in, past = sums.of.get("people_in", 0), sums.of.get("street", 0)
    return people_in / (people_in + past) if past else None


def _queue_wait(sums: Sums, _rules: Rules) -> float | None:
    """Little's law: who stands in a queue on average, by how many a second leave it."""
    left = stays(sums.stays)
    return 60 * sums.of.get("queue", 0) / left if left and "queue" in sums.of else None


def _of(*sources: Source) -> frozenset[Source]:
    return frozenset(sources)


_LINES, _ZONES, _CLIENTS = _of(Source.LINES), _of(Source.ZONES), _of(Source.CLIENTS)
_SALES, _INSIDE, _STAFF = _of(Source.SALES), _of(Source.INSIDE), _of(Source.STAFF)
_BADGES = _of(Source.BADGES)
_PER_LINE = ("door", "zone")

MEASURES: dict[str, Measured] = {
    "people_in": Measured("people", _LINES, _sum("people_in"), _PER_LINE, sums=True),
    "people_out": Measured("people", _LINES, _sum("people_out"), _PER_LINE, sums=True),
    "occupancy": Measured("people", _INSIDE, _share("inside", "quarters")),
    "occupancy_peak": Measured("people", _INSIDE, _most("inside")),
    "walk_past": Measured("people", _of(Source.STREET), _sum("street"), sums=True),
    "capture": Measured("share", _of(Source.LINES, Source.STREET), _capture),
    "dwell_median": Measured("seconds", _ZONES, lambda s, _r: quantile_of(s.stays, 0.5), ("zone",)),
    "dwell_p90": Measured("seconds", _ZONES, lambda s, _r: quantile_of(s.stays, 0.9), ("zone",)),
    "attraction": Measured("share", _ZONES, _share("people", "people_everywhere"), ("zone",)),
    "queue": Measured("people", _ZONES, _share("queue", "queue_minutes"), ("zone",)),
    "queue_peak": Measured("people", _ZONES, _most("queue"), ("zone",)),
    "queue_wait": Measured("seconds", _ZONES, _queue_wait, ("zone",)),
    "groups": Measured("count", _LINES, _groups, _PER_LINE, sums=True),
    "conversion": Measured("share", _of(Source.LINES, Source.SALES), _conversion),
    "baskets": Measured("count", _SALES, _sum("baskets"), sums=True),
    "sales": Measured("minor", _SALES, _sum("minor"), sums=True),
    "average_basket": Measured("minor", _SALES, _share("minor", "baskets")),
    "units": Measured("count", _SALES, _sum("units"), sums=True),
    "fast_lane_share": Measured("share", _SALES, _share("fast_lane", "baskets")),
    "arrivals": Measured("people", _CLIENTS, _sum("arrivals"), sums=True),
    "greeted_share": Measured("share", _CLIENTS, _share("greeted", "signals")),
    "claim_median": Measured("seconds", _CLIENTS, lambda s, _r: quantile(s.waits_s, 0.5)),
    "claim_p90": Measured("seconds", _CLIENTS, lambda s, _r: quantile(s.waits_s, 0.9)),
    "unanswered": Measured("count", _CLIENTS, _sum("unanswered"), sums=True),
    "staff": Measured("people", _STAFF, _share("staff_quarters", "staffed_quarters")),
    "staff_left_out": Measured("count", _BADGES, _sum("staff"), _PER_LINE, sums=True),
    "visitors_per_staff": Measured(
        "ratio",
        _of(Source.LINES, Source.STAFF),
        lambda s, _r: 4 * share if (share := s.share("people_in", "staff_quarters")) else None,
    ),
}
"""`visitors_per_staff` is those who came in by an hour of one colleague's presence;
`staff_left_out` is how often a badge took its wearer out of those counted, in or out."""

FROM_COUNTERS = frozenset({Source.LINES, Source.STREET, Source.INSIDE, Source.BADGES})
"""What counters that were silent did not see."""


def whole(parts: Iterable[Sums]) -> Sums:
    everything = Sums()
    for one in parts:
        everything.join(one)
    return everything
