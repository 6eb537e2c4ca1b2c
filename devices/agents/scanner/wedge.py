"""A hand scanner that acts as a keyboard, taken over by `evdev` so that nothing else hears it."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import evdev
from evdev import ecodes

from devices.agents.scanner.keys import KeyStream, WedgeStyle
from devices.agents.scanner.source import Take, Tell, typed

LOOKED_FOR_EVERY_S = 1.0
WAIT_S = 0.05  # how soon a pause, or that we should stop, is noticed


class KeyEvent(Protocol):
    """As `evdev.InputEvent`; `timestamp` is when the kernel heard the key."""

    type: int
    code: int
    value: int

    def timestamp(self) -> float: ...


class Keyboard(Protocol):
    """What is used of `evdev.InputDevice`."""

    def fileno(self) -> int: ...
    def grab(self) -> None: ...
    def read(self) -> Iterable[KeyEvent]: ...
    def close(self) -> None: ...


def open_keyboard(which: str) -> Keyboard:
    """By its path, best one below /dev/input/by-id, or by a part of its name.

    Raises `OSError`, also where there is no such device.
    """
    if Path(which).exists():
        return evdev.InputDevice(which)
    for path in evdev.list_devices():
        device = evdev.InputDevice(path)
        if which.lower() in device.name.lower() and ecodes.EV_KEY in device.capabilities():
            return device
        device.close()
    raise FileNotFoundError(f"no input device is called {which}")


class Wedge:
    """Grabs the scanner while it is there, and looks for it while it is not."""

    def __init__(
        self,
        which: str,
        style: WedgeStyle | None = None,
        open_: Callable[[str], Keyboard] = open_keyboard,
        looked_for_every_s: float = LOOKED_FOR_EVERY_S,
    ) -> None:
        self.name = f"wedge {which}"
        self._which = which
        self._style = style or WedgeStyle()
        self._open = open_
        self._every_s = looked_for_every_s

    def run(self, take: Take, tell: Tell, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                keyboard = self._open(self._which)
            except OSError:
                tell(self.name, False)
                stopping.wait(self._every_s)
                continue
            try:
                keyboard.grab()
                tell(self.name, True)
                self._read(keyboard, take, stopping)
            except OSError:  # unplugged, or another program holds it
                tell(self.name, False)
                stopping.wait(self._every_s)
            finally:
                keyboard.close()

    def _read(self, keyboard: Keyboard, take: Take, stopping: threading.Event) -> None:
        """A scanner that comes back begins a new code: the cable went in the middle of the old."""
        keys = KeyStream(self._style)
        while not stopping.is_set():
            ready, _, _ = select.select([keyboard.fileno()], [], [], WAIT_S)
            for event in keyboard.read() if ready else ():
                _take_if_complete(_heard(keys, event), take)
            if not ready:
                _take_if_complete(keys.idle(time.time()), take)


def _heard(keys: KeyStream, event: KeyEvent) -> str | None:
    if event.type == ecodes.EV_KEY:
        return keys.key(event.code, event.value, event.timestamp())
    if event.type == ecodes.EV_SYN and event.code == ecodes.SYN_DROPPED:
        keys.lost()
    return None


def _take_if_complete(text: str | None, take: Take) -> None:
    if text is not None:
        take(typed(text))
