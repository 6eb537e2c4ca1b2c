"""What the handler of counts needs of storage; every method belongs to its unit of work.

A `counter` is a piece of hardware as it calls itself, and what is remembered of it ends with it: a
spare that takes a device's place begins at its own baseline. Facts are the device's, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from store_server.domain.counter import Counter, Crossings
from store_server.domain.doubts import Flag
from store_server.domain.packages import Gap, Stream


@dataclass(frozen=True, slots=True)
class CountFact:
    """People who crossed a line. `at` is by our clock, `said_at` by the device's own."""

    device_id: str
    line: str
    zone: str | None  # where the device stood
    at: datetime
    said_at: datetime | None
    received_at: datetime
    crossings: Crossings


@dataclass(frozen=True, slots=True)
class MinuteFact:
    """A fact of a line's minute, as it is kept. `corrected`: a manager has said what it was."""

    id: str
    at: datetime
    zone: str | None
    people_in: int
    people_out: int
    flag: str | None
    corrected: bool

    @property
    def people(self) -> int:
        return self.people_in + self.people_out


@dataclass(frozen=True, slots=True)
class OccupancyFact:
    """How many people were in a zone, last."""

    device_id: str
    zone: str
    at: datetime
    people: int
    queue: int | None
    dwell_s: tuple[float, ...]


class Counts(Protocol):
    def kept(self, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], datetime]:
        """Of these counters' keys those by which a count was kept, and when."""

    def note(self, keys: Mapping[tuple[str, str], datetime]) -> None:
        """Counts by these keys are kept; keys that are old are forgotten."""

    def counter(self, counter: str, line: str) -> Counter: ...
    def save_counter(self, counter: str, line: str, device_id: str, state: Counter) -> None: ...
    def clock(self, counter: str) -> timedelta:
        """How far behind the hardware's clock was known to be."""

    def set_clock(self, counter: str, behind: timedelta) -> None: ...
    def stream(self, counter: str, name: str) -> Stream | None: ...
    def save_stream(self, counter: str, name: str, stream: Stream) -> None: ...
    def gap_of(self, counter: str, stream: str, number: int) -> Gap | None:
        """The gap that this package is missing from."""

    def add_gap(self, counter: str, stream: str, device_id: str, gap: Gap) -> None: ...
    def replace_gap(self, counter: str, stream: str, gap: Gap, rest: Sequence[Gap]) -> None: ...
    def add(self, facts: Sequence[CountFact]) -> None: ...
    def minute(self, device_id: str, line: str, minute: datetime) -> Sequence[MinuteFact]: ...
    def set_apart(self, facts: Sequence[MinuteFact], flag: Flag) -> None: ...
    def save_occupancy(self, fact: OccupancyFact) -> None:
        """Unless something later is known of the zone."""

    def doubt(self, fact: OccupancyFact, flag: Flag) -> None:
        """Keep apart who is said to be in a zone, unless something later is known of its minute."""
