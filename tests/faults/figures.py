"""What was acknowledged and what is there, as a line of the table in docs/reliability.md."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one kind: how many were acknowledged, and of those not there, or there more than once."""

    what: str
    acknowledged: int
    lost: int
    twice: int

    @classmethod
    def of(cls, what: str, acknowledged: Iterable[str], kept: Counter[str]) -> Tally:
        told = set(acknowledged)
        lost = sum(not kept[one] for one in told)
        return cls(what, len(told), lost, sum(times > 1 for times in kept.values()))

    @property
    def good(self) -> bool:
        return not self.lost and not self.twice

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.acknowledged} acknowledged, {self.lost} lost, {self.twice} twice"
        )


@dataclass(frozen=True, slots=True)
class Line:
    fault: str
    how: str
    database: str
    seconds: float
    tallies: tuple[Tally, ...]
    test: str


def note(line: Line) -> None:
    """Say it, and keep it where `make test-faults` gathers the lines (`FAULTS_FIGURES`)."""
    told = "; ".join(map(str, line.tallies))
    print(f"\n{line.fault} ({line.how}, {line.database}, {line.seconds:.0f} s): {told}")
    if file := os.environ.get("FAULTS_FIGURES"):
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(line)) + "\n")
