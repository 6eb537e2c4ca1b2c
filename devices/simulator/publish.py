"""Perform the script: over real MQTT, and over HTTP for the makes that only know how to post."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from devices.simulator.boutique import boutique_floor
from devices.simulator.cast import CastMember
from devices.simulator.connection import Connection
from devices.simulator.day import Rhythm
from devices.simulator.faults import Faults
from devices.simulator.floor import Floor
from devices.simulator.posting import Posting
from devices.simulator.script import Script
from devices.simulator.senses import Line
from devices.simulator.voices import posting, speakers_of

_LOGGER = logging.getLogger(__name__)

CONNECT_WITHIN_S = 15.0


class Simulation:
    """A boutique's floor on a broker, from `start` until `stop`. Neither ever raises for MQTT.

    `addresses` are the URLs to which devices push, by the device's name; a device with one has no
    connection to the broker. Raises `ValueError` for one that can only push and has none.
    """

    def __init__(
        self,
        host: str,
        port: int,
        boutique: str,
        cast: Sequence[CastMember],
        speed: float = 1.0,
        seed: int = 1,
        *,
        username: str | None = None,
        password: str | None = None,
        floor: Floor | None = None,
        faults: Mapping[str, Faults] | None = None,
        addresses: Mapping[str, str] | None = None,
        visit_continues_s: float = 1200.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.floor = floor or boutique_floor()
        self._boutique, self._cast, self._seed = boutique, tuple(cast), seed
        self._rhythm = Rhythm(speed, visit_continues_s)
        self._faults, self._clock = faults, clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        addresses = addresses or {}
        lost = [device for device in posting(self.floor) if device not in addresses]
        if lost:
            raise ValueError(f"{lost[0]} can only push over HTTP: it needs an address to push to")
        self._connections: dict[str, Connection | Posting] = {
            device: Posting(addresses[device])
            if device in addresses
            else Connection(host, port, device, speaker, username, password)
            for device, speaker in speakers_of(self.floor, boutique).items()
        }

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._perform, name="simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye as a device that is switched off would, and wait until all is quiet."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _perform(self) -> None:
        try:
            for connection in self._connections.values():
                connection.open()
            self._wait_for_connections()
            self._read_aloud(self._clock())
        except Exception:  # the thread's outermost guard: say it, and say goodbye
            _LOGGER.exception("the simulation ended")
        finally:
            for connection in self._connections.values():
                connection.say_goodbye()
            for connection in self._connections.values():
                connection.close()

    def _wait_for_connections(self) -> None:
        until_s = time.monotonic() + CONNECT_WITHIN_S
        for device, connection in self._connections.items():
            while not self._stop.is_set() and not connection.ready.wait(0.05):
                if time.monotonic() > until_s:
                    _LOGGER.warning("no broker yet for the simulated %s", device)
                    return

    def _read_aloud(self, unix_start_s: float) -> None:
        script = Script(
            self._cast,
            self.floor,
            self._boutique,
            unix_start_s,
            self._rhythm,
            self._seed,
            self._faults,
        )
        started_s = time.monotonic()
        for line in script:
            wait_s = started_s + line.at_s - time.monotonic()
            if self._stop.wait(wait_s) if wait_s > 0 else self._stop.is_set():
                return
            self._perform_line(line)

    def _perform_line(self, line: Line) -> None:
        connection = self._connections[line.device]
        match line.does:
            case "drop":
                connection.drop()
            case "return":
                connection.open()
            case "say" if line.said is not None:
                connection.say(line.said)
