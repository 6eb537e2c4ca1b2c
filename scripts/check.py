"""Runs every check of the project, and says at the end how each went.

The readers of sources, each with one core, go two beside each other; the tests, which take both,
one after the other. A check that fails does not stop the next; the last lines are the summary and
pytest's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import debian
import environment
import screens
from environment import Environment
from scratch import scratch
from screens import Node
from steps import Steps
from troubles import TroubleError

ROOT = Path(__file__).resolve().parent.parent
# One worker more than two cores: now and then each waits, for other processes and for moments.
WORKERS = ("-n", "3", "--dist", "worksteal")
OWN_SUMMARY = ("browser tests", "pytest")  # their last line counts their tests


@dataclass(frozen=True)
class Check:
    name: str
    argv: tuple[str, ...]
    cwd: Path = ROOT
    env: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float
    last_line: str = ""


def main(arguments: list[str]) -> int:
    steps = Steps()
    if arguments not in (["all"], ["lint"]):
        print("usage: check.py all | lint", file=sys.stderr)
        return 2
    try:
        everything = arguments == ["all"]
        if everything:
            debian.prepare(steps)
            python, node = prepare_both(Steps(beside=True))
        else:
            python, node = environment.prepare(steps, ROOT, development=True), None
        results = beside(lint(python) + (of_screens(node) if node else []))
        if everything:
            with scratch() as places:
                results += [run(check) for check in tests(python, places)]
    except TroubleError as trouble:
        steps.trouble(trouble)
        return 1
    except KeyboardInterrupt:
        steps.say("\nStopped.")
        return 130
    return summary(results)


def prepare_both(steps: Steps) -> tuple[Environment, Node]:
    """Python's packages and the screens: one waits for an index while the other unpacks."""

    def build_screens() -> Node:
        screens.prepare(steps, ROOT)
        return screens.find_node(steps, ROOT)

    with ThreadPoolExecutor(2) as pool:
        python = pool.submit(environment.prepare, steps, ROOT, development=True)
        node = pool.submit(build_screens)
        return python.result(), node.result()


def lint(python: Environment) -> list[Check]:
    tool = python.bin
    return [
        Check("ruff check", (f"{tool}/ruff", "check", ".")),
        Check("ruff format", (f"{tool}/ruff", "format", "--check", ".")),
        Check("mypy", (f"{tool}/mypy",)),
        Check("mypy scripts", (f"{tool}/mypy", *sources())),
        Check("import-linter", (f"{tool}/lint-imports", "--no-logo")),
    ]


def sources() -> list[str]:
    """The scripts import each other by their bare names, so they are read as one program."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "scripts").glob("*.py"))


def of_screens(node: Node) -> list[Check]:
    npm, ui, env = node.npm, ROOT / "kiosk_ui", node.env
    return [
        Check("tsc", (*npm, "run", "--silent", "check"), ui, env),
        Check("Vitest", (*npm, "run", "--silent", "test"), ui, env),
    ]


def tests(python: Environment, places: Mapping[str, str]) -> list[Check]:
    """`places` is where their temporary files go."""
    pytest, env = (f"{python.bin}/python", "-m", "pytest"), {**os.environ, **places}
    return [
        Check("browser tests", (*pytest, "tests/browser", *WORKERS), env=env),
        Check("pytest", (*pytest, "--ignore=tests/browser", *WORKERS), env=env),
    ]


def beside(checks: list[Check]) -> list[Result]:
    """Two at a time; what each prints is shown in one piece."""

    def one(check: Check) -> Result:
        printed: list[str] = []
        result = run(check, printed.append)
        print("".join(printed), end="", flush=True)
        return result

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, checks))


def show(text: str) -> None:
    print(text, end="", flush=True)


def run(check: Check, show: Callable[[str], object] = show) -> Result:
    """Show what the check prints as it prints it, and keep its last line."""
    show(f"\n── {check.name} " + "─" * max(4, 76 - len(check.name)) + "\n")
    began = time.monotonic()
    last_line = ""
    with subprocess.Popen(
        check.argv,
        cwd=check.cwd,
        env=None if check.env is None else dict(check.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            show(line)
            last_line = line.rstrip() or last_line
    seconds = time.monotonic() - began
    return Result(check.name, process.returncode == 0, seconds, last_line)


def summary(results: list[Result]) -> int:
    print("\n── in short " + "─" * 68)
    for result in results:
        print(f"  {'✓' if result.passed else '✗'} {result.name:<16}{result.seconds:7.1f} s")
    failed = [result.name for result in results if not result.passed]
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    for result in results:
        if result.name in OWN_SUMMARY:
            print(f"\n{result.name}:\n{result.last_line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
