"""People who were counted: the facts, what is remembered of each counter, what is missing."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.counter import Kind
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, document, one_of


class Apart(StrEnum):
    """What `flag` says to every release: this is in no sum. Why is in `doubt`."""

    JUMP = "jump"


class CountRow(Table):
    """A fact. They lie in the order of their time, as whoever sums them up reads them; `zone` is
    where the device stood, and refers to no row. `doubt` is a `domain.doubts.Flag`; one that is
    kept apart without it is a jump."""

    __tablename__ = "counts"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    zone: Mapped[str | None] = mapped_column(Text)
    people_in: Mapped[int] = mapped_column(BigInteger)
    people_out: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    flag: Mapped[Apart | None] = mapped_column(one_of(Apart, "flag"))
    doubt: Mapped[str | None] = mapped_column(String(16))
    said_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_counts_device_id_at", "device_id", "at"),
        Index(
            "ix_counts_flagged",
            "at",
            sqlite_where=text("flag IS NOT NULL"),
            postgresql_where=text("flag IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )


class CountKeyRow(Table):
    """A count that was kept, by the counter's own id of it, so that it is kept once."""

    __tablename__ = "count_keys"

    counter: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class CountLineRow(Table):
    """What is remembered of a counter's line: see `domain.counter.Counter`."""

    __tablename__ = "count_lines"

    counter: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, index=True)
    total_in: Mapped[int | None] = mapped_column(BigInteger)
    total_out: Mapped[int | None] = mapped_column(BigInteger)
    zero_at: Mapped[datetime | None] = mapped_column(Moment)
    said_at: Mapped[datetime | None] = mapped_column(Moment)
    totals_at: Mapped[datetime | None] = mapped_column(Moment)
    counted_at: Mapped[datetime | None] = mapped_column(Moment)
    doubted_at: Mapped[datetime | None] = mapped_column(Moment)


class CountClockRow(Table):
    __tablename__ = "count_clocks"

    counter: Mapped[str] = mapped_column(Text, primary_key=True)
    behind_s: Mapped[float] = mapped_column(Float(53))


class CountStreamRow(Table):
    __tablename__ = "count_streams"

    counter: Mapped[str] = mapped_column(Text, primary_key=True)
    stream: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)


class CountGapRow(Table):
    """Packages that never came. One that comes after all takes its number out of the gap."""

    __tablename__ = "count_gaps"

    counter: Mapped[str] = mapped_column(Text, primary_key=True)
    stream: Mapped[str] = mapped_column(Text, primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    device_id: Mapped[str] = mapped_column(Text, index=True)
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime] = mapped_column(Moment)


class OccupancyRow(Table):
    """How many people a device saw in a zone, last."""

    __tablename__ = "occupancy"

    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int] = mapped_column(BigInteger)
    queue: Mapped[int | None] = mapped_column(BigInteger)
    dwell_s: Mapped[list[float]] = mapped_column(document())


class ZoneDoubtRow(Table):
    """Who was in a zone, as told last in this minute (`at`), and cannot have been: kept apart, out
    of `zone_minutes`, for the reason that `doubt` (a `domain.doubts.Flag`) says."""

    __tablename__ = "zone_doubts"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    doubt: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(ID)
    said_at: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int] = mapped_column(BigInteger)
    queue: Mapped[int | None] = mapped_column(BigInteger)
    dwell_s: Mapped[list[float]] = mapped_column(document())

    __table_args__ = (
        Index("ix_zone_doubts_device_id_at", "device_id", "at"),
        {"sqlite_with_rowid": False},
    )
