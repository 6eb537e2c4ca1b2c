"""What hangs on a guest list: needs, consents, and how many each associate may propose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from events.guest_consent import GuestPurpose
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, one_of


class GuestNeedsRow(Table):
    """`sealed` is unreadable without the boutique's key; the row goes when the event is over."""

    __tablename__ = "guest_needs"

    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    told_at: Mapped[datetime] = mapped_column(Moment)


class GuestConsentRow(Table):
    __tablename__ = "guest_consents"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"))
    purpose: Mapped[GuestPurpose] = mapped_column(one_of(GuestPurpose, "purpose"))
    given_at: Mapped[datetime] = mapped_column(Moment)
    proof: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_guest_consents_guest_id_purpose", "guest_id", "purpose"),
        Index(
            "uq_guest_consents_standing",
            "guest_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class AllocationRow(Table):
    """How many guests an associate may propose for an event."""

    __tablename__ = "event_allocations"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), primary_key=True)
    guests: Mapped[int]
