"""Signals as one associate sees them, rendered from the present state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec
from sqlalchemy import BindParameter, Connection, Select, bindparam, exists, select, text
from sqlalchemy.orm import aliased

from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.staff import Role
from store_server.domain.visit import Whereabouts
from store_server.ports import NotFoundError
from store_server.storage.prepared import Prepared, Row, together
from store_server.storage.reads.cards import card
from store_server.storage.reads.closures import CLOSED_TO_THEM
from store_server.storage.reads.day import Day
from store_server.storage.reads.guest_at_door import guest_at_door
from store_server.storage.reads.visits import ZONE_NAME, with_zone_name
from store_server.storage.tables import (
    AssociateRow,
    ConsentRow,
    SignalRow,
    ToldRow,
    VisitRow,
)
from store_server.storage.tables.signals import LIVE
from store_server.views import ArrivalCard, GuestAtDoor, SignalState, SignalView

SEE_NEEDS = (Role.HOST, Role.MANAGER)


def _all_signals() -> Select[*tuple[Any, ...]]:
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
            CLOSED_TO_THEM.label("privatised"),
        )
        .outerjoin(VisitRow, VisitRow.id == SignalRow.visit_id)
        .outerjoin(
            ConsentRow,
            (ConsentRow.client_id == SignalRow.client_id)
            & (ConsentRow.purpose == Purpose.PRESENCE)
            & ConsentRow.withdrawn_at.is_(None),
        )
        .outerjoin(claimer, claimer.id == SignalRow.claimed_by_id)
        .outerjoin(hander, hander.id == SignalRow.handed_by_id)
    )
    return with_zone_name(query)


_READER: BindParameter[str] = bindparam("reader")
_THEIRS = (
    exists().where(ToldRow.signal_id == SignalRow.id, ToldRow.associate_id == _READER)
    | (SignalRow.claimed_by_id == _READER)
    | exists().where(AssociateRow.id == _READER, AssociateRow.role == Role.MANAGER)
)
_LIVE = Prepared(_all_signals().where(text(LIVE)))
_LIVE_THEIRS = Prepared(_all_signals().where(text(LIVE), _THEIRS))
_ONE = Prepared(_all_signals().where(SignalRow.id == bindparam("signal")))
_ONE_THEIRS = Prepared(_all_signals().where(SignalRow.id == bindparam("signal"), _THEIRS))
_TOLD = Prepared(
    select(ToldRow.__table__, AssociateRow.display_name, AssociateRow.role)
    .join(AssociateRow, AssociateRow.id == ToldRow.associate_id)
    .where(ToldRow.signal_id == bindparam("signal"))
    .order_by(ToldRow.place)
)


@dataclass(frozen=True, slots=True)
class SignalRead:
    """A signal as the database holds it, read once for whoever it is shown to."""

    row: Row
    told: Sequence[Row]
    card: ArrivalCard | None
    guest: GuestAtDoor | None = None

    def seen_by(self, reader_id: str | None) -> SignalView:
        row = self.row
        mine = next((one for one in self.told if one.associate_id == reader_id), None)
        return SignalView(
            id=row.id,
            state=cast(SignalState, str(row.state)),
            raised_at=row.raised_at,
            changed_at=row.changed_at,
            whereabouts=row.whereabouts or Whereabouts.HERE,
            arrived_at=row.arrived_at or row.raised_at,
            zone=row.zone,
            zone_name=row.zone_name,
            mine=reader_id is not None and row.claimed_by_id == reader_id,
            claimed_by=row.claimed_by,
            claimed_by_id=row.claimed_by_id,
            told=tuple(one.display_name for one in self.told),
            silent=row.silent,
            handed_by=row.handed_by,
            handover_note=row.handover_note,
            snoozed_until=mine.snoozed_until if mine else None,
            declined=mine.declined if mine else False,
            outcome=row.outcome,
            card=self.card,
            privatised=bool(row.privatised) and row.guest_id is None,
            guest=self._guest_for(reader_id, mine) if self.card else None,
        )

    def _guest_for(self, reader_id: str | None, told: Row | None) -> GuestAtDoor | None:
        if self.guest is None:
            return None
        theirs = reader_id is not None and reader_id in (self.guest.host_id, self.row.claimed_by_id)
        if theirs or (told is not None and told.role in SEE_NEEDS):
            return self.guest
        return msgspec.structs.replace(self.guest, needs=())


def live_signals(connection: Connection, reader_id: str | None, day: Day) -> Sequence[SignalView]:
    """Those this associate was told of or holds; all for a manager, and where nobody reads.

    The oldest first.
    """
    if reader_id is None:
        rows = _LIVE.all(connection, {})
    else:
        rows = _LIVE_THEIRS.all(connection, {"reader": reader_id})
    rows.sort(key=lambda row: (row.raised_at, row.id))  # here: SQLite would walk through all for it
    return [_read_all(connection, row, day).seen_by(reader_id) for row in rows]


def any_signal(connection: Connection, signal_id: str, day: Day) -> SignalRead:
    """Over or not, and whoever it is for: the caller has judged that."""
    asked = {"signal": signal_id}
    rows, told = together(connection, (_ONE, asked), (_TOLD, asked))
    if not rows:
        raise NotFoundError("there is no such signal")
    return _read(connection, rows[0], told, day)


def one_signal(
    connection: Connection, reader_id: str, signal_id: str, day: Day
) -> SignalView | None:
    """None also where this associate has nothing to do with it."""
    row = _ONE_THEIRS.first(connection, {"signal": signal_id, "reader": reader_id})
    return _read_all(connection, row, day).seen_by(reader_id) if row else None


def _shows_card(row: Row) -> bool:
    """While the signal lives and the client consents to being recognised."""
    return State(row.state).live and row.consent_id is not None


def _read_all(connection: Connection, row: Row, day: Day) -> SignalRead:
    return _read(connection, row, _TOLD.all(connection, {"signal": row.id}), day)


def _read(connection: Connection, row: Row, told: Sequence[Row], day: Day) -> SignalRead:
    shown = card(connection, row.client_id, day) if _shows_card(row) else None
    if row.guest_id is None or not State(row.state).live:
        return SignalRead(row, told, shown)
    guest, listed = guest_at_door(connection, row.guest_id)
    return SignalRead(row, told, shown or listed, guest)
