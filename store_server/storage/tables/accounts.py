"""Paired devices, sessions, pairing codes and push subscriptions. Tokens only as their SHA-256."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.account_ports import Scope
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, one_of


class ApiKeyRow(Table):
    """What a program of the brand's proves itself with; of the key itself only the hash."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    scope: Mapped[Scope] = mapped_column(one_of(Scope, "scope"))
    key_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class PairingKind(StrEnum):
    ASSOCIATE = "associate"
    KIOSK = "kiosk"
    CLIENT = "client"


class PairingCodeRow(Table):
    __tablename__ = "pairing_codes"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    code_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    kind: Mapped[PairingKind] = mapped_column(one_of(PairingKind, "kind"))
    associate_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    uses_left: Mapped[int]


class PairedDeviceRow(Table):
    __tablename__ = "paired_devices"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    kind: Mapped[PairingKind] = mapped_column(one_of(PairingKind, "kind"))
    associate_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    label: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class SessionRow(Table):
    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    paired_device_id: Mapped[str] = mapped_column(ForeignKey("paired_devices.id"), index=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    csrf: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class PushSubscriptionRow(Table):
    __tablename__ = "push_subscriptions"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    paired_device_id: Mapped[str] = mapped_column(ForeignKey("paired_devices.id"), index=True)
    endpoint: Mapped[str] = mapped_column(Text, unique=True)
    p256dh: Mapped[str] = mapped_column(Text)
    auth: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
