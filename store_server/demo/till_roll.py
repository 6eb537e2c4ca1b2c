"""What the demo sold today stands in its ledger, too: a till that is asked agrees with the floor.

Earlier days have only their figures: a ledger that began with this house holds nothing of them.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from payments import entry as entries
from payments.books import Books
from payments.money import Money
from payments.providers.port import Means
from payments.sale import Paid, Sale, SoldLine
from payments.tax import Taxed, included
from store_server.domain.quarters import place_of, starts
from store_server.ledger_ports import KeptReceipt
from store_server.ports import Store
from store_server.storage.engine import reading
from store_server.storage.tables import ArticleRow, BasketLineRow, BasketRow


def ring_up(engine: Engine, store: Store, till: str, now: datetime, zone: ZoneInfo) -> None:
    """In the order in which they were paid; what is in the ledger already stays."""
    with reading(engine) as connection:
        sold = _sold(connection, starts(place_of(now, zone).day, zone))
    with store.begin() as uow:
        books = Books(uow.ledger.shelf(till), till, zone)
        for sale in sold:
            if uow.ledger.receipt_of(sale.basket_id) is not None:
                continue
            record = books.write(entries.SALE, entries.of_sale(sale), sale.at)
            uow.ledger.note_receipt(KeptReceipt(sale.basket_id, till, record.number, sale.language))
        uow.commit()


def _sold(connection: Connection, since: datetime) -> list[Sale]:
    rows = connection.execute(
        select(
            BasketRow.id,
            BasketRow.number,
            BasketRow.paid_at,
            BasketRow.currency,
            BasketRow.associate_id,
            BasketRow.language,
            BasketLineRow.label,
            BasketLineRow.quantity,
            BasketLineRow.units,
            BasketLineRow.rate,
            ArticleRow.sku,
            ArticleRow.gtin,
        )
        .join(BasketLineRow, BasketLineRow.basket_id == BasketRow.id)
        .join(ArticleRow, ArticleRow.id == BasketLineRow.article_id)
        .where(BasketRow.paid_at >= since)
        .order_by(BasketRow.paid_at)
    )
    return [_sale(row) for row in rows]


def _sale(row: Any) -> Sale:
    """Baskets of the demo's history hold one line each."""
    price = Money(row.units, row.currency)
    gross = Money(row.units * row.quantity, row.currency)
    taxes = included([Taxed(gross, Fraction(row.rate))])
    (line,) = taxes.lines
    return Sale(
        basket_id=row.id,
        number=row.number,
        at=row.paid_at,
        total=gross,
        lines=(
            SoldLine(
                row.label,
                row.sku,
                row.gtin or "",
                "",
                row.quantity,
                price,
                gross,
                row.rate,
                line.net,
                line.vat,
            ),
        ),
        rates=taxes.totals,
        paid=(Paid(row.id, "simulated", Means.READER.value, gross),),
        associate_id=row.associate_id,
        language=row.language,
    )
