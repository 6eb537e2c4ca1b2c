"""Clients: who they are, what they agreed to, and how they are recognised."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.domain.client import Approach, Tier
from store_server.domain.consent import Purpose
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, document, one_of


class IdentityKind(StrEnum):
    IBEACON = "ibeacon"
    EDDYSTONE_UID = "eddystone_uid"
    EDDYSTONE_EID = "eddystone_eid"
    EDDYSTONE_URL = "eddystone_url"
    ALTBEACON = "altbeacon"
    VENDOR = "vendor"
    IRK = "irk"
    PASS = "pass"  # noqa: S105 - an entrance pass, not a password


class ClientRow(Table):
    """`revision` is the number of the last change to any client, so that a search index follows."""

    __tablename__ = "clients"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    given_name: Mapped[str] = mapped_column(Text)
    family_name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    languages: Mapped[list[str]] = mapped_column(document())
    pronunciation: Mapped[str] = mapped_column(Text)
    tier: Mapped[Tier] = mapped_column(one_of(Tier, "tier"))
    approach: Mapped[Approach] = mapped_column(one_of(Approach, "approach"))
    primary_associate_id: Mapped[str | None] = mapped_column(
        ForeignKey("associates.id"), index=True
    )
    secondary_associate_id: Mapped[str | None] = mapped_column(
        ForeignKey("associates.id"), index=True
    )
    email: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    tastes: Mapped[list[str]] = mapped_column(document())
    sizes: Mapped[list[list[str]]] = mapped_column(document())
    wishes: Mapped[list[str]] = mapped_column(document())
    note: Mapped[str] = mapped_column(Text)
    birthday: Mapped[date | None]
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revision: Mapped[int] = mapped_column(index=True)


class ConsentRow(Table):
    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    given_at: Mapped[datetime] = mapped_column(Moment)
    proof: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_consents_client_id_purpose", "client_id", "purpose"),
        Index(
            "uq_consents_standing",
            "client_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class Beacon:
    """What it takes to recognise a beacon, whoever carries it.

    `key` names a static beacon or a pass; a rotating one has a sealed `secret` and its mark.
    `key_order` is the order of an identity resolving key's bytes, once a live address has told it.
    """

    kind: Mapped[IdentityKind] = mapped_column(one_of(IdentityKind, "kind"))
    key: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret_mark: Mapped[str | None] = mapped_column(SHA256_HEX)
    exponent: Mapped[int]
    clock_offset_s: Mapped[float] = mapped_column(Float(53))
    interval_s: Mapped[float | None] = mapped_column(Float(53))
    key_order: Mapped[str | None] = mapped_column(String(8))
    enrolled_at: Mapped[datetime] = mapped_column(Moment)


class IdentityRow(Beacon, Table):
    __tablename__ = "identities"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)

    __table_args__ = (UniqueConstraint("kind", "key"), UniqueConstraint("secret_mark"))
