"""What may go wrong with a simulated device, when asked to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from devices.simulator.voices.said import Said

BABBLE = (
    b'{"rssi":',
    b'{"rssi":"loud","id":"AA:BB:CC:DD:EE:FF"',
    b"<alert><enter>",
    b"\xff\xfe\x00 not text",
    b"[" * 3000,
    b'{"id":"1","id":"2"',
)


class Faults(msgspec.Struct, frozen=True):
    """Of one device, which has none by default. One that dies drops its connection: its Last Will
    speaks, where it has one, and later it returns."""

    dies_at_s: float | None = None
    dead_for_s: float = 60.0
    ahead_s: float = 0.0  # of its clock, at the beginning
    drift: float = 0.0  # seconds that its clock gains in each
    repeated_share: float = 0.0  # of all that it says, said twice
    babbles_every_s: float | None = None
    forgets_every_s: float | None = None  # a camera whose totals begin again at zero
    wraps_at: int | None = None  # a camera whose totals have no more room than this, and are nigh
    battery_pct: float | None = None  # of a device of ours that has one


KINDS: Mapping[str, Mapping[str, float]] = {
    "dies": {"dies_at_s": 30.0, "dead_for_s": 60.0},
    "drifts": {"drift": 0.01},
    "repeats": {"repeated_share": 0.3},
    "babbles": {"babbles_every_s": 0.1},
    "forgets": {"forgets_every_s": 120.0},
    "wraps": {"wraps_at": 65536},
    "tires": {"battery_pct": 8.0},
}
OF_CAMERAS = frozenset({"forgets", "wraps"})
TIRED_MV = 2100  # of a beacon's coin cell


def faults_of(kinds: Iterable[str]) -> Faults:
    """All of these at once."""
    return msgspec.convert(
        {name: value for kind in kinds for name, value in KINDS[kind].items()}, Faults
    )


class Trouble:
    """One device's faults, with lots of its own: the same seed, the same faults."""

    def __init__(self, device: str, faults: Faults, seed: int) -> None:
        self.faults = faults
        self._lots = random.Random(f"fault {seed} {device}")
        self._topic = ""  # where it spoke last

    def silent(self, at_s: float) -> bool:
        dies_at_s = self.faults.dies_at_s
        return dies_at_s is not None and dies_at_s <= at_s < dies_at_s + self.faults.dead_for_s

    def clock(self, unix_s: float, elapsed_s: float) -> float:
        """The time that it believes it is."""
        return unix_s + self.faults.ahead_s + elapsed_s * self.faults.drift

    def said(self, said: Said) -> Iterator[Said]:
        """Once, or twice."""
        self._topic = said.topic
        yield said
        if self.faults.repeated_share > self._lots.random():
            yield said

    def babble(self) -> Iterator[Said]:
        """Something that nobody can read, where it spoke last."""
        if self._topic:
            yield Said(self._topic, self._lots.choice(BABBLE))
