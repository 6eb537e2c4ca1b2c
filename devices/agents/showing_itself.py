"""How the computer that an agent runs on shows where it is: its terminal rings, its lamps blink.

The lamps are those of a Raspberry Pi, by the names that its kernels give them; whoever runs the
agent must be allowed to write there.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from devices.agents.commands import RefusedError

LEDS = Path("/sys/class/leds")
LAMPS = ("ACT", "PWR", "led0", "led1")
BLINKS_FOR_S = 10.0
BLINKING = "timer"  # the kernel's word for it

_CHOSEN = re.compile(r"\[([^\]]+)\]")


class ShowingItself:
    """The handler of `identify`."""

    def __init__(
        self, out: TextIO | None = None, leds: Path = LEDS, blinks_for_s: float = BLINKS_FOR_S
    ) -> None:
        self._out = out or sys.stdout
        self._leds = leds
        self._blinks_for_s = blinks_for_s
        self._lock = threading.Lock()
        self._before: dict[Path, str] = {}  # what each lamp that blinks showed

    def __call__(self, _said: Mapping[str, Any]) -> None:
        seen = self._out.isatty()
        if seen:
            self._out.write("\a\u25c9\n")
            self._out.flush()
        lamps = [self._leds / name / "trigger" for name in LAMPS]
        lamps = [lamp for lamp in lamps if os.access(lamp, os.W_OK)]
        if not lamps and not seen:
            raise RefusedError("it has no lamp that it may blink, and no terminal")
        self._blink(lamps)

    def _blink(self, lamps: list[Path]) -> None:
        with self._lock:
            for lamp in lamps:
                if lamp not in self._before:
                    chosen = _CHOSEN.search(lamp.read_text())
                    self._before[lamp] = chosen[1] if chosen else "none"
                    lamp.write_text(BLINKING)
        if lamps:
            calm = threading.Timer(self._blinks_for_s, self._calm)
            calm.daemon = True
            calm.start()

    def _calm(self) -> None:
        with self._lock:
            for lamp, before in self._before.items():
                lamp.write_text(before)
            self._before.clear()
