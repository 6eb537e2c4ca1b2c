"""What the maison remembers of a client: purchases, promises, appointments, a photo."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment


class PurchaseRow(Table):
    """`amount_minor` is in minor units of `currency` (ISO 4217).

    `line_id` is the basket's line that was paid here; None for what was told from elsewhere.
    """

    __tablename__ = "purchases"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    bought_on: Mapped[date]
    label: Mapped[str] = mapped_column(Text)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    boutique: Mapped[str] = mapped_column(Text)
    line_id: Mapped[str | None] = mapped_column(ID, index=True)

    __table_args__ = (Index("ix_purchases_client_id_bought_on", "client_id", "bought_on"),)


class PromiseRow(Table):
    __tablename__ = "promises"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime | None] = mapped_column(Moment)


class AppointmentRow(Table):
    __tablename__ = "appointments"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    label: Mapped[str] = mapped_column(Text)
    seat: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_appointments_client_id_starts_at", "client_id", "starts_at"),)


class PhotoRow(Table):
    __tablename__ = "photos"

    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), primary_key=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(Moment)
