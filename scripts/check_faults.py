"""`make test-faults`: the long form of the faults, of fuzzing, and a look at known weaknesses.

SEED=… chooses the seed; else a new one is drawn, and printed. The figures go into
docs/reliability.md, where nothing went wrong.
"""

from __future__ import annotations

import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import debian
import environment
from environment import RUNTIME_LOCK, Environment
from steps import Steps
from troubles import TroubleError

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "reliability.md"
FAULTS = "tests/faults"
FUZZING = ("tests/devices/test_noise.py", "tests/store_server/web/test_any_request.py")
BEGINS, ENDS = "<!-- figures: written by make test-faults -->", "<!-- end of the figures -->"


@dataclass(frozen=True)
class Outcome:
    name: str
    went: str  # well, wrong, or why it could not be looked at
    seconds: float

    @property
    def well(self) -> bool:
        return self.went == "well"


def main(arguments: list[str]) -> int:
    steps = Steps()
    seed = int(os.environ.get("SEED") or random.randrange(10**8))
    print(f"seed {seed}; the same again: make test-faults SEED={seed}", flush=True)
    try:
        debian.prepare(steps)
        python = environment.prepare(steps, ROOT, development=True)
        with tempfile.TemporaryDirectory(prefix="accueil-faults-") as folder:
            lines = Path(folder) / "figures.jsonl"
            outcomes = [
                tests(python, "faults", seed, lines, FAULTS, *arguments),
                *([] if arguments else [tests(python, "fuzzing", seed, lines, *FUZZING)]),
                weaknesses(python),
            ]
            figures = [json.loads(line) for line in read(lines)]
    except TroubleError as trouble:
        steps.trouble(trouble)
        return 1
    except KeyboardInterrupt:
        steps.say("\nStopped.")
        return 130
    print("\n" + table(figures))
    for outcome in outcomes:
        print(f"{outcome.name}: {outcome.went} ({outcome.seconds:.0f} s)")
    wrong = [outcome for outcome in outcomes[:-1] if not outcome.well]
    if not wrong and not arguments:
        write(REPORT, figures, outcomes, seed)
        print(f"written to {REPORT.relative_to(ROOT)}")
    return 1 if wrong or outcomes[-1].went == "wrong" else 0


def tests(python: Environment, name: str, seed: int, lines: Path, *which: str) -> Outcome:
    env = {**os.environ, "FAULTS": "long", "FAULTS_SEED": str(seed), "FAULTS_FIGURES": str(lines)}
    argv = [str(python.python), "-m", "pytest", "-q", "-s", "--timeout=1800", *which]
    print(f"\n── {name}: {shlex.join(argv[1:])}", flush=True)
    began = time.monotonic()
    done = subprocess.run(argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    return Outcome(name, "wrong" if done.returncode else "well", time.monotonic() - began)


def weaknesses(python: Environment) -> Outcome:
    """Of what is installed in a boutique, by pip-audit. What it skips was not looked at: a scanner
    that finds nothing because it can see nothing is no comfort."""
    name, began = "known weaknesses", time.monotonic()
    print(f"\n── {name}", flush=True)
    tool = [str(python.bin / "uv"), "tool", "run", "--quiet", "--from", "pip-audit", "pip-audit"]
    asked = ["--require-hashes", "--disable-pip", "--format=json", "-r", str(ROOT / RUNTIME_LOCK)]
    done = subprocess.run(
        [*tool, *asked],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(name, judged(done.stdout, done.stderr), time.monotonic() - began)


def judged(said: str, complaint: str) -> str:
    try:
        looked_at = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (complaint.strip() or "no word from pip-audit").splitlines()[-1]
        return f"not looked at: {last}"
    weak = [one for one in looked_at if one.get("vulns")]
    for one in weak:
        names = ", ".join(flaw["id"] for flaw in one["vulns"])
        print(f"{one['name']} {one['version']}: {names}")
    skipped = sum("skip_reason" in one for one in looked_at)
    if weak:
        return "wrong"
    if skipped:
        return f"not looked at: the index here knows nothing of {skipped} of {len(looked_at)}"
    return "well"


def read(lines: Path) -> list[str]:
    return lines.read_text(encoding="utf-8").splitlines() if lines.exists() else []


def table(figures: list[dict[str, Any]]) -> str:
    """A line for each fault and kind of thing that was acknowledged, as Markdown."""
    rows = [
        "| fault | how | database | what | acknowledged | lost | twice |",
        "|---|---|---|---|---:|---:|---:|",
    ]
    for line in figures:
        for number, tally in enumerate(line["tallies"]):
            first = [line["fault"], line["how"], line["database"]] if not number else ["", "", ""]
            counts = [tally[name] for name in ("what", "acknowledged", "lost", "twice")]
            rows.append("| " + " | ".join(map(str, [*first, *counts])) + " |")
    return "\n".join(rows)


def write(report: Path, figures: list[dict[str, Any]], outcomes: list[Outcome], seed: int) -> None:
    """Between the two marks of the document; all else in it is written by hand."""
    head, _, rest = report.read_text(encoding="utf-8").partition(BEGINS)
    _, _, tail = rest.partition(ENDS)
    when = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores"
    told = [f"- {one.name}: {one.went} ({one.seconds:.0f} s)" for one in outcomes]
    body = [BEGINS, "", f"`make test-faults SEED={seed}` ({when}):", "", *told, "", table(figures)]
    report.write_text(head + "\n".join(body) + f"\n\n{ENDS}" + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
