"""What devices say of themselves, and what deserves a manager's attention: each alarm once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from store_server.device_messages import (
    DeviceAlarm,
    DeviceChanged,
    NoteDevice,
    NoteTogether,
    NoteWaiting,
)
from store_server.device_ports import DeviceSample, Line, RegisteredDevice, WaitingDevice
from store_server.domain.device import AlarmKind, Rhythm, battery_alarm, lens_alarm, outbox_alarm
from store_server.handlers.desk import Desk, Work
from store_server.handlers.device_register import DeviceRegister, Register
from store_server.ports import StorageError
from store_server.settings import DeviceSettings

_LOGGER = logging.getLogger(__name__)

LOOKED_EVERY_S = 1.0
TOLD = ("state", "kind", "model", "firmware")
FELT = ("battery_pct", "uptime_s", "temperature_c", "lens", "fps", "outbox_pct", "dropped")


@dataclass(slots=True)
class Pulse:
    """Times are seconds of the monotonic clock."""

    hardware: str
    rhythm: Rhythm
    suspended: bool
    zone: str | None
    heard_s: float | None = None
    offline: bool = False
    sampled_s: float = float("-inf")
    alarms: set[AlarmKind] = field(default_factory=set)


class WatchDevices:
    """While the broker is away nobody can be heard, so nobody's silence grows."""

    def __init__(
        self,
        desk: Desk,
        register: DeviceRegister,
        line: Line,
        settings: DeviceSettings,
        adopt_unknown: bool,
    ) -> None:
        self._desk = desk
        self._register = register
        self._line = line
        self._settings = settings
        self._adopt_unknown = adopt_unknown
        self._pulses: dict[str, Pulse] = {}
        self._deaf_until_s = desk.clock.monotonic()
        self._look_s = float("-inf")

    def know(self, register: Register) -> None:
        """What is known of a device stays while its hardware is the same."""
        with self._desk.store.look() as uow:
            standing = uow.device_records.open_alarms()
        before, self._pulses = self._pulses, {}
        for device in register.devices:
            pulse = before.get(device.id)
            if pulse is None or pulse.hardware != device.hardware:
                pulse = self._pulse(device)
            if pulse.suspended and not device.suspended:  # until now we did not listen
                pulse.heard_s = pulse.heard_s and self._desk.clock.monotonic()
            pulse.suspended, pulse.zone = device.suspended, device.zone
            pulse.alarms = {kind for device_id, kind in standing if device_id == device.id}
            self._pulses[device.id] = pulse

    # ------------------------------------------------------------------ what they say

    def note(self, command: NoteTogether) -> None:
        """One that cannot be noted does not take the others along. Raises `StorageError`."""
        for notes in _each_once(command.notes):
            try:
                self._commit(notes)
            except StorageError:
                raise
            except Exception:  # one of them it is: which?
                _LOGGER.exception("what a device said of itself could not be noted")
                if len(notes) > 1:
                    for note in notes:
                        self.note(NoteTogether((note,)))

    def _commit(self, notes: Sequence[NoteDevice]) -> None:
        with self._desk.work() as work:
            if any([self._note(work, one) for one in notes]):  # noqa: C419 - of all, not up to one
                work.uow.devices.mark_changed()
                work.after(self._register.read)

    def _note(self, work: Work, command: NoteDevice) -> bool:
        """Answers whether the register is no longer what it was: one is new, or was placed.

        A device's own idea of its zone holds until someone places it.
        """
        pulse = self._pulses.get(command.device_id)
        changed = pulse is None
        if pulse is None:
            if not self._adopt_unknown:
                return False  # forgotten a moment ago
            pulse = self._take_in(work, command.device_id)
        said = {name: getattr(command, name) for name in (*TOLD, *FELT)}
        said = {name: value for name, value in said.items() if value is not None}
        said["dialect"] = command.dialect
        if command.zone is not None and pulse.zone is None:
            said["zone"] = command.zone
            changed = True
        if command.heard_at is not None:
            said |= self._heard(pulse, command, command.heard_at)
        self._felt(work, pulse, command)
        work.uow.places.save_device(command.device_id, said)
        work.tell(DeviceChanged(command.device_id, command.state or "heard", work.at))
        return changed

    def note_waiting(self, command: NoteWaiting) -> None:
        at = command.heard_at
        with self._desk.work() as work:
            new = work.uow.devices.note_waiting(
                WaitingDevice(
                    command.hardware,
                    command.dialect,
                    command.kind,
                    command.model,
                    command.firmware,
                    at,
                    at,
                )
            )
            if new:
                work.record("DeviceWaits", hardware=command.hardware)
                _LOGGER.info("%s speaks and waits to be adopted", command.hardware)
                work.tell(DeviceChanged(command.hardware, "waits", at))

    def _take_in(self, work: Work, device_id: str) -> Pulse:
        work.record("DeviceAdopted", device=device_id, hardware=device_id, by=None)
        return Pulse(device_id, Rhythm(), suspended=False, zone=None)

    def _heard(self, pulse: Pulse, command: NoteDevice, at: datetime) -> dict[str, Any]:
        """It is alive; how long it paused is learnt, unless it had said that it would go."""
        now_s = self._desk.clock.monotonic()
        if pulse.heard_s is not None and not pulse.offline:
            pulse.rhythm = pulse.rhythm.heard_after(now_s - pulse.heard_s)
        pulse.heard_s = now_s
        pulse.offline = command.state == "offline"
        said: dict[str, Any] = {"last_heard_at": at, "pauses_s": list(pulse.rhythm.pauses_s)}
        if any(getattr(command, name) is not None for name in FELT):
            said["health_at"] = at
        return said

    def _felt(self, work: Work, pulse: Pulse, command: NoteDevice) -> None:
        if command.heard_at is not None and not pulse.offline:
            self._set(work, command.device_id, pulse, AlarmKind.SILENT, False)
        if command.battery_pct is not None:
            stands = AlarmKind.BATTERY in pulse.alarms
            low = battery_alarm(stands, command.battery_pct, self._settings)
            detail = f"{command.battery_pct:.0f}"
            self._set(work, command.device_id, pulse, AlarmKind.BATTERY, low, detail)
        if command.lens is not None:
            bad = lens_alarm(command.lens)
            self._set(work, command.device_id, pulse, AlarmKind.LENS, bad, command.lens)
        if command.outbox_pct is not None:
            much = outbox_alarm(AlarmKind.OUTBOX in pulse.alarms, command.outbox_pct)
            detail = f"{command.outbox_pct:.0f}"
            self._set(work, command.device_id, pulse, AlarmKind.OUTBOX, much, detail)
        measured = (command.battery_pct, command.temperature_c, command.fps, command.uptime_s)
        now_s = self._desk.clock.monotonic()
        due = now_s - pulse.sampled_s >= self._settings.sampled_every_s
        if command.heard_at is not None and due and any(one is not None for one in measured):
            pulse.sampled_s = now_s
            work.uow.device_records.sample(
                command.device_id, DeviceSample(command.heard_at, *measured)
            )

    # ------------------------------------------------------------------ what they do not say

    def tick(self) -> None:
        now_s = self._desk.clock.monotonic()
        if not self._line.connected:
            self._deaf_until_s = now_s
        if now_s < self._look_s:
            return
        self._look_s = now_s + LOOKED_EVERY_S
        for device_id, pulse in tuple(self._pulses.items()):
            if (after_s := self._silent_for(pulse, now_s)) is not None:
                try:
                    with self._desk.work() as work:
                        detail = f"{after_s:.0f}"
                        self._set(work, device_id, pulse, AlarmKind.SILENT, True, detail)
                except StorageError:
                    return  # the next look is in a second

    def _silent_for(self, pulse: Pulse, now_s: float) -> float | None:
        """The silence that is too long, where it is."""
        if pulse.suspended or pulse.heard_s is None or AlarmKind.SILENT in pulse.alarms:
            return None
        after_s = pulse.rhythm.silent_after_s(self._settings, pulse.offline)
        since_s = max(pulse.heard_s, self._deaf_until_s)
        return after_s if now_s - since_s >= after_s else None

    def _set(
        self,
        work: Work,
        device_id: str,
        pulse: Pulse,
        kind: AlarmKind,
        stands: bool,
        detail: str = "",
    ) -> None:
        """Raise an alarm that did not stand, or end one that did; nothing else."""
        alarms = pulse.alarms
        if stands is (kind in alarms):
            return
        if stands:
            work.uow.device_records.raise_alarm(device_id, kind, detail, work.at)
            work.record("DeviceAlarmRaised", device=device_id, alarm=kind.value, detail=detail)
            work.after(lambda: alarms.add(kind))
        else:
            work.uow.device_records.end_alarm(device_id, kind, work.at)
            work.record("DeviceAlarmEnded", device=device_id, alarm=kind.value)
            work.after(lambda: alarms.discard(kind))
        work.tell(DeviceAlarm(device_id, kind.value, stands, work.at))
        work.tell(DeviceChanged(device_id, "alarm" if stands else "calm", work.at))

    def _pulse(self, device: RegisteredDevice) -> Pulse:
        heard_s = None
        if device.last_heard_at is not None:
            ago = self._desk.clock.now() - device.last_heard_at
            heard_s = self._desk.clock.monotonic() - max(0.0, ago.total_seconds())
        return Pulse(
            device.hardware,
            device.rhythm,
            device.suspended,
            device.zone,
            heard_s,
            offline=device.state == "offline",
        )


def _each_once(notes: Sequence[NoteDevice]) -> Iterator[Sequence[NoteDevice]]:
    """Cut where a device speaks again: that an alarm stands is known once it is committed."""
    some: dict[str, NoteDevice] = {}
    for note in notes:
        if note.device_id in some:
            yield tuple(some.values())
            some.clear()
        some[note.device_id] = note
    if some:
        yield tuple(some.values())
