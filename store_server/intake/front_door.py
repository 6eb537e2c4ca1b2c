"""The front door: each reading becomes a command, and what is not ours to know stops here."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import Any

from msgspec import structs

from devices.decoding import Router
from devices.drivers import UnreadableError, pushed_by
from devices.readings import (
    Answer,
    CertificateWanted,
    Count,
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    Occupancy,
    Preview,
    Reading,
    Scan,
    Sighting,
    VendorBeacon,
)
from store_server.bus import Bus
from store_server.clock import new_id
from store_server.device_messages import NoteAnswer, NoteDevice, NoteWaiting, RenewCertificate
from store_server.domain.device_clock import DeviceClocks
from store_server.intake.previews import Previews
from store_server.intake.quarantine import Quarantine
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition
from store_server.intake.repeats import Repeats
from store_server.intake.roll_call import Device, RollCall, Standing
from store_server.intake.scan_round import ScanRound
from store_server.intake.signs import Signs
from store_server.intake.tally import Tally
from store_server.messages import (
    Heard,
    KeepQuarantined,
    NoteBroker,
    NoteClock,
    NoteGateway,
    NoteLearnt,
    ObserveSightings,
    ReadScan,
)
from store_server.ports import BusyError, Clock

_LOGGER = logging.getLogger(__name__)

ABSURD_CLOCK_S = 2 * 86_400  # a device's clock may be wrong by hours, by a day; not by this
BUS_AT_MOST = 2_000  # commands that wait; beyond it sightings are held back
SIGHTINGS_HELD = 20_000


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
        roll_call: RollCall | None = None,
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
        self._repeats = Repeats()
        self._tally = Tally(bus)
        self._scans = ScanRound(bus)
        self._signs = Signs(bus)
        self._heard: list[Heard] = []
        self._voices: list[NoteGateway] = []
        self._origin = ""
        self._roll_call = roll_call or RollCall(adopt_unknown=True)
        self.previews = Previews(clock)
        self.readings = 0  # since the start; any thread may read it

    def moment(self, now_s: float) -> None:
        """What is read until the next `moment` was received now."""
        self._now_s = now_s
        self._now = self._clock.now()
        self._unix_s = self._now.timestamp()
        self._recognition.refresh(self._unix_s)
        for device_id in self._roll_call.refresh(now_s):
            self._clocks.forget(device_id)

    def read(self, topic: str, payload: bytes, retained: bool = False) -> Future[Any] | None:
        """Read one message. A future that is answered is done once its effect is committed, and
        fails with `UnreadableError` for a message that cannot be read, now or ever.

        `retained`: the broker repeats what was said long ago, which is no sign of life.
        """
        self._origin = ""
        driver = self._router.driver_for(topic)
        try:
            readings = self._router.decode(topic, payload)
        except UnreadableError as error:
            self._refuse(driver.name if driver else "none", str(error), len(payload))
            return _failed(error)
        except Exception as error:  # a driver that fails costs its message, and no other
            _LOGGER.debug("a driver failed", exc_info=error)
            reason = f"our driver failed: {type(error).__name__}"
            self._refuse(driver.name if driver else "none", reason, len(payload))
            return None
        dialect = driver.name if driver else ""
        self.readings += len(readings)
        committed = None
        for reading in readings:
            device = self._roll_call.get(reading.device)
            if device is None:
                self._refuse(dialect, "too many devices: this one is not taken in", len(payload))
                continue
            if device.standing is not Standing.OURS:
                refused = self._not_ours(topic, dialect, device, reading, retained)
                committed = _both(committed, refused)
                continue
            if not retained:
                committed = _both(committed, self._tallied(device, reading))
            if device.id != reading.device:
                reading = structs.replace(reading, device=device.id)
            if type(reading) is Sighting:
                if not retained:
                    self._sighting(dialect, device, reading)
            else:
                committed = _both(committed, self._other(dialect, device, reading, retained))
        return committed

    def flush(self) -> None:
        """Hand on what has gathered: what devices say of themselves, such as where they stand,
        then sightings, then what those prove of their gateways."""
        self._signs.hand_on_said()
        if self._heard:
            self._hand_on_sightings()
        self._scans.hand_on()
        self._tally.hand_on(self._now_s)
        self._signs.hand_on_heard(self._now_s)
        for turn in self._clocks.turns():
            self._bus.post(NoteClock(turn.device_id, turn.at_s, turn.settled, turn.discard))
        if self._voices:
            voices, self._voices = self._voices, []
            for voice in voices:
                self._bus.post(voice)
        if learnt := self._recognition.learnt():
            self._bus.post(NoteLearnt(tuple(learnt)))
        if unreadable := self._quarantine.due(self._now_s):
            self._bus.post(KeepQuarantined(unreadable))

    def close(self) -> None:
        """Hand on the last of it; what could not be read does not wait for its minute."""
        self.flush()
        self._tally.hand_on(float("inf"))
        self._signs.hand_on_heard(float("inf"))
        if unreadable := self._quarantine.take():
            self._bus.post(KeepQuarantined(unreadable))

    def _hand_on_sightings(self) -> None:
        """While the bus does not keep up, the oldest make room: of sightings, and of them alone."""
        if self._bus.waiting() > BUS_AT_MOST:
            del self._heard[:-SIGHTINGS_HELD]
            return
        heard, self._heard = self._heard, []
        self._bus.post(ObserveSightings(tuple(heard)))

    def broker_changed(self, online: bool) -> None:
        self._bus.post(NoteBroker(online, self._clock.monotonic()))

    # ------------------------------------------------------------------ one method a reading

    def _sighting(self, dialect: str, device: Device, sighting: Sighting) -> None:
        name, rssi_dbm = sighting.device, sighting.rssi_dbm
        if device.heard(self._now_s):
            self._signs.heard(NoteDevice(name, dialect, self._now))
        identity_id = None
        if rssi_dbm is not None:
            identity_id = self._recognition.identity_of(sighting, self._unix_s)
        if identity_id is None or rssi_dbm is None:
            if device.heard_the_street(self._now_s):
                self._voices.append(NoteGateway(name, self._now_s, street=True))
            return
        number = sighting.id if type(sighting.beacon) is VendorBeacon else None  # the packet's own
        if number is not None and self._repeats.known(name, identity_id, number):
            return
        at_s: float | None = self._now_s
        if sighting.ts is not None:
            at_s = self._spoken_at(name, sighting.ts.timestamp())
        if at_s is not None:
            self._heard.append(Heard(identity_id, name, rssi_dbm, at_s, self._born()))
            self._recent.note(name, identity_id, rssi_dbm, at_s)

    def _spoken_at(self, device_id: str, ts_s: float) -> float | None:
        """By our clock, or None where it tells of the past or cannot be true."""
        if abs(self._unix_s - ts_s) > ABSURD_CLOCK_S:
            self._refuse(device_id, "ts: more than two days from now; set the device's clock", 0)
            return None
        return self._clocks.correct(device_id, ts_s, self._now_s, self._unix_s)

    def _other(
        self, dialect: str, device: Device, reading: Reading, retained: bool
    ) -> Future[Any] | None:
        """What a device says of itself, and what its scanner read."""
        said: dict[str, Any] = {}
        online = None
        match reading:
            case DeviceState(state=state):
                said = {"state": state}
                online = state == "online"
            case DeviceAbout(kind=kind, model=model, firmware=firmware, zone=zone):
                said = {"kind": kind, "model": model, "firmware": firmware, "zone": zone}
            case DeviceHealth():
                self._felt(dialect, device, reading, retained)
            case Preview(id=command_id, jpeg=jpeg):
                self.previews.note(device.id, command_id, jpeg)
            case Answer(id=command_id, ok=ok, reason=reason):
                self._bus.post(NoteAnswer(device.id, command_id, ok, reason or ""))
            case CertificateWanted(id=asked, request=request) if not retained:
                self._bus.post(RenewCertificate(device.id, asked, request))
        if device.says(said, self._now_s):
            heard_at = None if retained else self._now
            self._signs.said(NoteDevice(device.id, dialect, heard_at, **said))
        if online is False or not retained:  # a retained "online" may be a dead gateway's
            self._voices.append(NoteGateway(reading.device, self._now_s, online=online))
        if isinstance(reading, Scan) and not retained:
            return self._scan(dialect, reading)
        return None

    def _tallied(self, device: Device, reading: Reading) -> Future[Any] | None:
        """What was counted; the counter is known by the hardware's own name."""
        if isinstance(reading, Count):
            return self._tally.count(device.id, reading, self._now)
        if isinstance(reading, Occupancy):
            self._tally.occupancy(device.id, reading, self._now)
        return None

    def _felt(self, dialect: str, device: Device, health: DeviceHealth, retained: bool) -> None:
        """A per cent of the battery, the lens, a tenth of the outbox are worth telling at once."""
        battery_pct, outbox_pct = health.battery_pct, health.outbox_pct
        worth = {
            "battery": battery_pct and round(battery_pct),
            "lens": health.lens,
            "outbox": outbox_pct and outbox_pct // 10,
        }
        if device.feels(worth, self._now_s):
            felt: dict[str, Any] = {
                "battery_pct": battery_pct,
                "uptime_s": health.uptime_s,
                "temperature_c": health.temperature_c,
                "lens": health.lens,
                "fps": health.fps,
                "outbox_pct": outbox_pct,
                "dropped": health.dropped,
            }
            heard_at = None if retained else self._now
            self._signs.said(NoteDevice(device.id, dialect, heard_at, **felt))

    def _not_ours(
        self, topic: str, dialect: str, device: Device, reading: Reading, retained: bool
    ) -> Future[Any] | None:
        """What it is is noted where it waits to be adopted; what it says has no effect.

        One that pushes has shown a token of ours: we shall hear of it in a moment.
        """
        if pushed_by(topic) is not None:
            return _failed(BusyError("this device was taken in a moment ago; try again"))
        if device.standing is Standing.SUSPENDED:
            return None
        said: dict[str, Any] = {}
        if isinstance(reading, DeviceAbout):
            said = {"kind": reading.kind, "model": reading.model, "firmware": reading.firmware}
        if retained:  # it may be gone long since
            device.said |= said
        elif device.waits(said, self._now_s):
            self._bus.post(NoteWaiting(reading.device, dialect, self._now, **device.said))
        return None

    def _scan(self, dialect: str, scan: Scan) -> Future[Any]:
        read = ReadScan(scan.data, scan.device, scan.symbology, scan.id, dialect, self._born())
        return self._scans.add(read)

    def _born(self) -> str:
        """The id of the message that is being read; most of them cause nothing and need none."""
        if not self._origin:
            self._origin = new_id()
        return self._origin

    def _refuse(self, driver: str, reason: str, size_bytes: int) -> None:
        self._quarantine.add(self._now, driver, reason, size_bytes)


def _failed(error: Exception) -> Future[Any]:
    failed: Future[Any] = Future()
    failed.set_exception(error)
    return failed


def _both(first: Future[Any] | None, second: Future[Any] | None) -> Future[Any] | None:
    """Done once both are, for one message may tell of several things; fails where either does."""
    if first is None or second is None or first is second:
        return second if first is None else first
    both: Future[Any] = Future()

    def settle(_done: Future[Any]) -> None:
        failure = first.exception() or second.exception()
        if failure is None:
            both.set_result(None)
        else:
            both.set_exception(failure)

    first.add_done_callback(lambda _done: second.add_done_callback(settle))
    return both
