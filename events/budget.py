"""What an event may cost, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """In the smallest units of the event's currency; `spent_minor` None: no invoice yet."""

    label: str
    planned_minor: int
    spent_minor: int | None = None

    @property
    def expected_minor(self) -> int:
        return self.planned_minor if self.spent_minor is None else self.spent_minor


def planned_minor(costs: Sequence[Cost]) -> int:
    return sum(one.planned_minor for one in costs)


def expected_minor(costs: Sequence[Cost]) -> int:
    """What was spent, and what is planned where no invoice has come."""
    return sum(one.expected_minor for one in costs)
