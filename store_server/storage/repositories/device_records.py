"""How devices have been: a day of samples, a season of alarms, and the plan that they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from store_server.clock import new_id
from store_server.device_ports import DeviceSample, KeptPlan
from store_server.domain.device import AlarmKind
from store_server.storage.tables import DeviceAlarmRow, DeviceSampleRow, FloorPlanRow

SAMPLES_KEPT = timedelta(days=1)
ALARMS_KEPT = timedelta(days=90)
THE_PLAN = "plan"


class SqlDeviceRecords:
    """Satisfies `device_ports.DeviceRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sample(self, device_id: str, sample: DeviceSample) -> None:
        stale = sample.at - SAMPLES_KEPT
        self._connection.execute(delete(DeviceSampleRow).where(DeviceSampleRow.at < stale))
        self._connection.execute(
            insert(DeviceSampleRow).values(
                device_id=device_id,
                at=sample.at,
                battery_pct=sample.battery_pct,
                temperature_c=sample.temperature_c,
                fps=sample.fps,
                uptime_s=sample.uptime_s,
            )
        )

    def raise_alarm(self, device_id: str, kind: AlarmKind, detail: str, at: datetime) -> None:
        stale = at - ALARMS_KEPT
        self._connection.execute(delete(DeviceAlarmRow).where(DeviceAlarmRow.ended_at < stale))
        self._connection.execute(
            insert(DeviceAlarmRow).values(
                id=new_id(), device_id=device_id, kind=kind, detail=detail, raised_at=at
            )
        )

    def end_alarm(self, device_id: str, kind: AlarmKind, at: datetime) -> None:
        self._connection.execute(
            update(DeviceAlarmRow)
            .where(DeviceAlarmRow.device_id == device_id, DeviceAlarmRow.kind == kind)
            .where(DeviceAlarmRow.ended_at.is_(None))
            .values(ended_at=at)
        )

    def open_alarms(self) -> Sequence[tuple[str, AlarmKind]]:
        rows = self._connection.execute(
            select(DeviceAlarmRow.device_id, DeviceAlarmRow.kind)
            .where(DeviceAlarmRow.ended_at.is_(None))
            .order_by(DeviceAlarmRow.raised_at)
        )
        return [(row.device_id, row.kind) for row in rows]


class SqlFloorPlans:
    """Satisfies `device_ports.FloorPlans`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, plan: KeptPlan) -> None:
        self.drop()
        self._connection.execute(
            insert(FloorPlanRow).values(
                id=THE_PLAN,
                svg=plan.svg,
                width=plan.width,
                height=plan.height,
                changed_at=plan.changed_at,
            )
        )

    def drop(self) -> None:
        self._connection.execute(delete(FloorPlanRow))
