"""The catalogue, and the stock that is held for a basket before any money moves.

Holding and selling are single conditional statements: whoever comes second changes no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from payments.article import Article, VatRate, plain_rate
from payments.money import Money
from payments.register import Piece
from store_server.clock import new_id
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.tables import ArticleRow, PieceRow, PriceRow, VatRateRow


class SqlArticles:
    """Satisfies `payment_ports.Articles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, article_id: str) -> Article:
        found = self._one(ArticleRow.id == article_id)
        if found is None:
            raise NotFoundError("there is no such article")
        return found

    def by_sku(self, sku: str) -> Article | None:
        return self._one(ArticleRow.sku == sku)

    def by_gtin(self, gtin: str) -> Article | None:
        return self._one(ArticleRow.gtin == gtin) if gtin else None

    def save(self, article: Article, at: datetime) -> None:
        other = self.by_gtin(article.gtin)
        if other is not None and other.id != article.id:
            raise ConflictError(f"gtin: it is the number of {other.sku} already")
        values = _values(article, at)
        changed = self._connection.execute(
            update(ArticleRow)
            .where(ArticleRow.id == article.id, ArticleRow.held <= article.stock)
            .values(**values)
        )
        if changed.rowcount == 0:
            if self._one(ArticleRow.id == article.id) is not None:
                raise ConflictError("stock: more than that is held for clients who are paying")
            self._connection.execute(insert(ArticleRow).values(id=article.id, held=0, **values))
        self._save_prices(article)

    def add_pieces(self, article_id: str, serials: Sequence[str]) -> int:
        known = {
            row.serial
            for row in self._connection.execute(
                select(PieceRow.serial).where(PieceRow.article_id == article_id)
            )
        }
        new = [serial for serial in dict.fromkeys(serials) if serial not in known]
        for serial in new:
            self._connection.execute(
                insert(PieceRow).values(id=new_id(), article_id=article_id, serial=serial)
            )
        return len(new)

    def piece(self, piece_id: str) -> Piece:
        found = self._piece(PieceRow.id == piece_id)
        if found is None:
            raise NotFoundError("there is no such piece")
        return found

    def piece_by_serial(self, article_id: str, serial: str) -> Piece | None:
        return self._piece(PieceRow.article_id == article_id, PieceRow.serial == serial)

    def pieces_named(self, serial: str) -> Sequence[Piece]:
        written = {serial, serial.upper()}
        rows = self._connection.execute(
            select(PieceRow.__table__).where(PieceRow.serial.in_(written)).order_by(PieceRow.id)
        )
        return [Piece(**row._mapping) for row in rows]

    def hold(self, article_id: str, quantity: int) -> bool:
        return self._change(
            article_id,
            ArticleRow.stock - ArticleRow.held >= quantity,
            held=ArticleRow.held + quantity,
        )

    def let_go(self, article_id: str, quantity: int) -> None:
        self._change(article_id, ArticleRow.held >= quantity, held=ArticleRow.held - quantity)

    def sell(self, article_id: str, quantity: int) -> None:
        sold = self._change(
            article_id,
            ArticleRow.held >= quantity,
            held=ArticleRow.held - quantity,
            stock=ArticleRow.stock - quantity,
        )
        if not sold:
            raise ConflictError("what is sold was held before")

    def take_back(self, article_id: str, quantity: int) -> None:
        self._change(article_id, ArticleRow.held >= 0, stock=ArticleRow.stock + quantity)

    def hold_piece(self, piece_id: str, line_id: str) -> bool:
        held = self._connection.execute(
            update(PieceRow)
            .where(PieceRow.id == piece_id, PieceRow.sold_at.is_(None))
            .where(PieceRow.held_by.is_(None))
            .values(held_by=line_id)
        )
        return held.rowcount == 1

    def let_piece_go(self, piece_id: str) -> None:
        self._change_piece(piece_id, held_by=None)

    def sell_piece(self, piece_id: str, at: datetime) -> None:
        self._change_piece(piece_id, held_by=None, sold_at=at)

    def take_piece_back(self, piece_id: str) -> None:
        self._change_piece(piece_id, sold_at=None)

    def rates(self) -> Sequence[VatRate]:
        rows = self._connection.execute(
            select(VatRateRow.__table__).order_by(VatRateRow.code, VatRateRow.valid_from)
        )
        return [VatRate(row.code, row.valid_from, Fraction(row.rate)) for row in rows]

    def save_rate(self, rate: VatRate) -> None:
        which = (VatRateRow.code == rate.code, VatRateRow.valid_from == rate.valid_from)
        plain = plain_rate(rate.rate)
        changed = self._connection.execute(update(VatRateRow).where(*which).values(rate=plain))
        if changed.rowcount == 0:
            self._connection.execute(
                insert(VatRateRow).values(code=rate.code, valid_from=rate.valid_from, rate=plain)
            )

    def _one(self, which: Any) -> Article | None:
        row = self._connection.execute(select(ArticleRow.__table__).where(which)).first()
        return article(row, prices(self._connection, [row.id])[row.id]) if row else None

    def _piece(self, *which: Any) -> Piece | None:
        row = self._connection.execute(select(PieceRow.__table__).where(*which)).first()
        return Piece(**row._mapping) if row else None

    def _change(self, article_id: str, condition: Any, **fields: Any) -> bool:
        changed = self._connection.execute(
            update(ArticleRow).where(ArticleRow.id == article_id, condition).values(**fields)
        )
        return changed.rowcount == 1

    def _change_piece(self, piece_id: str, **fields: Any) -> None:
        self._connection.execute(update(PieceRow).where(PieceRow.id == piece_id).values(**fields))

    def _save_prices(self, article: Article) -> None:
        self._connection.execute(delete(PriceRow).where(PriceRow.article_id == article.id))
        for price in article.prices:
            self._connection.execute(
                insert(PriceRow).values(
                    article_id=article.id, currency=price.code, units=price.units
                )
            )


def prices(connection: Connection, article_ids: Sequence[str]) -> dict[str, tuple[Money, ...]]:
    found: dict[str, tuple[Money, ...]] = dict.fromkeys(article_ids, ())
    rows = connection.execute(
        select(PriceRow.__table__)
        .where(PriceRow.article_id.in_(article_ids))
        .order_by(PriceRow.currency)
    )
    for row in rows:
        found[row.article_id] += (Money(row.units, row.currency),)
    return found


def article(row: Row[Any], priced: tuple[Money, ...]) -> Article:
    return Article(
        id=row.id,
        sku=row.sku,
        name=row.name,
        vat=row.vat,
        kind=row.kind,
        gtin=row.gtin or "",
        model=row.model,
        options=row.options,
        prices=priced,
        stock=row.stock,
        held=row.held,
        active=row.active,
    )


def _values(article: Article, at: datetime) -> dict[str, Any]:
    return {
        "sku": article.sku,
        "gtin": article.gtin or None,
        "model": article.model,
        "name": article.name,
        "options": dict(article.options),
        "vat": article.vat,
        "kind": article.kind,
        "stock": article.stock,
        "active": article.active,
        "changed_at": at,
    }
