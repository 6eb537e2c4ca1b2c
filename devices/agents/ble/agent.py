"""Our Bluetooth gateway: scanners of several adapters, one link to the boutique."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices.agents.ble.batches import Batches
from devices.agents.ble.filter import FilterFile, read_filter
from devices.agents.ble.heard import Advert, sightings
from devices.agents.ble.scanner import AdapterScanner, Patience
from devices.agents.link import Link, RefusedError

_LOGGER = logging.getLogger(__name__)

FLUSH_EVERY_S = 0.1
BUS_RETRY_S = 2.0
AGAIN_AFTER_S = 5.0
STOP_WITHIN_S = 8.0


class BleAgent:
    """From `start` until `stop`. `adapters` () is the one that the system chooses."""

    def __init__(
        self,
        link: Link,
        folder: Path,
        adapters: Sequence[str] = (),
        patience: Patience | None = None,
    ) -> None:
        self._link = link
        self._file = FilterFile(folder / "filter.json")
        self._filter = self._file.read()
        self._adapters = adapters or (None,)
        self._patience = patience or Patience()
        self._batches = Batches(lambda payload: link.tell("sightings", payload))
        self._scanners: list[AdapterScanner] = []
        self._numbers = 0
        self._began = f"{datetime.now(UTC):%y%m%d%H%M%S}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="ble", daemon=True)
        self._living: asyncio.Task[None] | None = None
        link.on_command("configure", self._configure)
        link.on_health(self.health)

    def start(self) -> None:
        self._link.start()
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join(STOP_WITHIN_S)
        self._link.stop()

    def health(self) -> Mapping[str, Any]:
        return {
            "adapters": {scanner.name: scanner.mode for scanner in tuple(self._scanners)},
            "sightings_told": self._batches.told,
            "sightings_dropped": self._batches.dropped,
        }

    # ------------------------------------------------------------------ on the loop's thread

    def _run(self) -> None:
        with (
            contextlib.suppress(asyncio.CancelledError),
            asyncio.Runner(loop_factory=lambda: self._loop) as runner,
        ):
            runner.run(self._live())

    def _cancel(self) -> None:
        if self._living is not None:
            self._living.cancel()

    async def _live(self) -> None:
        self._living = asyncio.current_task()
        while True:
            try:
                await self._scan_and_tell()
            except Exception:  # whatever it was, the boutique must not stay deaf
                _LOGGER.exception("the gateway stumbled; it begins anew")
                await asyncio.sleep(AGAIN_AFTER_S)

    async def _scan_and_tell(self) -> None:
        self._scanners = [
            AdapterScanner(adapter, lambda: self._filter, self._heard, self._patience)
            for adapter in self._adapters
        ]
        async with asyncio.TaskGroup() as group:
            for scanner in self._scanners:
                group.create_task(scanner.run())
            group.create_task(self._mind_the_bus())
            group.create_task(self._keep_telling())

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY_S)
            self._batches.flush(datetime.now(UTC))

    async def _mind_the_bus(self) -> None:
        """bluetoothd begins anew, or the bus is lost: the scanners are deaf, so renew them."""
        from devices.agents.ble.system_bus import watch_bluez

        while True:
            try:
                await watch_bluez(self._renew)
                self._renew()
            except Exception as error:  # noqa: BLE001 - no bus; the scanners say so already
                _LOGGER.debug("no D-Bus: %s", error)
            await asyncio.sleep(BUS_RETRY_S)

    def _renew(self) -> None:
        for scanner in self._scanners:
            scanner.renew()

    def _heard(self, advert: Advert) -> None:
        self._numbers += 1
        for said in sightings(advert, self._filter, f"{self._began}-{self._numbers}"):
            self._batches.add(said)

    # ------------------------------------------------------------------ on the link's thread

    def _configure(self, said: Mapping[str, Any]) -> None:
        told = read_filter(said)
        try:
            self._file.keep(told)
        except OSError as error:
            raise RefusedError(f"the filter cannot be kept ({error.strerror})") from error
        self._filter = told
        self._loop.call_soon_threadsafe(self._renew)
