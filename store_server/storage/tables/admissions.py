"""What was shown at the doors of events, what it adds up to, and what was answered there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from events.admission import Reason, Verdict
from events.comings import Way
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, Moments, document, one_of

# A database uses a partial index only for a query that says the same as the index, word for word.
INSIDE = "event_attendances.inside + event_attendances.plus_ones_inside > 0"
_INSIDE_INDEXED = text(INSIDE.replace("event_attendances.", ""))


class ShowingRow(Table):
    """Rows are never changed but to say that one was undone. `entered`: somebody went through."""

    __tablename__ = "event_showings"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("events.id"))
    scan_id: Mapped[str] = mapped_column(Text)
    guest_id: Mapped[str | None] = mapped_column(ForeignKey("guests.id"))
    session: Mapped[int | None]
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict, "verdict"))
    reason: Mapped[Reason] = mapped_column(one_of(Reason, "reason"))
    flags: Mapped[list[str]] = mapped_column(document())
    wanted: Mapped[str] = mapped_column(Text)
    entered: Mapped[bool]
    first_scan_id: Mapped[str | None] = mapped_column(Text)
    override_by: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(Text)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    plus_one: Mapped[bool]
    plus_one_name: Mapped[str] = mapped_column(Text)
    gate: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    late: Mapped[bool]
    number: Mapped[int | None] = mapped_column(BigInteger)
    same_as: Mapped[str] = mapped_column(Text)
    code: Mapped[bytes] = mapped_column(LargeBinary)
    code_size: Mapped[int]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str] = mapped_column(Text)
    undone_reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("event_id", "scan_id", name="uq_event_showings_event_id"),
        Index("ix_event_showings_event_id_at", "event_id", "at"),
        Index("ix_event_showings_guest_id", "guest_id"),
    )


class AttendanceRow(Table):
    __tablename__ = "event_attendances"

    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    session: Mapped[int]
    inside: Mapped[int]
    plus_ones_inside: Mapped[int]
    came: Mapped[int]
    plus_ones_came: Mapped[int]
    conflicts: Mapped[int]
    first_in: Mapped[datetime | None] = mapped_column(Moment)
    last_in: Mapped[datetime | None] = mapped_column(Moment)
    last_out: Mapped[datetime | None] = mapped_column(Moment)
    arrived: Mapped[tuple[datetime, ...]] = mapped_column(Moments(), server_default="[]")

    __table_args__ = (
        Index("ix_event_attendances_event_id", "event_id"),
        Index(
            "ix_event_attendances_inside",
            *("event_id", "session", "inside", "plus_ones_inside"),
            sqlite_where=_INSIDE_INDEXED,
            postgresql_where=_INSIDE_INDEXED,
        ),
    )


class DoorAnswerRow(Table):
    """`answer` is sealed: it may be an allergy."""

    __tablename__ = "door_answers"

    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
