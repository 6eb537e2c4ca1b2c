"""Signals, who was told of them, and each associate's feed of notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.signal import Outcome, State
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, one_of

# A database uses a partial index only for a query that says the same as the index, word for word.
LIVE = "signals.state NOT IN ('done', 'left', 'withdrawn')"
_LIVE_INDEXED = text(LIVE.removeprefix("signals."))


class SignalRow(Table):
    """`revision` grows by one a change: whoever read an older one cannot write."""

    __tablename__ = "signals"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visits.id"), index=True)
    guest_id: Mapped[str | None] = mapped_column(ForeignKey("guests.id"), index=True)
    raised_at: Mapped[datetime] = mapped_column(Moment, index=True)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    next_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_by_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    welcomed_at: Mapped[datetime | None] = mapped_column(Moment)
    silent: Mapped[bool]
    handed_by_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    handover_note: Mapped[str] = mapped_column(Text)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    outcome_note: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]

    __table_args__ = (
        Index(
            "ix_signals_live",
            "state",
            sqlite_where=_LIVE_INDEXED,
            postgresql_where=_LIVE_INDEXED,
        ),
    )


class ToldRow(Table):
    """`place` is the order in which they were told, from 0."""

    __tablename__ = "signal_told"

    signal_id: Mapped[str] = mapped_column(ForeignKey("signals.id"), primary_key=True)
    associate_id: Mapped[str] = mapped_column(
        ForeignKey("associates.id"), primary_key=True, index=True
    )
    place: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    declined: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    snoozed_until: Mapped[datetime | None] = mapped_column(Moment)


class NoticeRow(Table):
    """One line of a feed; `seq` has no gaps within an associate."""

    __tablename__ = "notices"

    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    signal_id: Mapped[str] = mapped_column(ForeignKey("signals.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    pushed_at: Mapped[datetime | None] = mapped_column(Moment)
    origin: Mapped[str] = mapped_column(String(64), server_default="")

    __table_args__ = (
        Index(
            "ix_notices_undelivered",
            "at",
            sqlite_where=text("delivered_at IS NULL AND pushed_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL AND pushed_at IS NULL"),
        ),
    )


class TapRow(Table):
    """A tap on "I take it" that was answered, so that the same one sent again is not a new one."""

    __tablename__ = "taps"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    signal_id: Mapped[str] = mapped_column(ForeignKey("signals.id"), index=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
