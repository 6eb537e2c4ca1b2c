"""What becomes of a device that is ours: named, placed, suspended, replaced, forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from store_server.device_messages import (
    AmendDevice,
    DeviceChanged,
    ForgetDevice,
    ReplaceDevice,
    ResumeDevice,
    SuspendDevice,
)
from store_server.handlers.adopt_devices import stand_in
from store_server.handlers.desk import Desk, Work
from store_server.handlers.device_register import DeviceRegister
from store_server.ports import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class KeepDevices:
    """Each method handles the command of its name. Whoever must know of it reads the register."""

    desk: Desk
    register: DeviceRegister

    def amend(self, command: AmendDevice) -> None:
        with self.desk.work() as work:
            fields = self._fields(command)
            if not self._known(work, command.device_id):
                fields = self._take_in(work, command.device_id) | fields
            work.uow.places.save_device(command.device_id, fields)
            work.record("DeviceAmended", device=command.device_id, by=command.by_id)
            self._done(work, command.device_id, "amended", command.by_id)

    def suspend(self, command: SuspendDevice) -> None:
        with self.desk.work() as work:
            work.uow.devices.suspend(command.device_id, work.at)
            work.record("DeviceSuspended", device=command.device_id, by=command.by_id)
            self._done(work, command.device_id, "suspended", command.by_id)

    def resume(self, command: ResumeDevice) -> None:
        with self.desk.work() as work:
            work.uow.devices.suspend(command.device_id, None)
            work.record("DeviceResumed", device=command.device_id, by=command.by_id)
            self._done(work, command.device_id, "resumed", command.by_id)

    def replace(self, command: ReplaceDevice) -> None:
        """The spare brings its own keys along; whatever the old hardware had is void."""
        with self.desk.work() as work:
            device = work.uow.devices.get(command.device_id)
            hardware, said, keys = self._spare(work, command)
            stand_in(work, device, hardware, said)
            if keys is not None:
                work.uow.devices.set_keys(replace(keys, device_id=device.id))
            self._done(work, device.id, "replaced", command.by_id)

    def forget(self, command: ForgetDevice) -> None:
        with self.desk.work() as work:
            hardware = work.uow.devices.get(command.device_id).hardware
            work.uow.devices.void_certificates(hardware, work.at)
            work.uow.devices.forget(command.device_id)
            work.record("DeviceForgotten", device=command.device_id, by=command.by_id)
            self._done(work, command.device_id, "forgotten", command.by_id)

    def _spare(self, work: Work, command: ReplaceDevice) -> tuple[str, dict[str, Any], Any]:
        """Its own name, what it is, and its keys. It is nothing of its own from now on."""
        devices = work.uow.devices
        waiting = devices.waiting(command.spare)
        if waiting is not None:
            devices.stop_waiting(waiting.hardware)
            return waiting.hardware, _what_it_is(waiting), None
        found = next((one for one in devices.everyone() if one.id == command.spare), None)
        spare = found or devices.by_hardware(command.spare)
        if spare is None:
            raise NotFoundError("no such spare: neither a device of ours, nor one that waits")
        if spare.id == command.device_id:
            raise ConflictError("a device cannot take its own place")
        keys = devices.keys_of(spare.id)
        devices.forget(spare.id)
        return spare.hardware, _what_it_is(spare), keys

    def _known(self, work: Work, device_id: str) -> bool:
        return any(one.id == device_id for one in work.uow.devices.everyone())

    def _take_in(self, work: Work, hardware: str) -> dict[str, Any]:
        """To name a device is to adopt it; answers what it said of itself while it waited."""
        if (other := work.uow.devices.by_hardware(hardware)) is not None:
            raise ConflictError(f"this is the hardware of {other.id}: name that one")
        waiting = work.uow.devices.waiting(hardware)
        work.uow.devices.stop_waiting(hardware)
        work.record("DeviceAdopted", device=hardware, hardware=hardware)
        return _what_it_is(waiting) if waiting else {}

    def _fields(self, command: AmendDevice) -> dict[str, Any]:
        changes = {"name": command.name, "zone": command.zone, "kind": command.kind}
        fields: dict[str, Any] = {
            name: value for name, value in changes.items() if value is not None
        }
        if command.at is not None:
            fields["x"], fields["y"] = command.at or (None, None)
        return fields

    def _done(self, work: Work, device_id: str, what: str, by_id: str | None) -> None:
        work.audit(by_id, f"device.{what}", device_id)
        work.uow.devices.mark_changed()
        work.after(self.register.read)
        work.tell(DeviceChanged(device_id, what, work.at))


def _what_it_is(device: Any) -> dict[str, Any]:
    return {name: getattr(device, name) for name in ("kind", "dialect", "model", "firmware")}
