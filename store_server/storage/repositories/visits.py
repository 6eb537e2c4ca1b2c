"""Visits, of which a client has one open at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from store_server.domain.visit import Visit
from store_server.ports import NotFoundError
from store_server.storage.prepared import Prepared
from store_server.storage.tables import VisitRow
from store_server.storage.tables.floor import OPEN

_TABLE = VisitRow.__table__
_ADD = Prepared(insert(VisitRow))
_SAVE = update(VisitRow).where(VisitRow.id == bindparam("visit"))
_LATEST = (
    select(_TABLE)
    .where(VisitRow.client_id == bindparam("client"))
    .order_by(VisitRow.arrived_at.desc(), VisitRow.id.desc())
    .limit(1)
)
_OPEN = select(_TABLE).where(text(OPEN))


class SqlVisits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit: Visit) -> None:
        _ADD.later(self._connection, {"id": visit.id, **_values(visit)})

    def save(self, visit: Visit) -> None:
        """Whose visit it is changes by a merge alone."""
        saved = self._connection.execute(_SAVE, {"visit": visit.id, **_course(visit)})
        if saved.rowcount == 0:
            raise NotFoundError("there is no such visit")

    def latest(self, client_id: str) -> Visit | None:
        row = self._connection.execute(_LATEST, {"client": client_id}).first()
        return _visit(row) if row else None

    def open(self) -> Sequence[Visit]:
        visits = [_visit(row) for row in self._connection.execute(_OPEN)]
        return sorted(visits, key=lambda visit: (visit.arrived_at, visit.id))


def _values(visit: Visit) -> dict[str, object]:
    return {"client_id": visit.client_id, **_course(visit)}


def _course(visit: Visit) -> dict[str, object]:
    return {
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
