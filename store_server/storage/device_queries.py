"""Reading for the devices' page: each answer from one fresh snapshot of the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from store_server.count_views import TalliesView
from store_server.device_ports import KeptPlan, PushedDevice
from store_server.device_views import (
    AdoptionView,
    CommandView,
    SampleView,
    WaitingDeviceView,
)
from store_server.domain.floor_plan import Room
from store_server.ports import Clock, NotFoundError
from store_server.storage.counters import last_number
from store_server.storage.engine import reading
from store_server.storage.reads import counts, devices
from store_server.storage.repositories.devices import REVISION
from store_server.storage.tables import DeviceKeyRow, DeviceRow
from store_server.views import AlarmView


class SqlDeviceQueries:
    """Satisfies `device_ports.DeviceQueries`. Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def waiting(self) -> Sequence[WaitingDeviceView]:
        with reading(self._engine) as connection:
            return devices.waiting(connection)

    def adoption(self, code_id: str) -> AdoptionView:
        with reading(self._engine) as connection:
            found = devices.adoption(connection, code_id, self._clock.now())
        if found is None:
            raise NotFoundError("there is no such code, or it has expired")
        return found

    def alarms(self, open_only: bool) -> Sequence[AlarmView]:
        with reading(self._engine) as connection:
            return devices.alarms(connection, open_only)

    def tallies(self, since: datetime) -> TalliesView:
        with reading(self._engine) as connection:
            return counts.tallies(connection, since)

    def commands(self, device_id: str) -> Sequence[CommandView]:
        with reading(self._engine) as connection:
            if devices.device(connection, device_id) is None:
                raise NotFoundError("there is no such device")
            return devices.commands(connection, device_id)

    def command(self, device_id: str, command_id: str) -> CommandView:
        with reading(self._engine) as connection:
            found = devices.command(connection, device_id, command_id)
        if found is None:
            raise NotFoundError("this device was never told that")
        return found

    def samples(self, device_id: str) -> Sequence[SampleView]:
        with reading(self._engine) as connection:
            return devices.samples(connection, device_id, self._clock.now())

    def kept_plan(self) -> KeptPlan | None:
        with reading(self._engine) as connection:
            return devices.kept_plan(connection)

    def rooms(self) -> Sequence[Room]:
        with reading(self._engine) as connection:
            return devices.rooms(connection)

    def revision(self) -> int:
        with reading(self._engine) as connection:
            return last_number(connection, REVISION)

    def resolve(self, token_hash: str) -> PushedDevice | None:
        with reading(self._engine) as connection:
            row = connection.execute(
                select(DeviceRow.hardware, DeviceRow.dialect, DeviceRow.suspended_at)
                .join(DeviceKeyRow, DeviceKeyRow.device_id == DeviceRow.id)
                .where(DeviceKeyRow.push_hash == token_hash)
            ).first()
        if row is None:
            return None
        return PushedDevice(row.hardware, row.dialect, row.suspended_at is not None)
