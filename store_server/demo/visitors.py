"""The demo's clients on somebody else's broker, and a line whenever one enters or leaves."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator, Mapping

import msgspec

from devices.simulator import CastMember, Faults, Floor, Simulation
from devices.simulator.day import Rhythm, Visit, visits
from devices.simulator.faults import TIRED_MV
from store_server.demo.cast import GUESTS
from store_server.demo.opening import continues_s, member


class Visitors:
    """The visits are a pure function of cast, speed and seed: told here, and walked there.

    `faults` are a device's by its name, or a beacon's by its bearer's short one.
    """

    def __init__(
        self,
        host: str,
        port: int,
        boutique: str,
        speed: float,
        seed: int,
        username: str | None = None,
        password: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        floor: Floor | None = None,
        faults: Mapping[str, Faults] | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        faults = faults or {}
        cast = people(faults)
        rhythm = Rhythm(speed, continues_s(speed))
        self._simulation = Simulation(
            host,
            port,
            boutique,
            cast,
            speed,
            seed,
            username=username,
            password=password,
            floor=floor,
            faults=faults,
            addresses=addresses,
            visit_continues_s=rhythm.visit_continues_s,
        )
        self._clock = clock
        self._began_s = clock()
        self._due = moments(visits(cast, self._simulation.floor, rhythm, seed))
        self._next = next(self._due, None)

    def start(self) -> None:
        self._began_s = self._clock()
        self._simulation.start()

    def stop(self) -> None:
        self._simulation.stop()

    def tell(self) -> None:
        for line in self.lines():
            print(line, flush=True)  # noqa: T201

    def lines(self) -> Iterator[str]:
        """What has come due since the last call."""
        elapsed_s = self._clock() - self._began_s
        while self._next is not None and self._next[0] <= elapsed_s:
            at_s, visitor, does = self._next
            yield f"{at_s:7.1f} s  {GUESTS[visitor].short} {does}"
            self._next = next(self._due, None)


def people(faults: Mapping[str, Faults]) -> list[CastMember]:
    """The demo's clients. Of a beacon only its battery can fail."""
    cast = []
    for guest in GUESTS:
        tired = guest.short in faults and faults[guest.short].battery_pct is not None
        cast.append(msgspec.structs.replace(member(guest), battery_mv=TIRED_MV if tired else None))
    return cast


def moments(day: Iterator[Visit]) -> Iterator[tuple[float, int, str]]:
    """Entering and leaving of each visit, in the order of time."""
    leaving: list[tuple[float, int, str]] = []
    for visit in day:
        while leaving and leaving[0][0] <= visit.enters_s:
            yield heapq.heappop(leaving)
        yield visit.enters_s, visit.member, "enters"
        heapq.heappush(leaving, (visit.leaves_s, visit.member, "leaves"))
    while leaving:
        yield heapq.heappop(leaving)
