"""One adapter's scanner, and the watchdog that builds a new one where it has gone deaf.

bleak does not resume by itself after bluetoothd has restarted, and stopping a scanner on a bus
that is dead raises; so a scanner is thrown away, whatever it says, and another one made.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from devices.agents.ble.filter import Filter
from devices.agents.ble.heard import Advert

if TYPE_CHECKING:
    from bleak import BleakScanner
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData
    from bleak.exc import BleakError

_LOGGER = logging.getLogger(__name__)

RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long what may last, in seconds."""

    silence_s: float = 90.0
    start_s: float = 15.0
    stop_s: float = 2.0
    first_retry_s: float = 1.0
    longest_retry_s: float = 30.0


class NoBluetoothError(RuntimeError):
    """This machine cannot scan at all; the text says why."""


class AdapterScanner:
    """`run` until cancelled, on one event loop. `adapter` None is the system's own choice."""

    def __init__(
        self,
        adapter: str | None,
        wanted: Callable[[], Filter],
        on_advert: Callable[[Advert], None],
        patience: Patience,
    ) -> None:
        self.name = adapter or "Bluetooth"
        self.mode = "away"  # "passive" or "active" while it scans
        self._adapter = adapter
        self._wanted, self._on_advert = wanted, on_advert
        self._patience = patience
        self._heard_at_s = 0.0
        self._renew = asyncio.Event()
        self._told = ""

    def renew(self) -> None:
        """Throw this scanner away and build another: the bus was lost, or the filter changed."""
        self._renew.set()

    async def run(self) -> None:
        retry_s = self._patience.first_retry_s
        while True:
            self._renew.clear()
            try:
                scanner = await self._begin()
            except Exception as error:  # noqa: BLE001 - bleak, D-Bus and the system: each has its own
                self._tell_once(f"{self.name} cannot scan ({_reason(error)}); trying on")
                await self._renewed_within(retry_s)
                retry_s = min(retry_s * 2, self._patience.longest_retry_s)
                continue
            retry_s = self._patience.first_retry_s
            try:
                await self._until_deaf()
            finally:
                self.mode = "away"
                await self._throw_away(scanner)

    async def _begin(self) -> BleakScanner:
        """Passive where BlueZ allows it: then no beacon spends its battery on answering us."""
        if sys.platform != "linux":
            raise NoBluetoothError("it takes Linux and BlueZ")
        from bleak.exc import BleakError

        try:
            return await self._start("passive", {"or_patterns": self._wanted().patterns()})
        except BleakError as error:
            if not _by_bluez(error):
                raise
            refusal = _reason(error)
        scanner = await self._start("active", {})
        self._tell_once(f"{self.name}: no passive scanning ({refusal}); scanning actively")
        return scanner

    async def _start(self, mode: Literal["passive", "active"], how: Any) -> BleakScanner:
        from bleak import BleakScanner  # only here: it loads what other systems do not have

        adapter = {"adapter": self._adapter} if self._adapter else {}
        scanner = BleakScanner(self._detected, scanning_mode=mode, bluez=adapter | how)
        async with asyncio.timeout(self._patience.start_s):
            await scanner.start()
        self.mode = mode
        self._heard_at_s = time.monotonic()
        _LOGGER.info("%s scans, %s", self.name, mode)
        return scanner

    async def _until_deaf(self) -> None:
        """Returns when nothing was heard for too long, or somebody asked for a new scanner."""
        while (left_s := self._heard_at_s + self._patience.silence_s - time.monotonic()) > 0:
            if await self._renewed_within(left_s):
                return
        self._tell_once(f"{self.name} heard nothing for {self._patience.silence_s:g} s; renewed")

    async def _renewed_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._renew.wait()
        except TimeoutError:
            return False
        return True

    async def _throw_away(self, scanner: BleakScanner) -> None:
        try:
            async with asyncio.timeout(self._patience.stop_s):
                await scanner.stop()
        except Exception as error:  # noqa: BLE001 - on a dead bus it raises; it is gone all the same
            _LOGGER.debug("%s was not stopped in order: %s", self.name, _reason(error))

    def _detected(self, device: BLEDevice, advertisement: AdvertisementData) -> None:
        self._heard_at_s = time.monotonic()
        _, properties = advertisement.platform_data
        self._on_advert(
            Advert(
                datetime.now(UTC),
                device.address,
                advertisement.rssi,
                advertisement.manufacturer_data,
                advertisement.service_data,
                properties.get("AddressType") == RANDOM,
            )
        )

    def _tell_once(self, sentence: str) -> None:
        """Not again until there is something else to tell."""
        if sentence != self._told:
            self._told = sentence
            _LOGGER.warning("%s", sentence)


def _by_bluez(error: BleakError) -> bool:
    """Whether BlueZ itself refused; where it cannot be reached, the other way goes no better."""
    name = getattr(error, "dbus_error", None)
    return name is None or str(name).startswith("org.bluez.")


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
