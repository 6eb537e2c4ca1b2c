"""The ledger's records, and which of them is whose receipt."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
IS_CLOSING = text("kind IN ('close_day', 'close_month', 'close_year')")


class LedgerRow(Table):
    """Only ever added to. `at` is text, as it was sealed; `body` is the canonical snapshot."""

    __tablename__ = "ledger"

    till: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    at: Mapped[str] = mapped_column(String(40))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[str] = mapped_column(SHA256_HEX)
    seal: Mapped[str] = mapped_column(SHA256_HEX)

    __table_args__ = (
        Index(
            "ix_ledger_closings",
            "till",
            "kind",
            "number",
            sqlite_where=IS_CLOSING,
            postgresql_where=IS_CLOSING,
        ),
    )


class ReceiptRow(Table):
    """Outside of the chain, so that it may be forgotten: whose record it is, in which language.

    `part` is empty for the sale itself; of a refund its id, of a deposit that of its bill.
    """

    __tablename__ = "receipts"

    basket_id: Mapped[str] = mapped_column(ID, primary_key=True)
    part: Mapped[str] = mapped_column("refund_id", ID, primary_key=True)
    till: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(Text)
    deposit: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (Index("uq_receipts_till_number", "till", "number", unique=True),)
