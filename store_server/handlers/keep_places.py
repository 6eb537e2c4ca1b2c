"""Zones and devices: what they are called, where they stand, what they say of themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store_server.handlers.desk import Desk
from store_server.messages import AmendDevice, AmendZone, DeviceChanged, ForgetDevice, NoteDevice

Place = Callable[[str, str | None], None]


class KeepPlaces:
    """Each method handles the command of its name. `place` tells presence where a gateway is."""

    def __init__(self, desk: Desk, place: Place) -> None:
        self._desk = desk
        self._place = place

    def amend_zone(self, command: AmendZone) -> None:
        with self._desk.work() as work:
            work.uow.places.save_zone(command.zone, command.name, command.capacity)
            work.record("ZoneAmended", zone=command.zone, by=command.by_id)
            work.tell(DeviceChanged(command.zone, "amended", work.at))

    def amend_device(self, command: AmendDevice) -> None:
        changes = {"name": command.name, "zone": command.zone, "kind": command.kind}
        given = {name: value for name, value in changes.items() if value is not None}
        with self._desk.work() as work:
            work.uow.places.save_device(command.device_id, given)
            work.record("DeviceAmended", device=command.device_id, by=command.by_id)
            if command.zone is not None:
                zone = command.zone
                work.after(lambda: self._place(command.device_id, zone))
            work.tell(DeviceChanged(command.device_id, "amended", work.at))

    def note(self, command: NoteDevice) -> None:
        """A device spoke of itself. Its own idea of its zone holds until someone places it."""
        said: dict[str, Any] = {
            "state": command.state,
            "kind": command.kind,
            "model": command.model,
            "firmware": command.firmware,
            "battery_pct": command.battery_pct,
        }
        said = {name: value for name, value in said.items() if value is not None}
        said |= {"dialect": command.dialect, "last_heard_at": command.heard_at}
        with self._desk.work() as work:
            standing = work.uow.places.zone_of(command.device_id)
            if command.zone is not None and standing is None:
                said["zone"] = command.zone
                zone = command.zone
                work.after(lambda: self._place(command.device_id, zone))
            work.uow.places.save_device(command.device_id, said)
            work.tell(DeviceChanged(command.device_id, command.state or "heard", work.at))

    def forget(self, command: ForgetDevice) -> None:
        with self._desk.work() as work:
            work.uow.places.forget_device(command.device_id)
            work.record("DeviceForgotten", device=command.device_id, by=command.by_id)
            work.tell(DeviceChanged(command.device_id, "forgotten", work.at))
