"""Shows what is being prepared, and runs the tools that do it.

On a terminal each step turns a small wheel and counts its seconds; elsewhere one line says that it
began and one that it is done. A step that fails shows the end of what its tool said, and one
sentence on what to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from troubles import TroubleError, explain, explain_os_error

WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TURN_S = 0.1
TAIL_LINES = 15


class Steps:
    def __init__(self, out: TextIO = sys.stderr, beside: bool = False) -> None:
        """`beside`: several steps may go on at once, and a wheel for each would be none."""
        self._out = out
        self._live = out.isatty() and os.environ.get("TERM") != "dumb" and not beside

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        done = threading.Event()
        wheel = threading.Thread(target=self._turn, args=(name, began, done), daemon=True)
        if self._live:
            wheel.start()
        else:
            self._say(f"  … {name}\n")
        mark = "✗"
        try:
            yield
            mark = "✓"
        except OSError as error:
            raise TroubleError(explain_os_error(name, error)) from error
        finally:
            done.set()
            if self._live:
                wheel.join()
                self._out.write("\r\x1b[K")
            self._say(f"  {mark} {name}  {time.monotonic() - began:.1f} s\n")

    def run(
        self, name: str, argv: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None
    ) -> None:
        """Run one tool as one step. Raises `TroubleError` with its last lines if it fails."""
        with self.step(name):
            call(name, argv, cwd, env)

    def trouble(self, error: TroubleError) -> None:
        for line in error.tail:
            self._say(f"    │ {line}\n")
        self._say(f"\n{error}\n")

    def say(self, text: str) -> None:
        self._say(f"{text}\n")

    def _turn(self, name: str, began: float, done: threading.Event) -> None:
        turn = 0
        while not done.wait(TURN_S):
            elapsed = time.monotonic() - began
            self._out.write(f"\r\x1b[K  {WHEEL[turn % len(WHEEL)]} {name}  {elapsed:.0f} s")
            self._out.flush()
            turn += 1

    def _say(self, text: str) -> None:
        encoding = self._out.encoding or "utf-8"
        self._out.write(text.encode(encoding, "replace").decode(encoding))
        self._out.flush()


def call(
    name: str, argv: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None
) -> None:
    """Run a tool quietly. Raises `TroubleError` with its last lines if it fails."""
    done = subprocess.run(
        [str(part) for part in argv],
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = [line.rstrip() for line in done.stdout.splitlines() if line.strip()]
        tail = tuple(lines[-TAIL_LINES:])
        raise TroubleError(explain(name, done.stdout, done.returncode), tail)
