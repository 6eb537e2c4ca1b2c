"""`python -m bench.camera`: what our camera counts in seeded scenes, and how fast.

Each scene is drawn from its seed and counted as the agent would count it. Beside it, supervision's
line zone with ByteTrack is fed with the very same blobs. It is installed apart:

    .venv/bin/uv pip install --require-hashes -r requirements-bench.lock
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
from rich import box
from rich.console import Console
from rich.table import Table

from bench.line_zone import LineZoneCounter, is_installed
from bench.scenes.film import film
from bench.scenes.kinds import KINDS, scene
from bench.scenes.script import Scene
from devices.vision.counting.blobs import Blob
from devices.vision.counting.counter import Counter
from devices.vision.counting.detector import FloorDetector
from devices.vision.counting.lines import Line
from devices.vision.counting.picture import Picture, Scale
from devices.vision.counting.size import PersonSize

SEEDS = 3
HELD_OUT_FROM = 1000  # seeds that nothing was tuned on
ABSENT = (
    "supervision is not installed, so there is nothing to compare with: "
    "uv pip install --require-hashes -r requirements-bench.lock"
)


@dataclass(frozen=True)
class Counted:
    """What one scene held, what was counted, and the processor's seconds for it."""

    kind: str
    truth: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int] | None
    frames: int
    used_s: float

    @property
    def crossings(self) -> int:
        return sum(self.truth)

    @property
    def errors(self) -> int:
        return _errors(self.truth, self.ours)

    @property
    def their_errors(self) -> int:
        """Whichever way round it names the two directions."""
        if self.theirs is None:
            return 0
        return min(_errors(self.truth, self.theirs), _errors(self.truth, self.theirs[::-1]))


class _Overheard(FloorDetector):
    """Keeps the blobs of the last picture for the other counter."""

    def __init__(self, line_zone: LineZoneCounter | None) -> None:
        self._line_zone = line_zone
        self._surveying = False
        self.aside_s = 0.0

    def survey(self, pictures: Sequence[Picture], size: PersonSize) -> None:
        self._surveying = True
        super().survey(pictures, size)
        self._surveying = False

    def find(self, picture: Picture, size: PersonSize) -> list[Blob]:
        blobs = super().find(picture, size)
        if self._line_zone is not None and not self._surveying:
            began_s = time.process_time()
            self._line_zone.see(blobs)
            self.aside_s += time.process_time() - began_s
        return blobs


def count(one: Scene, compare: bool) -> Counted:
    scale = Scale.of(one.width, one.height)
    line = Line("line", *one.line)
    line_zone = LineZoneCounter(line.scaled(scale.factor), one.fps) if compare else None
    detector = _Overheard(line_zone)
    counter = Counter(scale, [line], detector=detector)
    crossings, frames, used_s, at_s = [], 0, 0.0, 0.0
    for at_s, picture in film(one):
        began_s = time.process_time()
        crossings += counter.see(picture, at_s)
        used_s += time.process_time() - began_s
        frames += 1
    began_s = time.process_time()
    crossings += counter.finish(at_s)
    used_s += time.process_time() - began_s - detector.aside_s
    went_in = sum(crossing.direction == "in" for crossing in crossings)
    theirs = None if line_zone is None else line_zone.counts
    return Counted(one.kind, one.truth, (went_in, len(crossings) - went_in), theirs, frames, used_s)


def right(crossings: int, errors: int) -> float:
    """Per cent of the crossings, a missed and an invented one weighing the same."""
    return 100.0 * (1.0 - errors / max(1, crossings))


def _errors(truth: tuple[int, int], counted: tuple[int, ...]) -> int:
    return abs(truth[0] - counted[0]) + abs(truth[1] - counted[1])


def _all(kinds: Sequence[str], seeds: Sequence[int], compare: bool) -> Iterator[list[Counted]]:
    for kind in kinds:
        yield [count(scene(kind, seed), compare) for seed in seeds]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.camera", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="so many of each kind")
    parser.add_argument("--held-out", action="store_true", help="seeds nothing was tuned on")
    parser.add_argument("--only", action="append", choices=sorted(KINDS), help="this kind")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    console = Console()
    compare = is_installed()
    if not compare:
        console.print(ABSENT)
    first = HELD_OUT_FROM if asked.held_out else 0
    table = Table(box=box.SIMPLE_HEAD, title="Crossings, in and out", title_justify="left")
    table.add_column("scene", no_wrap=True)
    for name in ("truth", "ours", "errors", "supervision", "its errors", "frames/s"):
        table.add_column(name, justify="right")
    everything: list[Counted] = []
    for counted in _all(asked.only or list(KINDS), range(first, first + asked.seeds), compare):
        everything += counted
        table.add_row(*_row(counted[0].kind, counted))
        console.print(" ".join(_row(counted[0].kind, counted)), style="dim")
    table.add_section()
    table.add_row(*_row("all", everything))
    console.print(table)
    console.print(_verdict(everything, compare))


def _row(name: str, counted: Sequence[Counted]) -> tuple[str, ...]:
    def both(pairs: Sequence[tuple[int, ...]]) -> str:
        return f"{sum(pair[0] for pair in pairs)}, {sum(pair[1] for pair in pairs)}"

    theirs = [one.theirs for one in counted if one.theirs is not None]
    return (
        name,
        both([one.truth for one in counted]),
        both([one.ours for one in counted]),
        str(sum(one.errors for one in counted)),
        both(theirs) if theirs else "absent",
        str(sum(one.their_errors for one in counted)) if theirs else "",
        f"{sum(one.frames for one in counted) / sum(one.used_s for one in counted):.0f}",
    )


def _verdict(counted: Sequence[Counted], compare: bool) -> str:
    crossings = sum(one.crossings for one in counted)
    ours = right(crossings, sum(one.errors for one in counted))
    said = f"{crossings} crossings: ours {ours:.1f} % right"
    if not compare:
        return said
    theirs = right(crossings, sum(one.their_errors for one in counted))
    return f"{said}, supervision's line zone with ByteTrack {theirs:.1f} %"


if __name__ == "__main__":
    main()
