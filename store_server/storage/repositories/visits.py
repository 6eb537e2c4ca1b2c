"""Visits, of which a client has one open at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from store_server.domain.visit import Visit, Whereabouts
from store_server.ports import NotFoundError
from store_server.storage.tables import VisitRow

_TABLE = VisitRow.__table__


class SqlVisits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit: Visit) -> None:
        self._connection.execute(insert(VisitRow).values(id=visit.id, **_values(visit)))

    def save(self, visit: Visit) -> None:
        saved = self._connection.execute(
            update(VisitRow).where(VisitRow.id == visit.id).values(**_values(visit))
        )
        if saved.rowcount == 0:
            raise NotFoundError("there is no such visit")

    def latest(self, client_id: str) -> Visit | None:
        row = self._connection.execute(
            select(_TABLE)
            .where(VisitRow.client_id == client_id)
            .order_by(VisitRow.arrived_at.desc(), VisitRow.id.desc())
            .limit(1)
        ).first()
        return _visit(row) if row else None

    def open(self) -> Sequence[Visit]:
        rows = self._connection.execute(
            select(_TABLE)
            .where(VisitRow.whereabouts != Whereabouts.ENDED)
            .order_by(VisitRow.arrived_at, VisitRow.id)
        )
        return [_visit(row) for row in rows]


def _values(visit: Visit) -> dict[str, object]:
    return {
        "client_id": visit.client_id,
        "arrived_at": visit.arrived_at,
        "source": visit.source,
        "zone": visit.zone,
        "whereabouts": visit.whereabouts,
        "last_known_at": visit.last_known_at,
        "left_at": visit.left_at,
        "heard": visit.heard,
    }


def _visit(row: Row[Any]) -> Visit:
    return Visit(
        id=row.id,
        client_id=row.client_id,
        arrived_at=row.arrived_at,
        source=row.source,
        zone=row.zone,
        whereabouts=row.whereabouts,
        last_known_at=row.last_known_at,
        left_at=row.left_at,
        heard=row.heard,
    )
