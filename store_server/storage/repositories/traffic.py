"""What managers say of the traffic, and the alerts that they have set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store_server.clock import new_id
from store_server.count_ports import OccupancyFact
from store_server.ports import NotFoundError
from store_server.storage.reads import traffic_said as said
from store_server.storage.reads.traffic_lines import corrected
from store_server.storage.tables import (
    AlertRuleRow,
    AlertTellingRow,
    CountCorrectionRow,
    CountRow,
    DoorRow,
    OccupancyResetRow,
    SettingRow,
    TrafficAlertRow,
    ZoneDoubtRow,
)
from store_server.traffic_ports import Correction, KeptCount, KeptSeen, OpenAlert, Telling
from store_server.traffic_views import AlertRuleView, AlertView, Role, TrafficSettings


class SqlTrafficBook:
    """Satisfies `traffic_ports.TrafficBook`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settings(self) -> TrafficSettings:
        return said.read_settings(self._connection)

    def keep_settings(self, settings: TrafficSettings) -> None:
        value = msgspec.json.encode(settings).decode()
        self._put(SettingRow, {"key": said.SETTINGS_KEY}, {"value": value})

    def name_door(
        self, device_id: str, line: str, name: str, role: Role, without_staff: bool = False
    ) -> None:
        said = {"name": name, "role": role, "without_staff": without_staff}
        self._put(DoorRow, {"device_id": device_id, "line": line}, said)

    # ------------------------------------------------------------------ counts

    def kept_count(self, count_id: str) -> KeptCount | KeptSeen:
        bare, _, moment = count_id.partition("@")
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            raise NotFoundError("there is no such count") from None
        if at.tzinfo is None:
            raise NotFoundError("there is no such count")
        query = select(CountRow.__table__).where(CountRow.at == at, CountRow.id == bare)
        row = self._connection.execute(query).first()
        if row is None:
            return self._kept_seen(bare, at)
        return KeptCount(
            row.id,
            row.at,
            row.device_id,
            row.line,
            row.zone,
            row.people_in,
            row.people_out,
            row.flag is not None,
            corrected(self._connection, [row.id]).get(row.id),
        )

    def _kept_seen(self, doubt_id: str, at: datetime) -> KeptSeen:
        table = ZoneDoubtRow.__table__
        query = select(table).where(ZoneDoubtRow.at == at, ZoneDoubtRow.id == doubt_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such count")
        said = corrected(self._connection, [doubt_id]).get(doubt_id)
        fact = OccupancyFact(
            row.device_id, row.zone, row.said_at, row.people, row.queue, tuple(row.dwell_s)
        )
        return KeptSeen(row.id, row.at, fact, None if said is None else said[0])

    def correct(self, count: KeptCount | KeptSeen, correction: Correction) -> None:
        self._connection.execute(
            insert(CountCorrectionRow),
            {
                "id": correction.id,
                "count_id": count.id,
                "count_at": count.at,
                "device_id": count.device_id,
                "line": count.line,
                "people_in": correction.people_in,
                "people_out": correction.people_out,
                "reason": correction.reason,
                "by_id": correction.by_id,
                "made_at": correction.at,
            },
        )

    def tell_occupancy(self, people: int, reason: str, by_id: str, at: datetime) -> str:
        told = new_id()
        row = {"id": told, "at": at, "people": people, "reason": reason, "by_id": by_id}
        self._connection.execute(insert(OccupancyResetRow), row)
        return told

    # ------------------------------------------------------------------ alerts

    def rules(self) -> Sequence[AlertRuleView]:
        return said.rules(self._connection)

    def keep_rule(self, rule: AlertRuleView) -> None:
        values = msgspec.structs.asdict(rule)
        self._put(AlertRuleRow, {"id": values.pop("id")}, values)

    def remove_rule(self, rule_id: str) -> None:
        gone = delete(AlertRuleRow).where(AlertRuleRow.id == rule_id).returning(AlertRuleRow.id)
        if self._connection.execute(gone).first() is None:
            raise NotFoundError("there is no such rule")

    def open_alerts(self) -> Sequence[OpenAlert]:
        row = TrafficAlertRow
        query = select(row.id, row.rule_id, row.subject, row.raised_at)
        rows = self._connection.execute(query.where(row.ended_at.is_(None)))
        return [OpenAlert(one.id, one.rule_id, one.subject, one.raised_at) for one in rows]

    def raise_alert(self, rule: AlertRuleView, subject: str, value: float, at: datetime) -> str:
        alert_id = new_id()
        self._connection.execute(
            insert(TrafficAlertRow),
            {
                "id": alert_id,
                "rule_id": rule.id,
                "rule": rule.rule,
                "subject": subject,
                "value": value,
                "limit": rule.limit,
                "raised_at": at,
            },
        )
        return alert_id

    def tell(self, telling: Telling, at: datetime) -> None:
        self._connection.execute(
            insert(AlertTellingRow),
            {
                "alert_id": telling.alert_id,
                "way": telling.way,
                "ended": telling.ended,
                "to": telling.to,
                "written_at": at,
                "due_at": at,
                "tries": 0,
            },
        )

    def end_alert(self, alert_id: str, at: datetime) -> None:
        row = TrafficAlertRow
        self._connection.execute(update(row).where(row.id == alert_id).values(ended_at=at))

    def acknowledge(self, alert_id: str, by_id: str, at: datetime) -> None:
        row = TrafficAlertRow
        known = select(row.id).where(row.id == alert_id)
        if self._connection.execute(known).first() is None:
            raise NotFoundError("there is no such alert")
        self._connection.execute(
            update(row)
            .where(row.id == alert_id, row.acknowledged_at.is_(None))
            .values(acknowledged_at=at, acknowledged_by_id=by_id)
        )

    def alert(self, alert_id: str) -> AlertView:
        found = said.alerts(self._connection, 1, alert_id=alert_id)
        if not found:
            raise NotFoundError("there is no such alert")
        return found[0]

    def _put(self, row: Any, key: dict[str, Any], values: dict[str, Any]) -> None:
        build = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        adding: Any = build(row.__table__).values(**key, **values)
        self._connection.execute(
            adding.on_conflict_do_update(index_elements=list(key), set_=values)
        )
