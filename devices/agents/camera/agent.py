"""Our counting camera's agent: counts are kept until the server has them, pictures never are."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from devices.agents.camera.eye import Eye, InZone
from devices.agents.camera.outlines import Outlines, OutlinesFile
from devices.agents.link import DurableError, Link, OutboxFullError, RefusedError
from devices.vision.counting.detector import Detector
from devices.vision.counting.lines import Crossing, LineError
from devices.vision.counting.picture import Picture
from devices.vision.counting.video import Video, VideoError

_LOGGER = logging.getLogger(__name__)

LOOKED_FOR_EVERY_S = 2.0
LOOK_EVERY_S = 0.5
OCCUPANCY_EVERY_S = 10.0
STOP_WITHIN_S = 8.0


class Footage(Protocol):
    """What is used of `Video`."""

    def read(self) -> Picture | None: ...
    def close(self) -> None: ...


Open = Callable[[str | int], Footage]


class CameraAgent:
    """From `start` until `stop`. A film is looked at in its own time, and ends the agent."""

    def __init__(
        self,
        link: Link,
        source: str,
        folder: Path,
        outlines: Outlines,
        open_: Open = Video,
        looked_for_every_s: float = LOOKED_FOR_EVERY_S,
        detector: Detector | None = None,
    ) -> None:
        """`outlines` are used until the server configures others, which are kept."""
        self._link = link
        self._source: str | int = int(source) if source.isdigit() else source
        self._film = Path(source).is_file()
        self._open = open_
        self._every_s = looked_for_every_s
        self._file = OutlinesFile(folder)
        self._eye = Eye(self._file.read() or outlines, not self._film, detector)
        self._stopping = threading.Event()
        self._done = threading.Event()
        self._lens_told = ""
        self._zones_told: list[InZone] = []
        self._waiting: list[Mapping[str, Any]] = []
        self._threads = (
            threading.Thread(target=self._guard, name="camera", daemon=True),
            threading.Thread(target=self._look_after, name="lens", daemon=True),
        )
        link.on_command("configure", self._configure)
        link.on_command("preview", self._preview)
        link.on_health(self.health)

    def start(self) -> None:
        self._link.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(STOP_WITHIN_S)
        self._link.stop()

    def finished(self) -> bool:
        """The film is over, and the server has all that was counted in it."""
        return self._done.is_set() and self._link.outbox.messages == 0

    def health(self) -> Mapping[str, Any]:
        return {"lens": self._eye.lens, "fps": self._eye.fps}

    # ------------------------------------------------------------------ the camera's thread

    def _guard(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch()
            except VideoError:
                _LOGGER.info("the camera shows no picture")  # its address may hold a password
            except LineError as error:
                _LOGGER.error("%s: nothing is counted until it is configured anew", error)
            except Exception:  # whatever it was, the boutique must not stay blind
                _LOGGER.exception("the camera stumbled; it begins anew")
            if self._film:
                break
            self._stopping.wait(self._every_s)
        self._done.set()

    def _watch(self) -> None:
        if self._film:
            self._watch_film()
            return
        footage = self._open(self._source)
        try:
            while not self._stopping.is_set():
                picture = footage.read()
                if picture is None:
                    return
                now_s = time.monotonic()
                self._report(self._eye.see(picture, now_s), now_s)
        finally:
            footage.close()

    def _watch_film(self) -> None:
        at_s = 0.0
        with Video(str(self._source)) as film:
            for at_s, picture in film:
                if self._stopping.is_set():
                    break
                self._report(self._eye.see(picture, at_s), at_s)
        self._report(self._eye.finish(at_s), at_s)

    def _report(self, crossings: Sequence[Crossing], now_s: float) -> None:
        """One message for each line and moment; what cannot be kept now is tried again."""
        tally = Tally((one.line, one.at_s, one.direction) for one in crossings)
        for line, at_s in dict.fromkeys((one.line, one.at_s) for one in crossings):
            self._waiting.append(
                {
                    "line": line,
                    "in": tally[line, at_s, "in"],
                    "out": tally[line, at_s, "out"],
                    "ts": (datetime.now(UTC) - timedelta(seconds=now_s - at_s)).isoformat(),
                }
            )
        if not self._waiting:
            return
        try:
            self._link.report_all("count", self._waiting)
        except (OutboxFullError, DurableError) as error:
            _LOGGER.error("%d counts wait to be kept: %s", len(self._waiting), error)
        else:
            self._waiting = []

    # ------------------------------------------------------------------ the lens' thread

    def _look_after(self) -> None:
        occupancy_at_s = 0.0
        while not self._stopping.wait(LOOK_EVERY_S):
            now_s = time.monotonic()
            if not self._film:
                self._eye.miss(now_s)
            self._tell_lens()
            due = now_s >= occupancy_at_s
            if due:
                occupancy_at_s = now_s + OCCUPANCY_EVERY_S
            self._tell_zones(self._eye.zones(now_s), due)

    def _tell_lens(self) -> None:
        lens = self._eye.lens
        if lens == self._lens_told:
            return
        if lens != "clear":
            _LOGGER.warning("the lens is %s", lens)
        elif self._lens_told:
            _LOGGER.warning("the lens is clear again")
        if self._link.tell("health", {"ts": datetime.now(UTC).isoformat(), **self.health()}):
            self._lens_told = lens

    def _tell_zones(self, zones: list[InZone], due: bool) -> None:
        ts = datetime.now(UTC).isoformat()
        for at, zone in enumerate(zones):
            if due or zone.dwell_s or zones != self._zones_told:
                said = {"zone": zone.zone, "people": zone.people, "queue": zone.queue}
                self._link.tell("occupancy", {"ts": ts, **said, "dwell_s": zones[at].dwell_s})
        self._zones_told = zones

    # ------------------------------------------------------------------ on the link's thread

    def _configure(self, said: Mapping[str, Any]) -> None:
        try:
            outlines = Outlines.commanded(said)
            self._eye.configure(outlines)
        except LineError as error:
            raise RefusedError(str(error)) from None
        self._file.keep(outlines)

    def _preview(self, said: Mapping[str, Any]) -> None:
        """On a topic of its own and not in the answer: answers are kept, pictures are not."""
        jpeg = self._eye.preview()
        if jpeg is None:
            raise RefusedError("the camera shows no picture")
        self._link.tell("preview", {"id": said["id"], "jpeg": jpeg})
