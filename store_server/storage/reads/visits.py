"""Who is in the boutique, where, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, text

from store_server.domain.client import Client
from store_server.domain.signal import State
from store_server.storage.reads.closures import CLOSED_TO_THEM
from store_server.storage.reads.staff import ENGAGED
from store_server.storage.tables import (
    AssociateRow,
    ClientRow,
    DeviceRow,
    SignalRow,
    VisitRow,
    ZoneRow,
)
from store_server.storage.tables.floor import OPEN
from store_server.views import VisitView

# A zone that nobody has set up goes by the name of the gateway that hears there.
ZONE_NAME: ColumnElement[str | None] = func.coalesce(ZoneRow.name, DeviceRow.name)


def with_zone_name(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what `ZONE_NAME` needs onto a query over visits."""
    return query.outerjoin(ZoneRow, ZoneRow.id == VisitRow.zone).outerjoin(
        DeviceRow, DeviceRow.id == VisitRow.zone
    )


_LATEST = (
    select(VisitRow.id)
    .order_by(VisitRow.arrived_at.desc(), VisitRow.id.desc())
    .limit(bindparam("at_most"))
)
_THE_OPEN = select(VisitRow.id).where(text(OPEN))


def _described(which: Select[str]) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            VisitRow.__table__,
            ClientRow.given_name,
            ClientRow.family_name,
            ClientRow.tier,
            ZONE_NAME.label("zone_name"),
            AssociateRow.display_name.label("with_associate"),
            CLOSED_TO_THEM.label("privatised"),
        )
        .join(ClientRow, ClientRow.id == VisitRow.client_id)
        .outerjoin(
            SignalRow,
            (SignalRow.visit_id == VisitRow.id) & SignalRow.state.in_((*ENGAGED, State.DONE)),
        )
        .outerjoin(AssociateRow, AssociateRow.id == SignalRow.claimed_by_id)
        .where(VisitRow.id.in_(which))
        .order_by(VisitRow.arrived_at.desc(), VisitRow.id.desc(), SignalRow.raised_at)
    )
    return with_zone_name(query)


_OPEN, _ALL = _described(_THE_OPEN), _described(_LATEST)


def visits(connection: Connection, open_only: bool, limit: int) -> Sequence[VisitView]:
    """The latest first."""
    rows = connection.execute(_OPEN) if open_only else connection.execute(_ALL, {"at_most": limit})
    return list({row.id: _view(row) for row in rows}.values())[:limit]


def _view(row: Any) -> VisitView:
    client = Client(row.client_id, row.given_name, row.family_name)
    return VisitView(
        id=row.id,
        client_id=row.client_id,
        display_name=client.display_name,
        tier=row.tier,
        arrived_at=row.arrived_at,
        whereabouts=row.whereabouts,
        source=row.source,
        zone=row.zone,
        zone_name=row.zone_name,
        left_at=row.left_at,
        with_associate=row.with_associate,
        privatised=bool(row.privatised),
    )
