"""The people who work in the boutique, their shifts and their PINs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.staff import Role
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, document, one_of


class AssociateRow(Table):
    """`feed_seq` is the number of the last line of this associate's feed."""

    __tablename__ = "associates"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    display_name: Mapped[str] = mapped_column(Text)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    languages: Mapped[list[str]] = mapped_column(document())
    active: Mapped[bool]
    feed_seq: Mapped[int]
    pin_hash: Mapped[str | None] = mapped_column(Text)
    pin_failures: Mapped[int]
    pin_blocked_until: Mapped[datetime | None] = mapped_column(Moment)


class ShiftRow(Table):
    __tablename__ = "shifts"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index(
            "uq_shifts_open",
            "associate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
