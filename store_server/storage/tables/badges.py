"""Colleagues' badges, who of those counted wore one, and when one went through a door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.tables.people import Beacon
from store_server.storage.tables.traffic import IN_ORDER
from store_server.storage.types import ID, Moment, document


class BadgeRow(Beacon, Table):
    """`here_zone` is where it is heard now, so that nobody comes in anew after a restart."""

    __tablename__ = "badges"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    here_zone: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("kind", "key"), UniqueConstraint("secret_mark"))


class StaffCrossingRow(Table):
    """A fact: see `domain.staff_crossings.StaffCrossing`. `lines` are pairs of device and name."""

    __tablename__ = "staff_crossings"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    way: Mapped[str] = mapped_column(String(3))
    zone: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[list[str]]] = mapped_column(document())

    __table_args__ = IN_ORDER


class StaffCountedRow(Table):
    """So many of a count were colleagues. It follows from the crossings and the counts."""

    __tablename__ = "staff_counted"

    count_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    count_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    line: Mapped[str] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(Text)
    staff_in: Mapped[int] = mapped_column(BigInteger)
    staff_out: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER
