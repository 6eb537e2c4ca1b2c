"""What is sold: the catalogue with its prices and rates, and baskets on their way."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from payments.article import ArticleKind
from payments.basket import BasketState, Farewell
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment, document, one_of

CURRENCY = String(3)


class ArticleRow(Table):
    """`stock` is what lies in the house, `held` what of it is promised to a locked basket."""

    __tablename__ = "articles"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sku: Mapped[str] = mapped_column(String(64), unique=True)
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True)
    model: Mapped[str] = mapped_column(Text, index=True)
    name: Mapped[str] = mapped_column(Text)
    options: Mapped[dict[str, str]] = mapped_column(document())
    vat: Mapped[str] = mapped_column(String(32))
    kind: Mapped[ArticleKind] = mapped_column(one_of(ArticleKind, "kind"))
    stock: Mapped[int]
    held: Mapped[int]
    active: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("stock >= held", name="stock"),
    )


class PieceRow(Table):
    """One piece that has a number of its own."""

    __tablename__ = "pieces"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"))
    serial: Mapped[str] = mapped_column(String(64))
    held_by: Mapped[str | None] = mapped_column(ID)  # the basket's line
    sold_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("uq_pieces_article_id_serial", "article_id", "serial", unique=True),)


class PriceRow(Table):
    __tablename__ = "prices"

    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(CURRENCY, primary_key=True)
    units: Mapped[int] = mapped_column(BigInteger)


class VatRateRow(Table):
    """In percent, in plain digits, from a day on."""

    __tablename__ = "vat_rates"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[str] = mapped_column(String(16))


class BasketRow(Table):
    """`number` is read aloud; the client's link is known by its hash alone."""

    __tablename__ = "baskets"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[BasketState] = mapped_column(one_of(BasketState, "state"), index=True)
    currency: Mapped[str] = mapped_column(CURRENCY)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    associate_id: Mapped[str | None] = mapped_column(ID)
    token_hash: Mapped[str] = mapped_column(SHA256_HEX, unique=True)
    language: Mapped[str] = mapped_column(Text)
    gift_receipt: Mapped[bool]
    exchange_of_id: Mapped[str | None] = mapped_column(ForeignKey("baskets.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    tax_free: Mapped[bool] = mapped_column(server_default=false())
    link_opened: Mapped[bool] = mapped_column(server_default=false())


class BasketLineRow(Table):
    """Price, rate and tax are written when the basket is locked, and stand from then on."""

    __tablename__ = "basket_lines"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), index=True)
    place: Mapped[int]
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), index=True)
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("pieces.id"))
    label: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    units: Mapped[int | None] = mapped_column(BigInteger)
    rate: Mapped[str | None] = mapped_column(String(16))
    net_units: Mapped[int | None] = mapped_column(BigInteger)
    vat_units: Mapped[int | None] = mapped_column(BigInteger)
    gift: Mapped[bool]
    accepted: Mapped[bool]
    held: Mapped[bool]

    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)


class FarewellRow(Table):
    """A step of the ceremony with which a sale ends, as somebody says that it was done."""

    __tablename__ = "farewells"

    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), primary_key=True)
    step: Mapped[Farewell] = mapped_column(one_of(Farewell, "step"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[str] = mapped_column(ForeignKey("associates.id"))


class SlotRow(Table):
    """An hour in which the boutique delivers, to so many addresses."""

    __tablename__ = "delivery_slots"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Moment, unique=True)
    capacity: Mapped[int]
    taken: Mapped[int]

    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("capacity >= taken", name="capacity"),
    )


class DeliveryRow(Table):
    """Where a basket is taken to instead of being carried."""

    __tablename__ = "deliveries"

    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), primary_key=True)
    slot_id: Mapped[str] = mapped_column(ForeignKey("delivery_slots.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    gift_wrap: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)


class ExitPassRow(Table):
    """`number` stands in the signed pass; `used_at` is written once."""

    __tablename__ = "exit_passes"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), index=True)
    pieces: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    used_by: Mapped[str | None] = mapped_column(Text)
