"""Private events: the programme, the guest lists, the passes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from events.event import Kind
from events.guest import Origin, Standing
from events.programme import Stage
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, document, one_of


class EventRow(Table):
    """`rules` is `events.event.Rules`; texts are objects by language tag."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), index=True)
    titles: Mapped[dict[str, str]] = mapped_column(document())
    texts: Mapped[dict[str, str]] = mapped_column(document())
    dress_codes: Mapped[dict[str, str]] = mapped_column(document())
    zone: Mapped[str | None] = mapped_column(Text)
    starts: Mapped[datetime] = mapped_column(Moment, index=True)
    ends: Mapped[datetime] = mapped_column(Moment, index=True)
    capacity: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(document())
    answer_by: Mapped[datetime | None] = mapped_column(Moment)
    remind_at: Mapped[datetime | None] = mapped_column(Moment)
    host_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    products: Mapped[list[str]] = mapped_column(document())
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    template: Mapped[bool]
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revision: Mapped[int]


class EventSessionRow(Table):
    __tablename__ = "event_sessions"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    capacity: Mapped[int]


class GuestRow(Table):
    """`import_key` says from which line of a file it came, so that a file twice is a file once."""

    __tablename__ = "guests"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    given_name: Mapped[str] = mapped_column(Text)
    family_name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"))
    origin: Mapped[Origin] = mapped_column(one_of(Origin, "origin"))
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    email: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    session: Mapped[int]
    plus_ones: Mapped[int]
    companions: Mapped[list[str]] = mapped_column(document())
    priority: Mapped[int]
    host_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    proposed_by_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)
    blocked: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    offer_until: Mapped[datetime | None] = mapped_column(Moment)
    missed: Mapped[int]
    invited_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    same_as_id: Mapped[str | None] = mapped_column(ForeignKey("guests.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    import_key: Mapped[str | None] = mapped_column(SHA256_HEX)
    link_hash: Mapped[str | None] = mapped_column(SHA256_HEX, unique=True)
    revision: Mapped[int]

    __table_args__ = (
        Index("ix_guests_event_id_created_at", "event_id", "created_at"),
        Index("ix_guests_standing", "standing"),
        Index("uq_guests_event_id_client_id", "event_id", "client_id", unique=True),
        Index("uq_guests_event_id_import_key", "event_id", "import_key", unique=True),
    )


class EventPassRow(Table):
    __tablename__ = "event_passes"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), index=True)
    session: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    valid_from: Mapped[datetime] = mapped_column(Moment)
    valid_until: Mapped[datetime] = mapped_column(Moment)
    live: Mapped[bool]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class SigningKeyRow(Table):
    """`secret` is the sealed private half."""

    __tablename__ = "signing_keys"

    key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
