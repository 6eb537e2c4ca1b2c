"""All that the simulated floor says, in order of time: a pure function of cast, seed and start."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from devices.ble.eid import EidRegistration
from devices.simulator.cast import CastMember, beacon_of, stranger
from devices.simulator.day import Rhythm, Visit, visits
from devices.simulator.faults import BABBLE, Faults
from devices.simulator.floor import Floor, Gateway
from devices.simulator.path import Path, past_the_window
from devices.simulator.radio import heard_dbm
from devices.simulator.voices import Advert, Said, voices_of
from devices.simulator.voices.canonical import CanonicalVoice

PULSE_S = 15.0
OCCUPANCY_S = 10.0
BATCH_S = 0.5
STRANGERS_EVERY_S = 12.0
PASSERS_EVERY_S = 75.0  # clients who walk past and do not come in
BEAT_JITTER = 0.05  # of the interval: what keeps two beacons from colliding for ever


class Line(msgspec.Struct, frozen=True):
    """One line of the script: at this second, this device says this, or falls silent."""

    at_s: float
    device: str
    said: Said | None = None
    does: Literal["say", "drop", "return"] = "say"


class _Walker(msgspec.Struct):
    member: CastMember
    path: Path
    lots: random.Random
    address: str


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
        faults: Faults | None = None,
    ) -> None:
        self._cast, self._floor, self._seed = list(cast), floor, seed
        self._unix_start_s = unix_start_s
        self._faults = faults or Faults()
        self._voices = voices_of(floor, boutique)
        camera = self._voices[floor.camera.name]
        assert isinstance(camera, CanonicalVoice)  # noqa: S101 - ours is the only camera
        self._camera = camera
        self._visits = visits(self._cast, floor, rhythm or Rhythm(), seed)
        self._lots = random.Random(f"street {seed}")
        self._walkers: dict[int, _Walker] = {}
        self._inside: set[int] = set()
        self._pending: dict[str, list[Advert]] = {}
        self._number = itertools.count()
        self._agenda: list[tuple[float, int, Callable[[float], Iterator[Line]]]] = []

    def __iter__(self) -> Iterator[Line]:
        for device, voice in self._voices.items():
            for said in voice.hello(self._unix_start_s):
                yield Line(0.0, device, said)
        self._open()
        while True:
            at_s, _, act = heapq.heappop(self._agenda)
            for line in act(at_s):
                if line.does != "say" or not self._faults.silences(line.device, at_s):
                    yield line

    def _open(self) -> None:
        for number, device in enumerate(self._voices):
            self._at(1.0 + number, self._pulse(device))
        for gateway in self._floor.gateways:
            if gateway.batches:
                self._at(BATCH_S, self._flush(gateway))
        self._at(OCCUPANCY_S, self._occupancy)
        self._at(2.0, self._stranger)
        self._at(PASSERS_EVERY_S / 3, self._passer)
        self._plan_visit()
        self._plan_faults()

    def _at(self, at_s: float, act: Callable[[float], Iterator[Line]]) -> None:
        heapq.heappush(self._agenda, (at_s, next(self._number), act))

    # -------------------------------------------------------------------------------- people

    def _plan_visit(self) -> None:
        visit = next(self._visits, None)
        if visit is not None:
            self._at(visit.enters_s, lambda at_s: self._enter(visit, at_s))

    def _enter(self, visit: Visit, at_s: float) -> Iterator[Line]:
        walker = self._walk(self._cast[visit.member], visit.path, f"{visit.member} {at_s}")
        self._inside.add(walker)
        self._at(visit.leaves_s, lambda leaves_s: self._leave(walker, leaves_s))
        self._plan_visit()
        yield self._counted(1, 0, at_s)

    def _leave(self, walker: int, at_s: float) -> Iterator[Line]:
        self._inside.discard(walker)
        yield self._counted(0, 1, at_s)

    def _stranger(self, at_s: float) -> Iterator[Line]:
        self._walk(stranger(self._lots), past_the_window(at_s), f"stranger {at_s}")
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

    def _walk(self, member: CastMember, path: Path, name: str) -> int:
        lots = random.Random(f"walk {self._seed} {name}")
        walker = next(self._number)
        self._walkers[walker] = _Walker(member, path, lots, _address(member, lots))
        begins_s = path.times_s[0] + lots.random() * member.interval_s
        self._at(begins_s, lambda at_s: self._beat(walker, at_s))
        return walker

    def _beat(self, number: int, at_s: float) -> Iterator[Line]:
        """One advertisement, as each gateway hears it, and the next one."""
        walker = self._walkers[number]
        if at_s > walker.path.ends_s:
            del self._walkers[number]
            return
        interval_s = walker.member.interval_s
        wait_s = interval_s * (1 + walker.lots.uniform(-BEAT_JITTER, BEAT_JITTER))
        self._at(at_s + wait_s, lambda next_s: self._beat(number, next_s))
        point, power_dbm = walker.path.at(at_s), walker.member.power_dbm
        unix_s = self._unix_start_s + at_s
        beacon = beacon_of(walker.member.badge, unix_s)
        for gateway in self._floor.gateways:
            rssi_dbm = heard_dbm(self._floor, gateway, point, power_dbm, walker.lots)
            if rssi_dbm is not None:
                advert = Advert(beacon, walker.address, rssi_dbm, power_dbm, unix_s)
                yield from self._heard(gateway, advert, at_s)

    def _heard(self, gateway: Gateway, advert: Advert, at_s: float) -> Iterator[Line]:
        if gateway.batches:
            self._pending.setdefault(gateway.device, []).append(advert)
            return
        said = self._voices[gateway.device].heard(advert)
        if said is not None:
            yield Line(at_s, gateway.device, said)
            if self._faults.repeated_share > self._lots.random():
                yield Line(at_s, gateway.device, said)

    # -------------------------------------------------------------------------------- devices

    def _flush(self, gateway: Gateway) -> Callable[[float], Iterator[Line]]:
        voice = self._voices[gateway.device]

        def flush(at_s: float) -> Iterator[Line]:
            self._at(at_s + BATCH_S, flush)
            adverts = self._pending.pop(gateway.device, [])
            if adverts and isinstance(voice, CanonicalVoice):
                yield Line(at_s, gateway.device, voice.heard_together(adverts))

        return flush

    def _pulse(self, device: str) -> Callable[[float], Iterator[Line]]:
        def pulse(at_s: float) -> Iterator[Line]:
            self._at(at_s + PULSE_S, pulse)
            for said in self._voices[device].pulse(self._unix_start_s + at_s, at_s):
                yield Line(at_s, device, said)

        return pulse

    def _counted(self, people_in: int, people_out: int, at_s: float) -> Line:
        camera = self._floor.camera
        unix_s = self._unix_start_s + at_s
        return Line(
            at_s, camera.name, self._camera.counted(camera.line, people_in, people_out, unix_s)
        )

    def _occupancy(self, at_s: float) -> Iterator[Line]:
        self._at(at_s + OCCUPANCY_S, self._occupancy)
        zone = self._floor.camera.zone
        where = (self._walkers[number].path.at(at_s) for number in sorted(self._inside))
        people = sum(self._floor.zone_at(point) == zone for point in where)
        said = self._camera.occupied(zone, people, self._unix_start_s + at_s)
        yield Line(at_s, self._floor.camera.name, said)

    # -------------------------------------------------------------------------------- faults

    def _plan_faults(self) -> None:
        faults = self._faults
        if faults.dead_gateway:
            self._at(faults.dies_at_s, lambda at_s: self._turn(at_s, "drop"))
            self._at(faults.dies_at_s + faults.dead_for_s, lambda at_s: self._turn(at_s, "return"))
        if faults.babble_every_s > 0:
            self._at(faults.babble_every_s, self._babble)

    def _turn(self, at_s: float, does: Literal["drop", "return"]) -> Iterator[Line]:
        yield Line(at_s, self._faults.dead_gateway, does=does)

    def _babble(self, at_s: float) -> Iterator[Line]:
        """One gateway after another says something that nobody can read, on a topic of its own."""
        self._at(at_s + self._faults.babble_every_s, self._babble)
        gateway = self._lots.choice(self._floor.gateways)
        advert = Advert(
            beacon_of(stranger(self._lots).badge, 0.0), "c0:ff:ee:00:00:01", -60, 0, 0.0
        )
        said = self._voices[gateway.device].heard(advert)
        if said is not None:
            yield Line(at_s, gateway.device, Said(said.topic, self._lots.choice(BABBLE)))


def _address(member: CastMember, lots: random.Random) -> str:
    """A static random address (its two highest bits set), or a private one that rotates."""
    high = 0x40 if isinstance(member.badge, EidRegistration) else 0xC0
    octets = [high | lots.randrange(64), *(lots.randrange(256) for _ in range(5))]
    return ":".join(f"{octet:02x}" for octet in octets)
