"""What is only ever added to: the journal of domain events and the audit log."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, document

POSITION = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up INTEGER keys only


class JournalRow(Table):
    """`position` grows in the order of the commits, which the time in `id` does not promise.

    `origin` is the id of the message or request that it began with.
    """

    __tablename__ = "journal"

    position: Mapped[int] = mapped_column(POSITION, primary_key=True)
    id: Mapped[str] = mapped_column(ID, unique=True)
    type: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    boutique: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    payload: Mapped[dict[str, object]] = mapped_column(document())
    origin: Mapped[str] = mapped_column(String(64), server_default="")

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy reads it


class AuditRow(Table):
    """Who did what to whom. `digest` covers the line and the digest before it."""

    __tablename__ = "audit"

    position: Mapped[int] = mapped_column(POSITION, primary_key=True)
    who: Mapped[str] = mapped_column(Text, index=True)
    what: Mapped[str] = mapped_column(String(64))
    whom: Mapped[str] = mapped_column(Text, index=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    digest: Mapped[str] = mapped_column(SHA256_HEX)

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy reads it


class AuditAddressRow(Table):
    """Where somebody nobody knows tried to come in from, that day.

    The log names `id` alone, so that the address can be forgotten and the log stays as it is.
    """

    __tablename__ = "audit_addresses"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]

    __table_args__ = (Index("uq_audit_addresses_day_address", "day", "address", unique=True),)


class CursorRow(Table):
    __tablename__ = "cursors"

    consumer: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
