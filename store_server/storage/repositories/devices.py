"""The register of devices: which are ours, what they prove it with, and who waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from store_server.clock import new_id
from store_server.device_ports import (
    AdoptionCode,
    Certificate,
    DeviceKeys,
    RegisteredDevice,
    WaitingDevice,
)
from store_server.domain.device import Rhythm
from store_server.ports import NotFoundError
from store_server.storage.counters import last_number, next_number
from store_server.storage.tables import (
    AdoptionCodeRow,
    DeviceAlarmRow,
    DeviceCertificateRow,
    DeviceCommandRow,
    DeviceKeyRow,
    DeviceRow,
    DeviceSampleRow,
    WaitingDeviceRow,
)

WAITING_AT_MOST = 100  # beyond it somebody invents names
WAITING_KEPT = timedelta(days=1)
REVISION = "devices"

_OF_DEVICES = (DeviceKeyRow, DeviceCommandRow, DeviceAlarmRow, DeviceSampleRow)


class SqlDevices:
    """Satisfies `device_ports.Devices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everyone(self) -> Sequence[RegisteredDevice]:
        rows = self._connection.execute(select(DeviceRow.__table__).order_by(DeviceRow.id))
        return [_registered(row) for row in rows]

    def get(self, device_id: str) -> RegisteredDevice:
        query = select(DeviceRow.__table__).where(DeviceRow.id == device_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such device")
        return _registered(row)

    def by_hardware(self, hardware: str) -> RegisteredDevice | None:
        query = select(DeviceRow.__table__).where(DeviceRow.hardware == hardware)
        row = self._connection.execute(query).first()
        return _registered(row) if row else None

    def add(self, device_id: str, hardware: str, fields: dict[str, Any]) -> None:
        unsaid = {"name": device_id, "kind": "", "dialect": "", "state": "unknown"}
        values = unsaid | fields | {"id": device_id, "hardware": hardware}
        self._connection.execute(insert(DeviceRow).values(**values))

    def suspend(self, device_id: str, at: datetime | None) -> None:
        self._change(device_id, {"suspended_at": at})

    def change_hardware(self, device_id: str, hardware: str, fields: dict[str, Any]) -> None:
        self._change(device_id, {**fields, "hardware": hardware})

    def forget(self, device_id: str) -> None:
        for table in _OF_DEVICES:
            self._connection.execute(delete(table).where(table.device_id == device_id))
        gone = self._connection.execute(delete(DeviceRow).where(DeviceRow.id == device_id))
        if gone.rowcount == 0:
            raise NotFoundError("there is no such device")

    # ------------------------------------------------------------------ keys

    def keys(self) -> Sequence[DeviceKeys]:
        return [_keys(row) for row in self._connection.execute(select(DeviceKeyRow.__table__))]

    def keys_of(self, device_id: str) -> DeviceKeys | None:
        query = select(DeviceKeyRow.__table__).where(DeviceKeyRow.device_id == device_id)
        row = self._connection.execute(query).first()
        return _keys(row) if row else None

    def set_keys(self, keys: DeviceKeys) -> None:
        self.drop_keys(keys.device_id)
        self._connection.execute(
            insert(DeviceKeyRow).values(
                device_id=keys.device_id,
                username=keys.username,
                password_hash=keys.password_hash,
                topics=list(keys.topics),
                push_hash=keys.push_hash,
            )
        )

    def drop_keys(self, device_id: str) -> None:
        self._connection.execute(delete(DeviceKeyRow).where(DeviceKeyRow.device_id == device_id))

    # ------------------------------------------------------------------ certificates

    def note_certificate(self, name: str, serial: str, at: datetime, expires_at: datetime) -> None:
        self._connection.execute(
            insert(DeviceCertificateRow).values(
                serial=serial, name=name, issued_at=at, expires_at=expires_at
            )
        )

    def certificates(self, name: str, now: datetime) -> int:
        query = (
            select(func.count())
            .select_from(DeviceCertificateRow)
            .where(
                DeviceCertificateRow.name == name,
                DeviceCertificateRow.expires_at > now,
                DeviceCertificateRow.void_since.is_(None),
            )
        )
        return self._connection.execute(query).scalar_one()

    def void_certificates(self, name: str, at: datetime) -> None:
        """Whatever has ended goes on this occasion, for now the list changes anyway."""
        row = DeviceCertificateRow
        voided = self._connection.execute(
            update(row).where(row.name == name, row.void_since.is_(None)).values(void_since=at)
        )
        if voided.rowcount:
            self._connection.execute(delete(row).where(row.expires_at <= at))

    def unended_certificates(self) -> Sequence[Certificate]:
        row = DeviceCertificateRow
        rows = self._connection.execute(
            select(row.serial, row.name, row.expires_at, row.void_since)
        )
        return [
            Certificate(serial, name, expires_at, since is not None)
            for serial, name, expires_at, since in rows
        ]

    # ------------------------------------------------------------------ who waits

    def note_waiting(self, device: WaitingDevice) -> bool:
        said: dict[str, Any] = {"dialect": device.dialect, "last_heard_at": device.last_heard_at}
        told = {"kind": device.kind, "model": device.model, "firmware": device.firmware}
        said |= {name: value for name, value in told.items() if value}
        changed = self._connection.execute(
            update(WaitingDeviceRow)
            .where(WaitingDeviceRow.hardware == device.hardware)
            .values(**said)
        )
        if changed.rowcount:
            return False
        stale = device.last_heard_at - WAITING_KEPT
        self._connection.execute(
            delete(WaitingDeviceRow).where(WaitingDeviceRow.last_heard_at < stale)
        )
        count = select(func.count()).select_from(WaitingDeviceRow)
        if self._connection.execute(count).scalar_one() >= WAITING_AT_MOST:
            return False
        first = {"hardware": device.hardware, "first_heard_at": device.first_heard_at, "kind": ""}
        self._connection.execute(insert(WaitingDeviceRow).values(**(first | said)))
        return True

    def waiting(self, hardware: str) -> WaitingDevice | None:
        query = select(WaitingDeviceRow.__table__).where(WaitingDeviceRow.hardware == hardware)
        row = self._connection.execute(query).first()
        return WaitingDevice(**row._mapping) if row else None

    def stop_waiting(self, hardware: str) -> None:
        self._connection.execute(
            delete(WaitingDeviceRow).where(WaitingDeviceRow.hardware == hardware)
        )

    # ------------------------------------------------------------------ adoption codes

    def offer(
        self, code_hash: str, expires_at: datetime, wishes: dict[str, Any], by_id: str | None
    ) -> str:
        code_id = new_id()
        self._connection.execute(
            insert(AdoptionCodeRow).values(
                id=code_id, code_hash=code_hash, expires_at=expires_at, wishes=wishes, by_id=by_id
            )
        )
        return code_id

    def offered(self, code_hash: str, now: datetime) -> AdoptionCode | None:
        self._connection.execute(delete(AdoptionCodeRow).where(AdoptionCodeRow.expires_at <= now))
        row = self._connection.execute(
            select(AdoptionCodeRow.__table__).where(
                AdoptionCodeRow.code_hash == code_hash, AdoptionCodeRow.device_id.is_(None)
            )
        ).first()
        return AdoptionCode(row.id, row.wishes, row.by_id) if row else None

    def use(self, code_id: str, device_id: str) -> None:
        self._connection.execute(
            update(AdoptionCodeRow).where(AdoptionCodeRow.id == code_id).values(device_id=device_id)
        )

    # ------------------------------------------------------------------ for those who cache it

    def mark_changed(self) -> None:
        next_number(self._connection, REVISION)

    def revision(self) -> int:
        return last_number(self._connection, REVISION)

    def _change(self, device_id: str, fields: dict[str, Any]) -> None:
        changed = self._connection.execute(
            update(DeviceRow).where(DeviceRow.id == device_id).values(**fields)
        )
        if changed.rowcount == 0:
            raise NotFoundError("there is no such device")


def _registered(row: Row[Any]) -> RegisteredDevice:
    return RegisteredDevice(
        id=row.id,
        hardware=row.hardware,
        name=row.name,
        kind=row.kind,
        dialect=row.dialect,
        zone=row.zone,
        suspended=row.suspended_at is not None,
        state=row.state,
        last_heard_at=row.last_heard_at,
        rhythm=Rhythm(tuple(row.pauses_s or ())),
        model=row.model,
        firmware=row.firmware,
    )


def _keys(row: Row[Any]) -> DeviceKeys:
    return DeviceKeys(
        row.device_id, row.username, row.password_hash, tuple(row.topics), row.push_hash
    )
