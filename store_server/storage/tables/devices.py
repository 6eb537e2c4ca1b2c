"""A device's life: how it came, the keys that it holds, what it was told, how it has been."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.device import AlarmKind
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, document, one_of


class DeviceKeyRow(Table):
    """What a device proves itself with. Neither the password nor the token is here."""

    __tablename__ = "device_keys"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    username: Mapped[str | None] = mapped_column(Text, unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(document())
    push_hash: Mapped[str | None] = mapped_column(SHA256_HEX, unique=True)


class DeviceCertificateRow(Table):
    """One that was signed, by the name that stands in it; kept until it has ended.

    It has no device: whoever is forgotten leaves theirs behind, and they stay void.
    """

    __tablename__ = "device_certificates"

    serial: Mapped[str] = mapped_column(Text, primary_key=True)  # hexadecimal
    name: Mapped[str] = mapped_column(Text, index=True)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    void_since: Mapped[datetime | None] = mapped_column(Moment)


class AdoptionCodeRow(Table):
    """A code that an agent is adopted with, and what it will then be called and stand for."""

    __tablename__ = "adoption_codes"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    code_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    wishes: Mapped[dict[str, object]] = mapped_column(document())
    device_id: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Text)


class WaitingDeviceRow(Table):
    """Somebody who speaks and was not adopted. Nothing of what it says but what it is."""

    __tablename__ = "waiting_devices"

    hardware: Mapped[str] = mapped_column(Text, primary_key=True)
    dialect: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    model: Mapped[str | None] = mapped_column(Text)
    firmware: Mapped[str | None] = mapped_column(Text)
    first_heard_at: Mapped[datetime] = mapped_column(Moment)
    last_heard_at: Mapped[datetime] = mapped_column(Moment, index=True)


class DeviceCommandRow(Table):
    """What a device was told to do, by whom, and what it answered."""

    __tablename__ = "device_commands"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    do: Mapped[str] = mapped_column(Text)
    parameters: Mapped[dict[str, object]] = mapped_column(document())
    by_id: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    expired_at: Mapped[datetime | None] = mapped_column(Moment)
    ok: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_device_commands_device_id_asked_at", "device_id", "asked_at"),
        Index(
            "ix_device_commands_open",
            "asked_at",
            sqlite_where=text("answered_at IS NULL AND expired_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND expired_at IS NULL"),
        ),
    )


class DeviceSampleRow(Table):
    """How a device was, every few minutes of the last day."""

    __tablename__ = "device_samples"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True, index=True)
    battery_pct: Mapped[float | None] = mapped_column(Float(53))
    temperature_c: Mapped[float | None] = mapped_column(Float(53))
    fps: Mapped[float | None] = mapped_column(Float(53))
    uptime_s: Mapped[float | None] = mapped_column(Float(53))


class DeviceAlarmRow(Table):
    """One alarm: raised once, ended once."""

    __tablename__ = "device_alarms"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    kind: Mapped[AlarmKind] = mapped_column(one_of(AlarmKind, "kind"))
    detail: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index(
            "uq_device_alarms_open",
            "device_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class FloorPlanRow(Table):
    """The uploaded plan; none where it is drawn from the zones. There is one row at most."""

    __tablename__ = "floor_plans"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    svg: Mapped[str] = mapped_column(Text)
    width: Mapped[float] = mapped_column(Float(53))
    height: Mapped[float] = mapped_column(Float(53))
    changed_at: Mapped[datetime] = mapped_column(Moment)
