"""What the devices' page shows: the list with its alarms, who waits, commands, a day of health."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from store_server.device_ports import KeptPlan
from store_server.device_views import (
    AdoptionView,
    CommandState,
    CommandView,
    SampleView,
    WaitingDeviceView,
)
from store_server.domain.floor_plan import Room
from store_server.storage.tables import (
    AdoptionCodeRow,
    AssociateRow,
    DeviceAlarmRow,
    DeviceCommandRow,
    DeviceRow,
    DeviceSampleRow,
    FloorPlanRow,
    WaitingDeviceRow,
    ZoneRow,
)
from store_server.views import AlarmView, DeviceView

OUR_OWN = "canonical"  # the dialect in which a device can be told to do something
COMMANDS_SHOWN = 50
ALARMS_SHOWN = 100
SAMPLED = timedelta(days=1)

_SAID_BY_ITSELF = (
    "id",
    "name",
    "kind",
    "dialect",
    "state",
    "zone",
    "model",
    "firmware",
    "battery_pct",
    "last_heard_at",
    "hardware",
    "x",
    "y",
    "uptime_s",
    "temperature_c",
    "lens",
    "fps",
    "outbox_pct",
    "dropped",
    "health_at",
)


def devices(connection: Connection) -> Sequence[DeviceView]:
    rows = connection.execute(_listed().order_by(DeviceRow.name, DeviceRow.id))
    standing: dict[str, list[AlarmView]] = defaultdict(list)
    for alarm in alarms(connection, open_only=True):
        standing[alarm.device_id].append(alarm)
    return [_view(row, standing[row.id]) for row in rows]


def device(connection: Connection, device_id: str) -> DeviceView | None:
    row = connection.execute(_listed().where(DeviceRow.id == device_id)).first()
    if row is None:
        return None
    standing = [
        alarm for alarm in alarms(connection, open_only=True) if alarm.device_id == device_id
    ]
    return _view(row, standing)


def alarms(connection: Connection, open_only: bool) -> Sequence[AlarmView]:
    query = (
        select(DeviceAlarmRow.__table__, DeviceRow.name.label("device_name"))
        .join(DeviceRow, DeviceRow.id == DeviceAlarmRow.device_id)
        .order_by(DeviceAlarmRow.raised_at.desc(), DeviceAlarmRow.id.desc())
    )
    if open_only:
        query = query.where(DeviceAlarmRow.ended_at.is_(None))
    else:
        query = query.limit(ALARMS_SHOWN)
    return [
        AlarmView(
            row.id,
            row.device_id,
            row.device_name,
            row.kind.value,
            row.detail,
            row.raised_at,
            row.ended_at,
        )
        for row in connection.execute(query)
    ]


def waiting(connection: Connection) -> Sequence[WaitingDeviceView]:
    rows = connection.execute(
        select(WaitingDeviceRow.__table__).order_by(WaitingDeviceRow.last_heard_at.desc())
    )
    return [WaitingDeviceView(**row._mapping) for row in rows]


def adoption(connection: Connection, code_id: str, now: datetime) -> AdoptionView | None:
    """None once the code has expired."""
    row = connection.execute(
        select(AdoptionCodeRow.id, AdoptionCodeRow.device_id).where(
            AdoptionCodeRow.id == code_id, AdoptionCodeRow.expires_at > now
        )
    ).first()
    return AdoptionView(row.id, row.device_id is not None, row.device_id) if row else None


def commands(connection: Connection, device_id: str) -> Sequence[CommandView]:
    rows = connection.execute(
        _commanded()
        .where(DeviceCommandRow.device_id == device_id)
        .order_by(DeviceCommandRow.asked_at.desc(), DeviceCommandRow.id.desc())
        .limit(COMMANDS_SHOWN)
    )
    return [_command(row) for row in rows]


def command(connection: Connection, device_id: str, command_id: str) -> CommandView | None:
    row = connection.execute(
        _commanded().where(
            DeviceCommandRow.id == command_id, DeviceCommandRow.device_id == device_id
        )
    ).first()
    return _command(row) if row else None


def samples(connection: Connection, device_id: str, now: datetime) -> Sequence[SampleView]:
    rows = connection.execute(
        select(
            DeviceSampleRow.at,
            DeviceSampleRow.battery_pct,
            DeviceSampleRow.temperature_c,
            DeviceSampleRow.fps,
            DeviceSampleRow.uptime_s,
        )
        .where(DeviceSampleRow.device_id == device_id, DeviceSampleRow.at > now - SAMPLED)
        .order_by(DeviceSampleRow.at)
    )
    return [SampleView(**row._mapping) for row in rows]


def kept_plan(connection: Connection) -> KeptPlan | None:
    row = connection.execute(select(FloorPlanRow.__table__)).first()
    return KeptPlan(row.svg, row.width, row.height, row.changed_at) if row else None


def rooms(connection: Connection) -> Sequence[Room]:
    rows = connection.execute(select(ZoneRow.id, ZoneRow.name).order_by(ZoneRow.name, ZoneRow.id))
    return [Room(row.id, row.name) for row in rows]


def _listed() -> Select[Any]:
    return select(DeviceRow.__table__, ZoneRow.name.label("zone_name")).outerjoin(
        ZoneRow, ZoneRow.id == DeviceRow.zone
    )


def _view(row: Row[Any], standing: Sequence[AlarmView]) -> DeviceView:
    said = {name: getattr(row, name) for name in _SAID_BY_ITSELF}
    return DeviceView(
        **said,
        zone_name=row.zone_name,
        standing="adopted" if row.suspended_at is None else "suspended",
        takes_commands=row.dialect == OUR_OWN,
        alarms=tuple(standing),
    )


def _commanded() -> Select[Any]:
    return select(DeviceCommandRow.__table__, AssociateRow.display_name.label("by_name")).outerjoin(
        AssociateRow, AssociateRow.id == DeviceCommandRow.by_id
    )


def _command(row: Row[Any]) -> CommandView:
    return CommandView(
        id=row.id,
        device_id=row.device_id,
        do=row.do,
        parameters=row.parameters,
        by=row.by_name or row.by_id or "",
        asked_at=row.asked_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        state=_state(row),
        reason=row.reason,
    )


def _state(row: Row[Any]) -> CommandState:
    if row.answered_at is not None:
        return "done" if row.ok else "failed"
    if row.expired_at is not None:
        return "expired"
    return "waiting" if row.sent_at is None else "sent"
