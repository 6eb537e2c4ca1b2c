"""What a judgement on a pass asks first, all of it in one way there and back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, bindparam, func, select, text

from events.comings import Entry, Way
from events.event import SessionPlan
from events.kept import Kept
from store_server.admission_ports import AtDoor
from store_server.storage.prepared import Prepared, Row, together
from store_server.storage.repositories.events import read_event
from store_server.storage.repositories.guests import read_guest
from store_server.storage.repositories.passes import read_granted
from store_server.storage.tables import (
    AttendanceRow,
    EventPassRow,
    EventRow,
    EventSessionRow,
    GuestRow,
    ShowingRow,
)
from store_server.storage.tables.admissions import INSIDE

ENTRY = (
    *(ShowingRow.scan_id, ShowingRow.guest_id, ShowingRow.session, ShowingRow.way),
    *(ShowingRow.gate, ShowingRow.by, ShowingRow.at, ShowingRow.plus_one, ShowingRow.undone_at),
)
IN_TURN = (ShowingRow.at, ShowingRow.scan_id)

_NUMBERED = EventRow.number == bindparam("event_number")
_EVENT_ID = select(EventRow.id).where(_NUMBERED).scalar_subquery()
_PASS = EventPassRow.number == bindparam("pass_number")
_GUEST_ID = select(EventPassRow.guest_id).where(_PASS).scalar_subquery()

_EVENT = Prepared(select(EventRow.__table__).where(_NUMBERED))
_SESSIONS = Prepared(
    select(EventSessionRow.__table__)
    .where(EventSessionRow.event_id == _EVENT_ID)
    .order_by(EventSessionRow.number)
)
_HEARD = Prepared(
    select(ShowingRow.__table__).where(
        ShowingRow.event_id == _EVENT_ID, ShowingRow.scan_id == bindparam("scan")
    )
)
_GRANTED = Prepared(select(EventPassRow.__table__).where(_PASS))
_GUEST = Prepared(select(GuestRow.__table__).where(GuestRow.id == _GUEST_ID))
_ENTRIES = Prepared(
    select(*ENTRY).where(ShowingRow.guest_id == _GUEST_ID, ShowingRow.entered).order_by(*IN_TURN)
)
_INSIDE = Prepared(
    select(
        AttendanceRow.session,
        func.sum(AttendanceRow.inside + AttendanceRow.plus_ones_inside).label("people"),
    )
    .where(AttendanceRow.event_id == _EVENT_ID, text(INSIDE))
    .group_by(AttendanceRow.session)
)


def find(
    connection: Connection,
    event_number: int,
    pass_number: int,
    scan_id: str,
    read_kept: Callable[[Row], Kept],
) -> AtDoor:
    """Of the event and the pass that a code names; nothing of what there is not."""
    event, its_pass = {"event_number": event_number}, {"pass_number": pass_number}
    events, sessions, heard, granted, guests, entries, inside = together(
        connection,
        (_EVENT, event),
        (_SESSIONS, event),
        (_HEARD, event | {"scan": scan_id}),
        (_GRANTED, its_pass),
        (_GUEST, its_pass),
        (_ENTRIES, its_pass),
        (_INSIDE, event),
    )
    plans = tuple(SessionPlan(one.number, one.starts, one.ends, one.capacity) for one in sessions)
    return AtDoor(
        scan_id=scan_id,
        event=read_event(events[0], plans) if events else None,
        heard=read_kept(heard[0]) if heard else None,
        granted=read_granted(granted[0]) if granted else None,
        guest=read_guest(guests[0]) if guests else None,
        entries=[read_entry(row) for row in entries],
        inside={row.session: int(row.people) for row in inside},
    )


def read_entry(row: Row) -> Entry:
    return Entry(
        scan_id=row.scan_id,
        guest_id=row.guest_id,
        session=row.session,
        way=Way(row.way),
        gate=row.gate,
        by=row.by,
        at=row.at,
        plus_one=row.plus_one,
        undone=row.undone_at is not None,
    )
