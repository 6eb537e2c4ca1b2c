"""Traffic added up by quarter-hours, days and months, and what a manager has said of it.

The roll-ups follow from the facts and can be made anew from them at any time. They lie in the order
of their time, as whoever reads them asks; a zone is where the device stood, empty for nowhere.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, document

IN_ORDER = {"sqlite_with_rowid": False}


class CountQuarterRow(Table):
    """`people_in` and `people_out` are visitors; colleagues whom a badge took out stand beside."""

    __tablename__ = "count_quarters"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    people_in: Mapped[int] = mapped_column(BigInteger)
    people_out: Mapped[int] = mapped_column(BigInteger)
    staff_in: Mapped[int] = mapped_column(BigInteger)
    staff_out: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class CountDayRow(Table):
    """`day` is the boutique's own."""

    __tablename__ = "count_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    people_in: Mapped[int] = mapped_column(BigInteger)
    people_out: Mapped[int] = mapped_column(BigInteger)
    staff_in: Mapped[int] = mapped_column(BigInteger)
    staff_out: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class CountMonthRow(Table):
    """A month by weekday and hour of the wall's clock: years by their hours are read from here."""

    __tablename__ = "count_months"

    month: Mapped[date] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    people_in: Mapped[int] = mapped_column(BigInteger)
    people_out: Mapped[int] = mapped_column(BigInteger)
    staff_in: Mapped[int] = mapped_column(BigInteger)
    staff_out: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class ZoneMinuteRow(Table):
    """A fact: who was in a zone, as a camera told last in this minute (`said_at`, our clock)."""

    __tablename__ = "zone_minutes"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    said_at: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int] = mapped_column(BigInteger)
    queue: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class ZoneStayRow(Table):
    """A fact: how long those stayed who left a zone, as told at once."""

    __tablename__ = "zone_stays"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    stays_s: Mapped[list[float]] = mapped_column(document())

    __table_args__ = IN_ORDER


class ZoneQuarterRow(Table):
    """`minutes` were told of, `people` is their sum. `stays`: see `domain.dwell.Histogram`."""

    __tablename__ = "zone_quarters"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    minutes: Mapped[int]
    people: Mapped[int] = mapped_column(BigInteger)
    people_most: Mapped[int] = mapped_column(BigInteger)
    queue_minutes: Mapped[int]
    queue: Mapped[int] = mapped_column(BigInteger)
    queue_most: Mapped[int] = mapped_column(BigInteger)
    stays: Mapped[dict[str, int]] = mapped_column(document())

    __table_args__ = IN_ORDER


class ZoneDayRow(Table):
    __tablename__ = "zone_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    minutes: Mapped[int]
    people: Mapped[int] = mapped_column(BigInteger)
    people_most: Mapped[int] = mapped_column(BigInteger)
    queue_minutes: Mapped[int]
    queue: Mapped[int] = mapped_column(BigInteger)
    queue_most: Mapped[int] = mapped_column(BigInteger)
    stays: Mapped[dict[str, int]] = mapped_column(document())

    __table_args__ = IN_ORDER


class SaleQuarterRow(Table):
    """Baskets that were paid. `fast_lane`: begun by a client alone; `units` are pieces."""

    __tablename__ = "sale_quarters"

    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    baskets: Mapped[int]
    fast_lane: Mapped[int]
    units: Mapped[int] = mapped_column(BigInteger)
    minor: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class SaleDayRow(Table):
    __tablename__ = "sale_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    baskets: Mapped[int]
    fast_lane: Mapped[int]
    units: Mapped[int] = mapped_column(BigInteger)
    minor: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = IN_ORDER


class CountCorrectionRow(Table):
    """A fact: what a manager says that a count was. The latest of a count's corrections holds."""

    __tablename__ = "count_corrections"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    count_id: Mapped[str] = mapped_column(ID, index=True)
    count_at: Mapped[datetime] = mapped_column(Moment)
    device_id: Mapped[str] = mapped_column(Text)
    line: Mapped[str] = mapped_column(Text)
    people_in: Mapped[int] = mapped_column(BigInteger)
    people_out: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ID)
    made_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_count_corrections_count_at", "count_at"),)


class OccupancyResetRow(Table):
    """A fact: a manager says how many were inside."""

    __tablename__ = "occupancy_resets"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    people: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ID)


class DoorRow(Table):
    """What a counter's line stands for; one that is not here is a door of the boutique.

    `without_staff`: the counter leaves colleagues out by itself, so no badge does it again.
    """

    __tablename__ = "count_doors"

    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    line: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    without_staff: Mapped[bool] = mapped_column(default=False)


class AlertRuleRow(Table):
    __tablename__ = "alert_rules"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    rule: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str | None] = mapped_column(Text)
    limit: Mapped[float | None] = mapped_column(Float(53))
    push: Mapped[bool]
    mail: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]


class TrafficAlertRow(Table):
    """One that stands has no `ended_at`, and there is one of a rule and subject at a time."""

    __tablename__ = "traffic_alerts"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    rule_id: Mapped[str] = mapped_column(ID)
    rule: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    value: Mapped[float] = mapped_column(Float(53))
    limit: Mapped[float | None] = mapped_column(Float(53))
    raised_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by_id: Mapped[str | None] = mapped_column(ID)

    __table_args__ = (
        Index(
            "uq_traffic_alerts_open",
            "rule_id",
            "subject",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class AlertTellingRow(Table):
    """That an alert begins, or has ended, is to be told in this way; settled once it was, or once
    it was no news any more."""

    __tablename__ = "alert_tellings"

    alert_id: Mapped[str] = mapped_column(ID, primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    ended: Mapped[bool] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int]
    settled_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index(
            "ix_alert_tellings_waiting",
            "due_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )
