"""Associates as they are now: on shift or not, and with how many clients."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, exists, func, select, text

from store_server.domain.signal import State
from store_server.domain.staff import Associate
from store_server.storage.prepared import Prepared, Row
from store_server.storage.tables import AssociateRow, BadgeRow, ShiftRow, SignalRow
from store_server.storage.tables.signals import LIVE
from store_server.views import AssociateView, BadgeView

ENGAGED = (State.CLAIMED, State.WELCOMED, State.WITH_CLIENT)

_ON_SHIFT = exists().where(ShiftRow.associate_id == AssociateRow.id, ShiftRow.ended_at.is_(None))
# A live signal that somebody holds. The name of the holder is no bare column, or SQLite would group
# by walking through all that each of them ever held.
_HOLDER = (SignalRow.claimed_by_id + "").label("holder")
_ENGAGED = (
    select(_HOLDER, func.count().label("clients")).where(text(LIVE)).group_by(_HOLDER).subquery()
)
_ALL = (
    select(
        AssociateRow.id,
        AssociateRow.display_name,
        AssociateRow.role,
        AssociateRow.languages,
        AssociateRow.active,
        _ON_SHIFT.label("on_shift"),
        func.coalesce(_ENGAGED.c.clients, 0).label("engaged"),
    )
    .outerjoin(_ENGAGED, _ENGAGED.c.holder == AssociateRow.id)
    .order_by(AssociateRow.display_name, AssociateRow.id)
)
_ACTIVE = Prepared(_ALL.where(AssociateRow.active.is_(True)))
_SOME = _ALL.where(AssociateRow.id.in_(bindparam("associates", expanding=True)))


def active_associates(connection: Connection) -> Sequence[Associate]:
    return [_associate(row) for row in _ACTIVE.all(connection, {})]


def associates(connection: Connection, ids: Sequence[str]) -> Sequence[Associate]:
    """Whether active or not."""
    return [_associate(row) for row in connection.execute(_SOME, {"associates": ids})]


def _associate(row: Row) -> Associate:
    return Associate(
        id=row.id,
        display_name=row.display_name,
        role=row.role,
        languages=tuple(row.languages),
        on_shift=bool(row.on_shift),
        engaged=row.engaged,
        active=row.active,
    )


def associate_view(associate: Associate) -> AssociateView:
    return AssociateView(
        id=associate.id,
        display_name=associate.display_name,
        role=associate.role,
        languages=associate.languages,
        on_shift=associate.on_shift,
        engaged=associate.engaged,
    )


def badges(connection: Connection) -> list[BadgeView]:
    row = BadgeRow
    query = select(row.id, row.associate_id, row.kind, row.label, row.key, row.enrolled_at)
    return [
        BadgeView(one.id, one.associate_id, one.kind, one.label, one.key or "", one.enrolled_at)
        for one in connection.execute(query.order_by(row.enrolled_at, row.id))
    ]
