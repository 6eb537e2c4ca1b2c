"""Associates as they are now: on shift or not, and with how many clients."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, exists, func, select

from store_server.domain.signal import State
from store_server.domain.staff import Associate
from store_server.storage.tables import AssociateRow, ShiftRow, SignalRow
from store_server.views import AssociateView

ENGAGED = (State.CLAIMED, State.WELCOMED, State.WITH_CLIENT)


def associates(connection: Connection, which: ColumnElement[bool]) -> Sequence[Associate]:
    on_shift = exists().where(ShiftRow.associate_id == AssociateRow.id, ShiftRow.ended_at.is_(None))
    engaged = (
        select(func.count())
        .select_from(SignalRow)
        .where(SignalRow.claimed_by_id == AssociateRow.id, SignalRow.state.in_(ENGAGED))
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            AssociateRow.id,
            AssociateRow.display_name,
            AssociateRow.role,
            AssociateRow.languages,
            AssociateRow.active,
            on_shift.label("on_shift"),
            engaged.label("engaged"),
        )
        .where(which)
        .order_by(AssociateRow.display_name, AssociateRow.id)
    )
    return [
        Associate(
            id=row.id,
            display_name=row.display_name,
            role=row.role,
            languages=tuple(row.languages),
            on_shift=bool(row.on_shift),
            engaged=row.engaged,
            active=row.active,
        )
        for row in rows
    ]


def associate_view(associate: Associate) -> AssociateView:
    return AssociateView(
        id=associate.id,
        display_name=associate.display_name,
        role=associate.role,
        languages=associate.languages,
        on_shift=associate.on_shift,
        engaged=associate.engaged,
    )
