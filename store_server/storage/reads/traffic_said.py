"""What managers have said of the traffic: resets, rules and alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from store_server.storage.prepared import Prepared
from store_server.storage.reads.traffic_lines import lines
from store_server.storage.tables import (
    AlertRuleRow,
    AssociateRow,
    ClientRow,
    DeviceRow,
    OccupancyResetRow,
    SettingRow,
    SignalRow,
    TrafficAlertRow,
    ZoneRow,
)
from store_server.traffic_views import (
    AlertRuleView,
    AlertView,
    DoorView,
    ResetView,
    Rule,
    TrafficSettings,
)

SETTINGS_KEY = "traffic.settings"
_SETTINGS = Prepared(select(SettingRow.value).where(SettingRow.key == SETTINGS_KEY))


def read_settings(connection: Connection) -> TrafficSettings:
    kept = _SETTINGS.first(connection, {})
    return msgspec.json.decode(kept.value, type=TrafficSettings) if kept else TrafficSettings()


def doors(connection: Connection, now: datetime) -> list[DoorView]:
    query = select(ZoneRow.id, ZoneRow.name)
    names = {row.id: row.name for row in connection.execute(query)}
    return [
        DoorView(
            one.device_id,
            one.line,
            one.name,
            one.role,
            one.device_name,
            one.zone,
            names.get(one.zone or ""),
            one.without_staff,
        )
        for one in lines(connection, now)
    ]


def resets(connection: Connection, limit: int) -> list[ResetView]:
    rows = connection.execute(
        select(OccupancyResetRow.__table__, AssociateRow.display_name)
        .outerjoin(AssociateRow, AssociateRow.id == OccupancyResetRow.by_id)
        .order_by(OccupancyResetRow.at.desc(), OccupancyResetRow.id.desc())
        .limit(limit)
    )
    return [ResetView(row.id, row.at, row.people, row.display_name, row.reason) for row in rows]


def rules(connection: Connection) -> list[AlertRuleView]:
    rows = connection.execute(select(AlertRuleRow.__table__).order_by(AlertRuleRow.id))
    return [
        AlertRuleView(
            row.id, cast(Rule, row.rule), row.zone, row.limit, row.push, row.mail, row.active
        )
        for row in rows
    ]


def standing(connection: Connection) -> frozenset[tuple[str, str]]:
    """Alerts that have not ended, by rule and subject."""
    row = TrafficAlertRow
    query = select(row.rule_id, row.subject).where(row.ended_at.is_(None))
    return frozenset((one.rule_id, one.subject) for one in connection.execute(query))


def alerts(
    connection: Connection, limit: int, open_only: bool = False, alert_id: str | None = None
) -> tuple[AlertView, ...]:
    """The newest first. `subject_name` is a zone's, a device's, or a client's."""
    who, alert = aliased(AssociateRow), TrafficAlertRow
    query = (
        select(
            alert.__table__,
            who.display_name,
            ZoneRow.name.label("zone_name"),
            DeviceRow.name.label("device_name"),
            ClientRow.given_name,
            ClientRow.family_name,
        )
        .outerjoin(who, who.id == alert.acknowledged_by_id)
        .outerjoin(ZoneRow, ZoneRow.id == alert.subject)
        .outerjoin(DeviceRow, DeviceRow.id == alert.subject)
        .outerjoin(SignalRow, SignalRow.id == alert.subject)
        .outerjoin(ClientRow, ClientRow.id == SignalRow.client_id)
        .order_by(alert.raised_at.desc(), alert.id.desc())
        .limit(limit)
    )
    if open_only:
        query = query.where(alert.ended_at.is_(None))
    if alert_id is not None:
        query = query.where(alert.id == alert_id)
    return tuple(_alert(row) for row in connection.execute(query))


def _alert(row: Row[Any]) -> AlertView:
    client = " ".join(name for name in (row.given_name, row.family_name) if name)
    return AlertView(
        row.id,
        row.rule_id,
        cast(Rule, row.rule),
        row.subject,
        row.zone_name or row.device_name or client,
        row.value,
        row.limit,
        row.raised_at,
        row.ended_at,
        row.acknowledged_at,
        row.display_name,
    )
