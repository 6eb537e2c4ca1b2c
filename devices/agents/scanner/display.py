"""How a verdict is shown: on a terminal, with its bell, and by any program of the operator's.

A lamp, a relay or a loudspeaker is a program that is started with the verdict and its words:
`/usr/local/bin/lamp welcome "Bienvenue."`.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import time
from typing import Protocol, TextIO

_LOGGER = logging.getLogger(__name__)

HOOK_WITHIN_S = 5.0
BEEP = "beep"
RESET, BOLD = "\x1b[0m", "\x1b[1m"
# Colour, shape and sound: one of them reaches everybody.
LOOKS = {
    "welcome": ("\x1b[30;102m", "\u2713", ""),
    "wait": ("\x1b[30;103m", "\u2026", "\a"),
    "stop": ("\x1b[97;101m", "\u2715", "\a\a"),
    "offline": ("\x1b[30;107m", "\u2192", ""),
    "identify": ("\x1b[97;104m", "\u25c9", "\a\a\a"),
}


class Display(Protocol):
    def show(self, verdict: str, text: str) -> None:
        """`verdict` is welcome, wait, stop, offline, identify or beep. Never waits for anybody."""


class TerminalDisplay:
    """Three lines across the terminal; plain words where the output is no terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def show(self, verdict: str, text: str) -> None:
        if verdict == BEEP:
            self._out.write("\a")
            self._out.flush()
            return
        paint, shape, bell = LOOKS.get(verdict, LOOKS["wait"])
        words = f"{shape} {_printable(text)}"
        if self._out.isatty():
            width = shutil.get_terminal_size().columns
            blank = f"{paint}{' ' * width}{RESET}"
            line = f"{paint}{BOLD}{words.center(width)[:width]}{RESET}"
            self._out.write(f"{bell}{blank}\n{line}\n{blank}\n")
        else:
            self._out.write(f"{verdict}: {_printable(text)}\n")
        self._out.flush()


class ProgramDisplay:
    """Starts a program for each verdict, and ends one that never comes back."""

    def __init__(self, program: str, within_s: float = HOOK_WITHIN_S) -> None:
        self._program, self._within_s = program, within_s
        self._running: list[tuple[float, subprocess.Popen[bytes]]] = []

    def show(self, verdict: str, text: str) -> None:
        now_s = time.monotonic()
        self._end_the_old(now_s)
        try:
            started = subprocess.Popen(  # noqa: S603 - the operator named it, and no shell reads it
                [self._program, verdict, _printable(text)], stdin=subprocess.DEVNULL
            )
        except OSError as error:
            _LOGGER.error("%s cannot be started: %s", self._program, error.strerror)
            return
        self._running.append((now_s, started))

    def _end_the_old(self, now_s: float) -> None:
        still = []
        for began_s, program in self._running:
            if program.poll() is not None:
                continue
            if now_s - began_s > self._within_s:
                program.kill()
                program.wait()
            else:
                still.append((began_s, program))
        self._running = still


class Displays:
    """All of them; one that fails silences no other."""

    def __init__(self, *displays: Display) -> None:
        self._displays = displays

    def show(self, verdict: str, text: str) -> None:
        for display in self._displays:
            try:
                display.show(verdict, text)
            except Exception:  # a program of the operator's own, perhaps; the others still show
                _LOGGER.exception("a display failed")


def _printable(text: str) -> str:
    """A verdict comes over the network: nothing in it may steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:200]
