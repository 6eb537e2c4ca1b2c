"""Signals as one associate sees them, rendered from the present state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, exists, select
from sqlalchemy.orm import aliased

from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.staff import Role
from store_server.storage.reads.cards import cards
from store_server.storage.reads.day import Day
from store_server.storage.reads.visits import ZONE_NAME, with_zone_name
from store_server.storage.tables import (
    AssociateRow,
    ConsentRow,
    SignalRow,
    ToldRow,
    VisitRow,
)
from store_server.views import ArrivalCard, SignalState, SignalView

LIVE: ColumnElement[bool] = SignalRow.state.not_in((State.DONE, State.LEFT, State.WITHDRAWN))

_Told = dict[str, list[Row[Any]]]


def concerning(connection: Connection, associate_id: str) -> ColumnElement[bool] | None:
    """Which signals this associate may see; None for a manager, who sees all."""
    role = connection.execute(
        select(AssociateRow.role).where(AssociateRow.id == associate_id)
    ).scalar()
    if role is Role.MANAGER:
        return None
    told = exists().where(ToldRow.signal_id == SignalRow.id, ToldRow.associate_id == associate_id)
    return told | (SignalRow.claimed_by_id == associate_id)


def signals(
    connection: Connection, reader_id: str | None, day: Day, *which: ColumnElement[bool]
) -> Sequence[SignalView]:
    """The oldest first. `reader_id` is whose phone it is; None for the manager's screen."""
    rows = _rows(connection, which)
    told = _told(connection, [row.id for row in rows])
    made = cards(connection, {row.client_id for row in rows if shows_card(row)}, day)
    return [_view(row, reader_id, told, made) for row in rows]


def shows_card(row: Row[Any]) -> bool:
    """While the signal lives and the client consents to being recognised."""
    return State(row.state).live and row.consent_id is not None


def _rows(connection: Connection, which: tuple[ColumnElement[bool], ...]) -> Sequence[Row[Any]]:
    claimer, hander = aliased(AssociateRow), aliased(AssociateRow)
    query = (
        select(
            SignalRow.__table__,
            VisitRow.whereabouts,
            VisitRow.arrived_at,
            VisitRow.zone,
            ZONE_NAME.label("zone_name"),
            ConsentRow.id.label("consent_id"),
            claimer.display_name.label("claimed_by"),
            hander.display_name.label("handed_by"),
        )
        .join(VisitRow, VisitRow.id == SignalRow.visit_id)
        .outerjoin(
            ConsentRow,
            (ConsentRow.client_id == SignalRow.client_id)
            & (ConsentRow.purpose == Purpose.PRESENCE)
            & ConsentRow.withdrawn_at.is_(None),
        )
        .outerjoin(claimer, claimer.id == SignalRow.claimed_by_id)
        .outerjoin(hander, hander.id == SignalRow.handed_by_id)
        .where(*which)
        .order_by(SignalRow.raised_at, SignalRow.id)
    )
    return connection.execute(with_zone_name(query)).all()


def _told(connection: Connection, signal_ids: list[str]) -> _Told:
    found: _Told = defaultdict(list)
    if signal_ids:
        rows = connection.execute(
            select(ToldRow.__table__, AssociateRow.display_name)
            .join(AssociateRow, AssociateRow.id == ToldRow.associate_id)
            .where(ToldRow.signal_id.in_(signal_ids))
            .order_by(ToldRow.place)
        )
        for row in rows:
            found[row.signal_id].append(row)
    return found


def _view(
    row: Row[Any], reader_id: str | None, told: _Told, made: dict[str, ArrivalCard]
) -> SignalView:
    mine = next((one for one in told[row.id] if one.associate_id == reader_id), None)
    return SignalView(
        id=row.id,
        state=cast(SignalState, str(row.state)),
        raised_at=row.raised_at,
        changed_at=row.changed_at,
        whereabouts=row.whereabouts,
        arrived_at=row.arrived_at,
        zone=row.zone,
        zone_name=row.zone_name,
        mine=reader_id is not None and row.claimed_by_id == reader_id,
        claimed_by=row.claimed_by,
        claimed_by_id=row.claimed_by_id,
        told=tuple(one.display_name for one in told[row.id]),
        silent=row.silent,
        handed_by=row.handed_by,
        handover_note=row.handover_note,
        snoozed_until=mine.snoozed_until if mine else None,
        declined=mine.declined if mine else False,
        card=made.get(row.client_id) if shows_card(row) else None,
    )
