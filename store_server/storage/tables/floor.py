"""The boutique itself: its zones, its devices, and who is in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.visit import Source, Whereabouts
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, document, one_of


class ZoneRow(Table):
    __tablename__ = "zones"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    capacity: Mapped[int | None]


class DeviceRow(Table):
    """`id` stays when a spare takes its place; `hardware` is the name by which that one speaks."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    dialect: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(ForeignKey("zones.id"), index=True)
    model: Mapped[str | None] = mapped_column(Text)
    firmware: Mapped[str | None] = mapped_column(Text)
    battery_pct: Mapped[float | None] = mapped_column(Float(53))
    last_heard_at: Mapped[datetime | None] = mapped_column(Moment)
    hardware: Mapped[str] = mapped_column(Text)
    suspended_at: Mapped[datetime | None] = mapped_column(Moment)
    x: Mapped[float | None] = mapped_column(Float(53))
    y: Mapped[float | None] = mapped_column(Float(53))
    uptime_s: Mapped[float | None] = mapped_column(Float(53))
    temperature_c: Mapped[float | None] = mapped_column(Float(53))
    lens: Mapped[str | None] = mapped_column(Text)
    fps: Mapped[float | None] = mapped_column(Float(53))
    outbox_pct: Mapped[float | None] = mapped_column(Float(53))
    dropped: Mapped[int | None] = mapped_column(BigInteger)
    health_at: Mapped[datetime | None] = mapped_column(Moment)
    pauses_s: Mapped[list[float] | None] = mapped_column(document())

    __table_args__ = (Index("uq_devices_hardware", "hardware", unique=True),)


# As LIVE of signals: word for word what the index says, or the index is not used.
OPEN = "visits.whereabouts <> 'ended'"
_OPEN_INDEXED = text(OPEN.removeprefix("visits."))


class VisitRow(Table):
    """`zone` may name a gateway that nobody has placed yet, so it refers to no row."""

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    arrived_at: Mapped[datetime] = mapped_column(Moment, index=True)
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    zone: Mapped[str | None] = mapped_column(Text)
    whereabouts: Mapped[Whereabouts] = mapped_column(one_of(Whereabouts, "whereabouts"))
    last_known_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    heard: Mapped[bool]

    __table_args__ = (
        Index("ix_visits_client_id_arrived_at", "client_id", "arrived_at"),
        Index(
            "uq_visits_open",
            "client_id",
            unique=True,
            sqlite_where=_OPEN_INDEXED,
            postgresql_where=_OPEN_INDEXED,
        ),
    )


class ScanRow(Table):
    """A scan that had its effect, by the device's own id of it."""

    __tablename__ = "scans"

    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    scan_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
