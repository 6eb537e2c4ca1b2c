"""What the devices of a floor make of the people on it, each with its own faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from devices.readings import Beacon
from devices.simulator.counting import Counter, crossings
from devices.simulator.faults import Faults, Trouble
from devices.simulator.floor import Camera, Floor, Gateway, Point
from devices.simulator.path import Path
from devices.simulator.radio import heard_dbm
from devices.simulator.voices import (
    Advert,
    Said,
    Shown,
    Speaker,
    camera_voice,
    gateway_voice,
    scanner_voice,
)
from devices.simulator.voices.canonical import CanonicalVoice

PULSE_S = 15.0
OCCUPANCY_S = 10.0
REPORT_S = 60.0
BATCH_S = 0.5


class Line(msgspec.Struct, frozen=True):
    """One line of the script: at this second, this device says this, or falls silent."""

    at_s: float
    device: str
    said: Said | None = None
    does: Literal["say", "drop", "return"] = "say"


Act = Callable[[float], Iterator[Line]]
Sense = Callable[[float, Sequence[Point]], Iterator[Line]]  # when, and where everybody is
Due = tuple[float, float | None, Sense]  # first at this second, then every so many; None: once


class Senses:
    """`unix_start_s` is the true time of day at second 0; devices have their own idea of it."""

    def __init__(
        self,
        floor: Floor,
        boutique: str,
        unix_start_s: float,
        seed: int,
        faults: Mapping[str, Faults],
    ) -> None:
        self._floor, self._unix_start_s = floor, unix_start_s
        self._gateways = {one.device: gateway_voice(one, boutique) for one in floor.gateways}
        self._cameras = {one.device: camera_voice(one, boutique) for one in floor.cameras}
        self._scanners = {one.device: scanner_voice(one, boutique) for one in floor.scanners}
        self._speakers: dict[str, Speaker] = {
            **self._gateways,
            **self._cameras,
            **self._scanners,
        }
        self._trouble = {
            device: Trouble(device, faults.get(device, Faults()), seed) for device in self._speakers
        }
        self._counters = {
            one.device: Counter(
                one.line, self._clock(one.device, 0.0), self._trouble[one.device].faults
            )
            for one in floor.cameras
        }
        self._pending: dict[str, list[Advert]] = {}
        self._shown = 0

    def hello(self) -> Iterator[Line]:
        for device, speaker in self._speakers.items():
            yield from self._say(device, 0.0, speaker.hello(self._clock(device, 0.0)))

    def routine(self) -> Iterator[Due]:
        """What the devices do by themselves, and what befalls them."""
        for number, (device, speaker) in enumerate(self._speakers.items()):
            yield 1.0 + number, PULSE_S, self._pulse(device, speaker)
            yield from self._misfortunes(device)
        for gateway in self._floor.gateways:
            if gateway.batches:
                yield BATCH_S, BATCH_S, self._flush(gateway)
        for camera in self._floor.cameras:
            yield 0.5, REPORT_S, self._report(camera)
            if camera.sees:
                yield OCCUPANCY_S, OCCUPANCY_S, self._look(camera)

    # -------------------------------------------------------------------------------- people

    def beat(
        self,
        beacon: Beacon,
        address: str,
        power_dbm: int,
        point: Point,
        at_s: float,
        lots: random.Random,
    ) -> Iterator[Line]:
        """One advertisement, as each gateway hears it."""
        for gateway in self._floor.gateways:
            rssi_dbm = heard_dbm(self._floor, gateway, point, power_dbm, lots)
            if rssi_dbm is None:
                continue
            unix_s = self._clock(gateway.device, at_s)
            advert = Advert(beacon, address, rssi_dbm, power_dbm, unix_s)
            if gateway.batches:
                self._pending.setdefault(gateway.device, []).append(advert)
                continue
            said = self._gateways[gateway.device].heard(advert)
            if said is not None:
                yield from self._say(gateway.device, at_s, (said,))

    def crossings(self, path: Path) -> Iterator[tuple[float, Act]]:
        """Each time that somebody on this path will cross a camera's line."""
        for camera in self._floor.cameras:
            for at_s, inwards in crossings(path, camera.points):
                yield at_s, self._count(camera, inwards)

    def shown(self, data: str, at_s: float) -> Iterator[Line]:
        """A code is held before each scanner."""
        self._shown += 1
        for device, voice in self._scanners.items():
            shown = Shown(data, self._shown, self._clock(device, at_s))
            yield from self._say(device, at_s, (voice.read(shown),))

    # -------------------------------------------------------------------------------- devices

    def _pulse(self, device: str, speaker: Speaker) -> Sense:
        battery_pct = self._trouble[device].faults.battery_pct
        if battery_pct is not None and isinstance(speaker, CanonicalVoice):
            speaker.battery_pct = battery_pct

        def pulse(at_s: float, _people: Sequence[Point]) -> Iterator[Line]:
            return self._say(device, at_s, speaker.pulse(self._clock(device, at_s), at_s))

        return pulse

    def _flush(self, gateway: Gateway) -> Sense:
        voice = self._gateways[gateway.device]

        def flush(at_s: float, _people: Sequence[Point]) -> Iterator[Line]:
            adverts = self._pending.pop(gateway.device, [])
            if adverts and isinstance(voice, CanonicalVoice):
                yield from self._say(gateway.device, at_s, (voice.heard_together(adverts),))

        return flush

    def _count(self, camera: Camera, inwards: bool) -> Act:
        voice, counter = self._cameras[camera.device], self._counters[camera.device]

        def count(at_s: float) -> Iterator[Line]:
            """A camera without power counts nobody."""
            if self._trouble[camera.device].silent(at_s):
                return
            crossed = counter.crossed(inwards, self._clock(camera.device, at_s))
            yield from self._say(camera.device, at_s, voice.counted(crossed))

        return count

    def _report(self, camera: Camera) -> Sense:
        """Totals are told even when they stay: whoever hears the first knows where they begin."""
        voice, counter = self._cameras[camera.device], self._counters[camera.device]

        def report(at_s: float, _people: Sequence[Point]) -> Iterator[Line]:
            if self._trouble[camera.device].silent(at_s):
                return
            words = voice.counted(counter.nobody(self._clock(camera.device, at_s)))
            yield from self._say(camera.device, at_s, words)

        return report

    def _look(self, camera: Camera) -> Sense:
        voice = self._cameras[camera.device]

        def look(at_s: float, people: Sequence[Point]) -> Iterator[Line]:
            seen = sum(self._floor.zone_at(point) == camera.sees for point in people)
            unix_s = self._clock(camera.device, at_s)
            return self._say(camera.device, at_s, voice.occupied(camera.sees, seen, unix_s))

        return look

    # -------------------------------------------------------------------------------- faults

    def _misfortunes(self, device: str) -> Iterator[Due]:
        faults = self._trouble[device].faults
        if faults.dies_at_s is not None:
            yield faults.dies_at_s, None, self._turn(device, "drop")
            yield faults.dies_at_s + faults.dead_for_s, None, self._turn(device, "return")
        if faults.babbles_every_s is not None:
            yield faults.babbles_every_s, faults.babbles_every_s, self._babble(device)
        if faults.forgets_every_s is not None and device in self._counters:
            yield faults.forgets_every_s, faults.forgets_every_s, self._forget(device)

    def _turn(self, device: str, does: Literal["drop", "return"]) -> Sense:
        return lambda at_s, _people: iter((Line(at_s, device, does=does),))

    def _babble(self, device: str) -> Sense:
        trouble = self._trouble[device]
        return lambda at_s, _people: (
            Line(at_s, device, said) for said in trouble.babble() if not trouble.silent(at_s)
        )

    def _forget(self, device: str) -> Sense:
        def forget(at_s: float, _people: Sequence[Point]) -> Iterator[Line]:
            self._counters[device].forget(self._clock(device, at_s))
            yield from ()

        return forget

    def _clock(self, device: str, at_s: float) -> float:
        return self._trouble[device].clock(self._unix_start_s + at_s, at_s)

    def _say(self, device: str, at_s: float, words: Iterable[Said]) -> Iterator[Line]:
        trouble = self._trouble[device]
        if trouble.silent(at_s):
            return
        for word in words:
            for said in trouble.said(word):
                yield Line(at_s, device, said)
