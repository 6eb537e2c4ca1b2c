"""What is asked and told about traffic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrafficChanged:
    """Facts were committed: people who crossed (`at` each, and which lines), zones that were seen.

    `said`: more is other than that, and all of it is to be read anew.
    """

    at: tuple[datetime, ...] = ()
    lines: frozenset[tuple[str, str]] = frozenset()
    zones: frozenset[str] = frozenset()
    said: bool = False
