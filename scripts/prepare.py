"""From a clone to a living boutique: prepares what is missing, then runs what was asked for.

Needs only a Python of 3.11 or newer and the package indexes; no root, nothing installed before.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(
        "Accueil needs Python {}.{} or newer and this is {}.{}: install a newer one, or name it "
        "with PYTHON=/path/to/python3, and run the same command again.".format(
            *OLDEST, *sys.version_info[:2]
        )
    )

import environment  # noqa: E402 - only a new enough Python can read the rest
import locks  # noqa: E402
import screens  # noqa: E402
from steps import Steps  # noqa: E402
from troubles import TroubleError  # noqa: E402

USAGE = "usage: prepare.py demo | ui | bench | lock"


def main(arguments: list[str]) -> int:
    steps = Steps()
    try:
        match arguments:
            case ["demo", *rest]:
                return demo(steps, rest)
            case ["ui"]:
                screens.prepare(steps, ROOT)
            case ["bench", *rest]:
                return bench(steps, rest)
            case ["lock"]:
                locks.write(steps, ROOT, environment.prepare(steps, ROOT, development=True))
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except TroubleError as trouble:
        steps.trouble(trouble)
        return 1
    except KeyboardInterrupt:
        steps.say("\nStopped. What is already prepared is kept.")
        return 130
    return 0


def demo(steps: Steps, rest: list[str]) -> int:
    python = environment.prepare(steps, ROOT)
    screens.prepare(steps, ROOT)
    return become(python.bin / "accueil", "demo", *rest)


def bench(steps: Steps, rest: list[str]) -> int:
    python = environment.prepare(steps, ROOT, development=True)
    install = ("pip", "install", "--quiet", "--python", str(python.python), "--require-hashes")
    uv = str(python.bin / "uv")
    steps.run("what others use", [uv, *install, "-r", locks.BENCH_LOCK], ROOT)
    screens.prepare(steps, ROOT)
    return become(python.python, "-m", "bench", *rest)


def become(program: Path, *arguments: str) -> int:
    """Replace this process, so that Ctrl-C and signals reach the program itself."""
    os.chdir(ROOT)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(program, [str(program), *arguments])  # noqa: S606 - our own program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
