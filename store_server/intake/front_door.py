"""The front door: each reading becomes a command, and what is not ours to know stops here."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from devices.decoding import Router
from devices.drivers import UnreadableError
from devices.readings import (
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    Reading,
    Scan,
    Sighting,
)
from store_server.bus import Bus
from store_server.domain.device_clock import DeviceClocks
from store_server.intake.quarantine import Quarantine
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition
from store_server.messages import (
    Heard,
    KeepQuarantined,
    NoteBroker,
    NoteClock,
    NoteDevice,
    NoteGateway,
    ObserveSightings,
    ReadPass,
)
from store_server.ports import Clock

ABSURD_CLOCK_S = 2 * 86_400  # a device's clock may be wrong by hours, by a day; not by this
NOTED_EVERY_S = 30.0  # how often "last heard" of a device is written down
STREET_EVERY_S = 1.0  # how often strangers' beacons prove that a gateway hears
PASS_PREFIX = "pass:"  # noqa: S105 - the kind of an identity


class FrontDoor:
    """Lives on the reader's thread. Sightings gather until `flush`, and go on as one command."""

    def __init__(
        self,
        router: Router,
        bus: Bus,
        clock: Clock,
        recognition: Recognition,
        quarantine: Quarantine,
        recent: RecentSightings,
        clocks: DeviceClocks,
    ) -> None:
        self._router = router
        self._bus = bus
        self._clock = clock
        self._recognition = recognition
        self._quarantine = quarantine
        self._recent = recent
        self._clocks = clocks
        self._now = clock.now()
        self._unix_s = self._now.timestamp()
        self._now_s = clock.monotonic()
        self._heard: list[Heard] = []
        self._voices: list[NoteGateway] = []
        self._street_due: dict[str, float] = {}
        self._noted_due: dict[str, float] = {}
        self._readers: dict[type, Callable[[str, Any], Future[Any] | None]] = {
            DeviceState: self._state,
            DeviceAbout: self._about,
            DeviceHealth: self._health,
            Scan: self._scan,
        }

    def moment(self, now_s: float) -> None:
        """What is read until the next `moment` was received now."""
        self._now_s = now_s
        self._now = self._clock.now()
        self._unix_s = self._now.timestamp()
        self._recognition.refresh(self._unix_s)

    def read(self, topic: str, payload: bytes) -> Future[Any] | None:
        """Read one message. A future that is answered is done once its effect is committed."""
        driver = self._router.driver_for(topic)
        try:
            readings = self._router.decode(topic, payload)
        except UnreadableError as error:
            self._refuse(driver.name if driver else "none", str(error), len(payload))
            return None
        committed = None
        for reading in readings:
            if type(reading) is Sighting:
                self._sighting(reading)
            else:
                committed = self._other(driver.name if driver else "", reading) or committed
        return committed

    def flush(self) -> None:
        """Hand on what has gathered: sightings first, then what they prove of their gateways."""
        if self._heard:
            heard, self._heard = self._heard, []
            self._bus.post(ObserveSightings(tuple(heard)))
        for turn in self._clocks.turns():
            self._bus.post(NoteClock(turn.device_id, turn.at_s, turn.settled, turn.discard))
        if self._voices:
            voices, self._voices = self._voices, []
            for voice in voices:
                self._bus.post(voice)
        if unreadable := self._quarantine.due(self._now_s):
            self._bus.post(KeepQuarantined(unreadable))

    def broker_changed(self, online: bool) -> None:
        self._bus.post(NoteBroker(online, self._clock.monotonic()))

    # ------------------------------------------------------------------ one method a reading

    def _sighting(self, sighting: Sighting) -> None:
        beacon, device, rssi_dbm = sighting.beacon, sighting.device, sighting.rssi_dbm
        identity_id = None
        if beacon is not None and rssi_dbm is not None:
            identity_id = self._recognition.identity_of(beacon, self._unix_s)
        if identity_id is None or rssi_dbm is None:
            self._street(device)
            return
        at_s: float | None = self._now_s
        if sighting.ts is not None:
            at_s = self._spoken_at(device, sighting.ts.timestamp())
        if at_s is not None:
            self._heard.append(Heard(identity_id, device, rssi_dbm, at_s))
            self._recent.note(device, identity_id, rssi_dbm, at_s)

    def _spoken_at(self, device: str, ts_s: float) -> float | None:
        """By our clock, or None where it tells of the past or cannot be true."""
        if abs(self._unix_s - ts_s) > ABSURD_CLOCK_S:
            self._refuse(device, "ts: more than two days from now; set the device's clock", 0)
            return None
        return self._clocks.correct(device, ts_s, self._now_s)

    def _street(self, device: str) -> None:
        """A stranger's beacon says one thing only: that this gateway hears."""
        if self._street_due.get(device, 0.0) <= self._now_s:
            self._street_due[device] = self._now_s + STREET_EVERY_S
            self._voices.append(NoteGateway(device, self._now_s, street=True))
            self._note(device, "", {})

    def _other(self, dialect: str, reading: Reading) -> Future[Any] | None:
        reader = self._readers.get(type(reading))
        if reader is not None:
            return reader(dialect, reading)
        self._voices.append(NoteGateway(reading.device, self._now_s))
        self._note(reading.device, dialect, {})
        return None

    def _state(self, dialect: str, state: DeviceState) -> Future[Any] | None:
        self._voices.append(NoteGateway(state.device, self._now_s, online=state.state == "online"))
        self._note(state.device, dialect, {"state": state.state}, now=True)
        return None

    def _about(self, dialect: str, about: DeviceAbout) -> Future[Any] | None:
        said = {
            "kind": about.kind,
            "model": about.model,
            "firmware": about.firmware,
            "zone": about.zone,
        }
        self._note(about.device, dialect, said, now=True)
        return None

    def _health(self, dialect: str, health: DeviceHealth) -> Future[Any] | None:
        self._voices.append(NoteGateway(health.device, self._now_s))
        self._note(health.device, dialect, {"battery_pct": health.battery_pct})
        return None

    def _scan(self, dialect: str, scan: Scan) -> Future[Any] | None:
        self._note(scan.device, dialect, {})
        if scan.data.startswith(PASS_PREFIX):
            return self._bus.submit(ReadPass(scan.data.removeprefix(PASS_PREFIX), scan.device))
        return None

    def _note(self, device: str, dialect: str, said: dict[str, Any], now: bool = False) -> None:
        """Write down that a device was heard: at once if it says something, else sometimes."""
        if not now and self._noted_due.get(device, 0.0) > self._now_s:
            return
        self._noted_due[device] = self._now_s + NOTED_EVERY_S
        self._bus.post(NoteDevice(device, dialect, self._now, **said))

    def _refuse(self, driver: str, reason: str, size_bytes: int) -> None:
        self._quarantine.add(self._now, driver, reason, size_bytes)
