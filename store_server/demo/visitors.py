"""The demo's clients on somebody else's broker, and a line whenever one enters or leaves."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator

from devices.simulator import Simulation
from devices.simulator.day import Rhythm, Visit, visits
from store_server.demo.cast import GUESTS
from store_server.demo.opening import continues_s, member


class Visitors:
    """The visits are a pure function of cast, speed and seed: told here, and walked there."""

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
    ) -> None:
        people = [member(guest) for guest in GUESTS]
        rhythm = Rhythm(speed, continues_s(speed))
        self._simulation = Simulation(
            host,
            port,
            boutique,
            people,
            speed,
            seed,
            username=username,
            password=password,
            visit_continues_s=rhythm.visit_continues_s,
        )
        self._clock = clock
        self._began_s = clock()
        self._due = moments(visits(people, self._simulation.floor, rhythm, seed))
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
