"""Zones, and the devices that stand in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from store_server.ports import ConflictError
from store_server.storage.tables import DeviceRow, ZoneRow

_FIELDS = frozenset(
    {
        "name",
        "kind",
        "dialect",
        "state",
        "zone",
        "model",
        "firmware",
        "battery_pct",
        "last_heard_at",
        "x",
        "y",
        "uptime_s",
        "temperature_c",
        "lens",
        "fps",
        "outbox_pct",
        "dropped",
        "health_at",
        "pauses_s",
    }
)


class SqlPlaces:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save_zone(self, zone: str, name: str, capacity: int | None) -> None:
        changed = self._connection.execute(
            update(ZoneRow).where(ZoneRow.id == zone).values(name=name, capacity=capacity)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(ZoneRow).values(id=zone, name=name, capacity=capacity))

    def save_device(self, device_id: str, fields: dict[str, Any]) -> None:
        unknown = sorted(set(fields) - _FIELDS)
        if unknown:
            raise ConflictError(f"a device has no field {unknown[0]!r} that can be written")
        values = dict(fields)
        if "zone" in values:
            values["zone"] = self.known_zone(values["zone"])
        query = select(DeviceRow.id).where(DeviceRow.id == device_id)
        if self._connection.execute(query).first() is None:
            self._add_device(device_id, values)
        elif values:
            self._connection.execute(
                update(DeviceRow).where(DeviceRow.id == device_id).values(**values)
            )

    def zone_of(self, device_id: str) -> str | None:
        query = select(DeviceRow.zone).where(DeviceRow.id == device_id)
        return self._connection.execute(query).scalar()

    def knows_zone(self, zone: str) -> bool:
        query = select(ZoneRow.id).where(ZoneRow.id == zone)
        return self._connection.execute(query).first() is not None

    def zones_of_devices(self) -> dict[str, str | None]:
        rows = self._connection.execute(select(DeviceRow.id, DeviceRow.zone))
        return {row.id: row.zone for row in rows}

    def _add_device(self, device_id: str, values: dict[str, Any]) -> None:
        unsaid = {"name": device_id, "kind": "", "dialect": "", "state": "unknown"}
        known = {"id": device_id, "hardware": device_id}
        self._connection.execute(insert(DeviceRow).values(**(unsaid | values | known)))

    def known_zone(self, zone: str | None) -> str | None:
        if not zone:
            return None
        if not self.knows_zone(zone):
            self._connection.execute(insert(ZoneRow).values(id=zone, name=zone))
        return zone
