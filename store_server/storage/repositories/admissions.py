"""Everything that was shown at a door, and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from events.admission import Decision, Flag, Override, Reason, Verdict
from events.attendance import Attendance
from events.comings import Entry
from events.kept import Kept
from store_server.admission_ports import AtDoor
from store_server.storage.prepared import Prepared, Row
from store_server.storage.repositories import at_door
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables.admissions import (
    INSIDE,
    AttendanceRow,
    DoorAnswerRow,
    ShowingRow,
)
from store_server.storage.tables.counts import OccupancyRow
from store_server.storage.tables.events import GuestRow

_SHOWING = ShowingRow.__table__
_ADD = Prepared(insert(ShowingRow))
_HEARD = Prepared(
    select(_SHOWING).where(
        ShowingRow.event_id == bindparam("event"), ShowingRow.scan_id == bindparam("scan")
    )
)
_ENTRIES = Prepared(
    select(*at_door.ENTRY)
    .where(ShowingRow.guest_id == bindparam("guest"), ShowingRow.entered)
    .order_by(*at_door.IN_TURN)
)
_INSIDE = Prepared(
    select(func.sum(AttendanceRow.inside + AttendanceRow.plus_ones_inside).label("people")).where(
        AttendanceRow.event_id == bindparam("event"),
        AttendanceRow.session == bindparam("session"),
        text(INSIDE),
    )
)
_SEEN = Prepared(
    select(func.max(OccupancyRow.people).label("people")).where(
        OccupancyRow.zone == bindparam("zone"), OccupancyRow.at >= bindparam("since")
    )
)
_OCCUPIED = Prepared(
    select(AttendanceRow.event_id, AttendanceRow.session).where(text(INSIDE)).distinct()
)
_ATTENDANCE = tuple(one.name for one in fields(Attendance))
_ADDS_UP = ("inside", "plus_ones_inside", "came", "plus_ones_came", "conflicts")
_MOMENTS = ("first_in", "last_in", "last_out", "arrived")
_ATTEND = {
    name: Prepared(
        (adding := dialect(AttendanceRow)).on_conflict_do_update(
            index_elements=["guest_id"],
            set_={name: adding.excluded[name] for name in (*_ADDS_UP, *_MOMENTS)},
        )
    )
    for name, dialect in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_ANSWERED = Prepared(
    select(DoorAnswerRow.question).where(DoorAnswerRow.guest_id == bindparam("guest"))
)


class SqlAdmissions:
    """Satisfies `admission_ports.Admissions`."""

    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def at_door(self, event_number: int, pass_number: int, scan_id: str) -> AtDoor:
        return at_door.find(self._connection, event_number, pass_number, scan_id, self._kept)

    def heard(self, event_id: str, scan_id: str) -> Kept | None:
        row = _HEARD.first(self._connection, {"event": event_id, "scan": scan_id})
        return self._kept(row) if row else None

    def add(self, kept: Kept) -> None:
        _ADD.later(self._connection, _values(kept))

    def entries(self, guest_id: str) -> Sequence[Entry]:
        return [
            at_door.read_entry(row) for row in _ENTRIES.all(self._connection, {"guest": guest_id})
        ]

    def inside(self, event_id: str, session: int) -> int:
        row = _INSIDE.first(self._connection, {"event": event_id, "session": session})
        return int(row.people or 0) if row else 0

    def seen_in(self, zone: str, since: datetime) -> int:
        row = _SEEN.first(self._connection, {"zone": zone, "since": since})
        return int(row.people or 0) if row else 0

    def undo(self, showing_id: str, by: str, reason: str, at: datetime) -> None:
        self._connection.execute(
            update(ShowingRow)
            .where(ShowingRow.id == showing_id, ShowingRow.undone_at.is_(None))
            .values(undone_at=at, undone_by=by, undone_reason=reason)
        )

    def keep(self, attendance: Attendance) -> None:
        # `asdict` would copy every moment deeply, which took longer than all statements together.
        values = {name: getattr(attendance, name) for name in _ATTENDANCE}
        _ATTEND[self._connection.dialect.name].later(self._connection, values)

    def occupied(self) -> Sequence[tuple[str, int]]:
        found = _OCCUPIED.all(self._connection, {})
        return [(row.event_id, row.session) for row in found]

    def still_inside(self, event_id: str, session: int, limit: int) -> Sequence[str]:
        query = (
            select(AttendanceRow.guest_id)
            .where(AttendanceRow.event_id == event_id, AttendanceRow.session == session)
            .where(text(INSIDE))
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def answered(self, guest_id: str) -> frozenset[str]:
        rows = _ANSWERED.all(self._connection, {"guest": guest_id})
        return frozenset(row.question for row in rows)

    def answer(self, guest_id: str, answers: Mapping[str, str], by: str, at: datetime) -> None:
        self._connection.execute(
            delete(DoorAnswerRow).where(
                DoorAnswerRow.guest_id == guest_id, DoorAnswerRow.question.in_(list(answers))
            )
        )
        for question, answer in answers.items():
            sealed = self._box.seal(answer.encode(), _context(guest_id, question))
            self._connection.execute(
                insert(DoorAnswerRow).values(
                    guest_id=guest_id, question=question, answer=sealed, by=by, at=at
                )
            )

    def answers_of(self, guest_id: str) -> Mapping[str, str]:
        query = select(DoorAnswerRow.question, DoorAnswerRow.answer).where(
            DoorAnswerRow.guest_id == guest_id
        )
        return {
            row.question: open_answer(self._box, guest_id, row.question, row.answer)
            for row in self._connection.execute(query)
        }

    def asked(self) -> Sequence[str]:
        query = (
            select(GuestRow.event_id)
            .join(DoorAnswerRow, DoorAnswerRow.guest_id == GuestRow.id)
            .distinct()
        )
        return list(self._connection.execute(query).scalars())

    def forget_answers(self, event_id: str) -> int:
        theirs = select(GuestRow.id).where(GuestRow.event_id == event_id)
        forgotten = self._connection.execute(
            delete(DoorAnswerRow).where(DoorAnswerRow.guest_id.in_(theirs))
        )
        return forgotten.rowcount

    def _kept(self, row: Row) -> Kept:
        return Kept(
            **{name: getattr(row, name) for name in _PLAIN},
            decision=Decision(
                verdict=Verdict(row.verdict),
                reason=Reason(row.reason),
                guest_id=row.guest_id,
                entry=at_door.read_entry(row) if row.entered else None,
                first=self._first(row),
                wanted=row.wanted,
                flags=frozenset(Flag(one) for one in row.flags),
                override=_override(row),
            ),
        )

    def _first(self, row: Row) -> Entry | None:
        if row.first_scan_id is None:
            return None
        entries = self.entries(row.guest_id)
        return next((one for one in entries if one.scan_id == row.first_scan_id), None)


_PLAIN = (
    *("id", "event_id", "scan_id", "gate", "by", "at", "received_at", "source", "shown_at"),
    *("same_as", "number", "way", "plus_one", "plus_one_name", "code", "code_size", "late"),
    *("undone_at", "undone_by", "undone_reason"),
)


def _values(kept: Kept) -> dict[str, Any]:
    decision = kept.decision
    values = {name: getattr(kept, name) for name in _PLAIN}
    return values | {
        "guest_id": decision.guest_id,
        "session": decision.entry.session if decision.entry else None,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "flags": sorted(decision.flags),
        "wanted": decision.wanted,
        "entered": decision.entry is not None,
        "first_scan_id": decision.first.scan_id if decision.first else None,
        "override_by": decision.override.by if decision.override else "",
        "override_reason": decision.override.reason if decision.override else "",
    }


def _override(row: Row) -> Override | None:
    return Override(row.override_by, row.override_reason) if row.override_reason else None


def open_answer(box: SecretsBox, guest_id: str, question: str, sealed: bytes) -> str:
    return box.unseal(sealed, _context(guest_id, question)).decode()


def _context(guest_id: str, question: str) -> str:
    return f"answer of {guest_id} to {question}"
