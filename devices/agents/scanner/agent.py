"""Our scanner: what its sources read is kept until the server has it, and the verdict is shown."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from devices.agents.link import DurableError, Link, OutboxFullError, RefusedError
from devices.agents.scanner.camera import Camera
from devices.agents.scanner.display import BEEP, Display
from devices.agents.scanner.source import Read, Source

_LOGGER = logging.getLogger(__name__)

LONGEST_DATA = 4096  # canonical protocol, v1
VERDICT_WITHIN_S = 2.0  # then whoever stands there is told that it is kept
ASKED_AT_MOST = 100
STOP_WITHIN_S = 8.0
SHOWN = ("welcome", "wait", "stop")


@dataclass(frozen=True, slots=True)
class Words:
    """What the scanner says by itself, where the boutique's server cannot."""

    too_long: str = "This is not one of our codes."
    full: str = "This scanner can keep no more codes. Call a colleague."
    kept: str = "Kept. The boutique does not answer just now."
    here: str = "Here I am."


class ScannerAgent:
    """From `start` until `stop`. `done` is set once every source has come to its end."""

    def __init__(
        self,
        link: Link,
        sources: Sequence[Source],
        display: Display,
        words: Words | None = None,
        verdict_within_s: float = VERDICT_WITHIN_S,
    ) -> None:
        self._link = link
        self._sources = sources
        self._display = display
        self._words = words or Words()
        self._within_s = verdict_within_s
        self._stopping = threading.Event()
        self.done = threading.Event()
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, float] = OrderedDict()  # scan -> when to say it is kept
        self._there: dict[str, bool] = {}
        self._running = len(sources)
        self._threads = [
            threading.Thread(target=self._guard, args=(source,), name=source.name, daemon=True)
            for source in sources
        ]
        self._patience = threading.Thread(target=self._lose_patience, name="patience", daemon=True)
        for do, handler in self._commands().items():
            link.on_command(do, handler)
        link.on_health(self.health)

    def start(self) -> None:
        self._link.start()
        for thread in (*self._threads, self._patience):
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in (*self._threads, self._patience):
            thread.join(STOP_WITHIN_S)
        self._link.stop()

    def finished(self) -> bool:
        """Every source has come to its end, and the server has all that they read."""
        return self.done.is_set() and self._link.outbox.messages == 0

    def health(self) -> Mapping[str, Any]:
        """A source that is gone is seen here; a camera's lens and rate the server understands."""
        sources = {name: "there" if there else "lost" for name, there in self._there.items()}
        cameras = [source for source in self._sources if isinstance(source, Camera)]
        if not cameras:
            return {"sources": sources}
        fps = round(min(camera.fps for camera in cameras), 1)
        there = [self._there.get(camera.name) for camera in cameras]
        if None in there:  # not looked for yet
            return {"sources": sources, "fps": fps}
        return {"sources": sources, "fps": fps, "lens": "clear" if all(there) else "gone"}

    # ------------------------------------------------------------------ a thread each source

    def _guard(self, source: Source) -> None:
        """A source that fails begins anew."""
        while not self._stopping.is_set():
            try:
                source.run(self._take, self._came_or_went, self._stopping)
            except Exception:  # whatever it was, the door must not stay blind
                _LOGGER.exception("%s stumbled; it begins anew", source.name)
                self._stopping.wait(1.0)
            else:
                break
        with self._lock:
            self._running -= 1
            if self._running == 0:
                self.done.set()

    def _came_or_went(self, name: str, there: bool) -> None:
        """Logged and told once when it goes, and once when it returns."""
        if self._there.get(name) == there:
            return
        first = name not in self._there
        self._there[name] = there
        if not there:
            _LOGGER.warning("%s is not there", name)
        elif not first:
            _LOGGER.warning("%s is back", name)
        self._link.tell("health", {"ts": datetime.now(UTC).isoformat(), **self.health()})

    def _take(self, read: Read) -> None:
        if not 0 < len(read.data) <= LONGEST_DATA:
            self._display.show("stop", self._words.too_long)
            return
        try:
            with self._lock:  # its verdict may come before we know its id
                scan_id = self._link.report(
                    "scan", {"symbology": read.symbology, "data": read.data}
                )
                self._asked[scan_id] = time.monotonic() + self._within_s
                while len(self._asked) > ASKED_AT_MOST:
                    self._asked.popitem(last=False)
        except (OutboxFullError, DurableError) as error:
            _LOGGER.error("a code was not taken: %s", error)
            self._display.show("stop", self._words.full)

    def _lose_patience(self) -> None:
        """Who waits longer than that hears that the code is kept, and will be sent."""
        while not self._stopping.wait(self._within_s / 10):
            now_s = time.monotonic()
            with self._lock:
                late = [scan for scan, due_s in self._asked.items() if due_s <= now_s]
                for scan in late:
                    self._asked[scan] = float("inf")  # its verdict is still welcome
            if late:
                self._display.show("offline", self._words.kept)

    # ------------------------------------------------------------------ on the link's thread

    def _commands(self) -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "show": self._show,
            "identify": lambda _said: self._display.show("identify", self._words.here),
            "beep": lambda _said: self._display.show(BEEP, ""),
            "light": self._light,
        }

    def _show(self, said: Mapping[str, Any]) -> None:
        verdict, text = said.get("verdict"), said.get("text", "")
        if verdict not in SHOWN:
            raise RefusedError("verdict: not one of " + ", ".join(SHOWN))
        if not isinstance(text, str):
            raise RefusedError("text: expected text")
        with self._lock:
            asked = self._asked.pop(str(said.get("scan")), None)
        if asked is None and "scan" in said:
            return  # of a code whose bearer has long gone
        self._display.show(verdict, text)

    def _light(self, said: Mapping[str, Any]) -> None:
        colours = {"green": "welcome", "amber": "wait", "red": "stop"}
        verdict = colours.get(str(said.get("colour")))
        if verdict is None:
            raise RefusedError("colour: not one of " + ", ".join(colours))
        self._display.show(verdict, "")
