"""Signals as one associate sees them, rendered from the present state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, exists, select
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

_Told = dict[str, list[Row[*tuple[Any, ...]]]]


def _all_signals() -> Select[*tuple[Any, ...]]:
    """The oldest first."""
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
        .order_by(SignalRow.raised_at, SignalRow.id)
    )
    return with_zone_name(query)


_READER: BindParameter[str] = bindparam("reader")
_THEIRS = (
    exists().where(ToldRow.signal_id == SignalRow.id, ToldRow.associate_id == _READER)
    | (SignalRow.claimed_by_id == _READER)
    | exists().where(AssociateRow.id == _READER, AssociateRow.role == Role.MANAGER)
)
_ALL = _all_signals()
_LIVE = _ALL.where(SignalRow.state.not_in((State.DONE, State.LEFT, State.WITHDRAWN)))
_LIVE_THEIRS = _LIVE.where(_THEIRS)
_SOME = _ALL.where(SignalRow.id.in_(bindparam("signals", expanding=True)))
_SOME_THEIRS = _SOME.where(_THEIRS)
_TOLD = (
    select(ToldRow.__table__, AssociateRow.display_name)
    .join(AssociateRow, AssociateRow.id == ToldRow.associate_id)
    .where(ToldRow.signal_id.in_(bindparam("signals", expanding=True)))
    .order_by(ToldRow.place)
)


def live_signals(connection: Connection, reader_id: str | None, day: Day) -> Sequence[SignalView]:
    """Those this associate was told of or holds; all for a manager, and where nobody reads."""
    query = _LIVE if reader_id is None else _LIVE_THEIRS
    rows = connection.execute(query, {"reader": reader_id} if reader_id else {}).all()
    return _views(connection, rows, reader_id, day)


def some_signals(
    connection: Connection, reader_id: str, signal_ids: Sequence[str], day: Day
) -> Sequence[SignalView]:
    """Over or not, and whoever they are for: the caller has judged that."""
    rows = connection.execute(_SOME, {"signals": signal_ids}).all()
    return _views(connection, rows, reader_id, day)


def one_signal(
    connection: Connection, reader_id: str, signal_id: str, day: Day
) -> SignalView | None:
    """None also where this associate has nothing to do with it."""
    asked = {"signals": [signal_id], "reader": reader_id}
    views = _views(connection, connection.execute(_SOME_THEIRS, asked).all(), reader_id, day)
    return views[0] if views else None


def _views(
    connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], reader_id: str | None, day: Day
) -> Sequence[SignalView]:
    told = _told(connection, [row.id for row in rows])
    made = cards(connection, {row.client_id for row in rows if shows_card(row)}, day)
    return [_view(row, reader_id, told, made) for row in rows]


def shows_card(row: Row[*tuple[Any, ...]]) -> bool:
    """While the signal lives and the client consents to being recognised."""
    return State(row.state).live and row.consent_id is not None


def _told(connection: Connection, signal_ids: list[str]) -> _Told:
    found: _Told = defaultdict(list)
    if signal_ids:
        for row in connection.execute(_TOLD, {"signals": signal_ids}):
            found[row.signal_id].append(row)
    return found


def _view(
    row: Row[*tuple[Any, ...]], reader_id: str | None, told: _Told, made: dict[str, ArrivalCard]
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
        outcome=row.outcome,
        card=made.get(row.client_id) if shows_card(row) else None,
    )
