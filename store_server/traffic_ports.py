"""What traffic needs of storage: roll-ups that are kept with the facts, and the manager's say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from store_server.count_ports import OccupancyFact
from store_server.traffic_views import TrafficNews, TrafficNow


@dataclass(frozen=True, slots=True)
class CountChange:
    """By how much a line's sums are to grow, or to shrink where a count was set right."""

    at: datetime
    device_id: str
    line: str
    zone: str | None
    people_in: int
    people_out: int


class RollUps(Protocol):
    """Every method belongs to its unit of work: roll-ups are committed with what they add up."""

    def count(self, changes: Sequence[CountChange]) -> None: ...
    def see(self, fact: OccupancyFact) -> None:
        """Keep who was in a zone, unless something later is known of that minute."""

    def sold(self, at: datetime) -> None:
        """Add up anew what was paid in this quarter-hour."""


class TrafficQueries(Protocol):
    """Reading for the dashboard. Callable from any thread."""

    def now(self, seq: int) -> TrafficNow: ...
    def news(
        self,
        seq: int,
        changed: Sequence[datetime],
        touched: frozenset[tuple[str, str]],
        zones: frozenset[str],
        whole: bool,
    ) -> TrafficNews:
        """What is other since these moments were counted, of these lines and zones.

        `whole`: gaps, events, alerts and all lines and zones, too.
        """
