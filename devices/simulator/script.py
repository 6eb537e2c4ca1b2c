"""All that the simulated floor says, in order of time: a pure function of cast, seed and start."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from devices import plausible
from devices.ble.eid import EidRegistration
from devices.readings import VendorBeacon
from devices.simulator.cast import CastMember, beacon_of, stranger, telemetry
from devices.simulator.day import Rhythm, Visit, visits
from devices.simulator.faults import Faults
from devices.simulator.floor import Floor
from devices.simulator.path import Path, past_the_window
from devices.simulator.senses import Act, Line, Sense, Senses

STRANGERS_EVERY_S = 12.0
PASSERS_EVERY_S = 75.0  # clients who walk past and do not come in
BEAT_JITTER = 0.05  # of the interval: what keeps two beacons from colliding for ever
TELEMETRY_EVERY = 10  # beats
SHOWS_PASS_AFTER_S = 8.0  # at the door, after a look around


class Walker(msgspec.Struct):
    member: CastMember
    path: Path
    lots: random.Random
    address: str
    beats: int = 0


class Script:
    """Iterate over it once. `unix_start_s` is the time of day at its second 0."""

    def __init__(
        self,
        cast: Sequence[CastMember],
        floor: Floor,
        boutique: str,
        unix_start_s: float,
        rhythm: Rhythm | None = None,
        seed: int = 1,
        faults: Mapping[str, Faults] | None = None,
    ) -> None:
        self._cast, self._seed = list(cast), seed
        self._unix_start_s = unix_start_s
        self._senses = Senses(floor, boutique, unix_start_s, seed, faults or {})
        self._visits = visits(self._cast, floor, rhythm or Rhythm(), seed)
        self._lots = random.Random(f"street {seed}")
        self._walkers: dict[int, Walker] = {}
        self._number = itertools.count()
        self._agenda: list[tuple[float, int, Act]] = []

    def __iter__(self) -> Iterator[Line]:
        yield from self._senses.hello()
        for at_s, every_s, sense in self._senses.routine():
            self._at(at_s, self._again(every_s, sense))
        self._at(2.0, self._stranger)
        self._at(PASSERS_EVERY_S / 3, self._passer)
        self._plan_visit()
        while True:
            at_s, _, act = heapq.heappop(self._agenda)
            yield from act(at_s)

    def _at(self, at_s: float, act: Act) -> None:
        heapq.heappush(self._agenda, (at_s, next(self._number), act))

    def _again(self, every_s: float | None, sense: Sense) -> Act:
        def act(at_s: float) -> Iterator[Line]:
            if every_s is not None:
                self._at(at_s + every_s, act)
            return sense(at_s, [walker.path.at(at_s) for walker in self._walkers.values()])

        return act

    # -------------------------------------------------------------------------------- people

    def _plan_visit(self) -> None:
        visit = next(self._visits, None)
        if visit is not None:
            self._at(visit.enters_s, lambda at_s: self._enter(visit, at_s))

    def _enter(self, visit: Visit, at_s: float) -> Iterator[Line]:
        member = self._cast[visit.member]
        self._walk(member, visit.path, f"{visit.member} {at_s}")
        if member.shows:
            shows_s = at_s + SHOWS_PASS_AFTER_S
            self._at(shows_s, lambda at_s: self._senses.shown(member.shows, at_s))
        self._plan_visit()
        yield from ()

    def _stranger(self, at_s: float) -> Iterator[Line]:
        path = past_the_window(at_s, back=self._lots.random() < 0.5)
        self._walk(stranger(self._lots), path, f"stranger {at_s}")
        self._at(at_s + self._lots.uniform(0.5, 1.5) * STRANGERS_EVERY_S, self._stranger)
        yield from ()

    def _passer(self, at_s: float) -> Iterator[Line]:
        """A client on the pavement: heard, and not here."""
        about = {id(walker.member) for walker in self._walkers.values()}
        absent = [member for member in self._cast if id(member) not in about]
        if absent:
            member = self._lots.choice(absent)
            self._walk(member, past_the_window(at_s), f"passer {at_s}")
        self._at(at_s + self._lots.uniform(0.5, 1.5) * PASSERS_EVERY_S, self._passer)
        yield from ()

    def _walk(self, member: CastMember, path: Path, name: str) -> None:
        """Whoever walks is heard, beat by beat, and counted at each line on the way."""
        lots = random.Random(f"walk {self._seed} {name}")
        walker = next(self._number)
        self._walkers[walker] = Walker(member, path, lots, _address(member, lots))
        begins_s = path.times_s[0] + lots.random() * member.interval_s
        self._at(begins_s, lambda at_s: self._beat(walker, at_s))
        for at_s, count in self._senses.crossings(path):
            self._at(at_s, count)

    def _beat(self, number: int, at_s: float) -> Iterator[Line]:
        """One advertisement, as each gateway hears it, and the next one."""
        walker = self._walkers[number]
        if at_s > walker.path.ends_s:
            del self._walkers[number]
            return
        member = walker.member
        wait_s = member.interval_s * (1 + walker.lots.uniform(-BEAT_JITTER, BEAT_JITTER))
        self._at(at_s + wait_s, lambda next_s: self._beat(number, next_s))
        walker.beats += 1
        beacon = beacon_of(member.badge, self._unix_start_s + at_s)
        if member.battery_mv is not None and walker.beats % TELEMETRY_EVERY == 0:
            beacon = telemetry(member.battery_mv, walker.beats, at_s)
        point = walker.path.at(at_s)
        yield from self._senses.beat(
            beacon, walker.address, member.power_dbm, point, at_s, walker.lots
        )


def _address(member: CastMember, lots: random.Random) -> str:
    """A static random address (its two highest bits set), or a private one that rotates. A tag
    whose name is its address has that one."""
    named = plausible.address(member.badge.id) if isinstance(member.badge, VendorBeacon) else None
    if named is not None:
        return named
    high = 0x40 if isinstance(member.badge, EidRegistration) else 0xC0
    octets = [high | lots.randrange(64), *(lots.randrange(256) for _ in range(5))]
    return ":".join(f"{octet:02x}" for octet in octets)
