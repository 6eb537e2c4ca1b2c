"""What was sold in a time: baskets that were paid, whatever came back of them later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, select

from store_server.storage.tables import BasketLineRow, BasketRow

SUMS = ("baskets", "fast_lane", "units", "minor")


def sales_between(
    connection: Connection, since: datetime, until: datetime
) -> dict[str, dict[str, int]]:
    """By currency. `fast_lane`: baskets of clients who served themselves."""
    line = BasketLineRow
    priced = (
        select(
            line.basket_id,
            func.sum(line.quantity).label("units"),
            func.sum(func.coalesce(line.units, 0) * line.quantity).label("minor"),
        )
        .join(BasketRow, BasketRow.id == line.basket_id)
        .where(BasketRow.paid_at >= since, BasketRow.paid_at < until, line.accepted)
        .group_by(line.basket_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            BasketRow.currency,
            func.count().label("baskets"),
            func.sum(case((BasketRow.associate_id.is_(None), 1), else_=0)).label("fast_lane"),
            func.coalesce(func.sum(priced.c.units), 0).label("units"),
            func.coalesce(func.sum(priced.c.minor), 0).label("minor"),
        )
        .outerjoin(priced, priced.c.basket_id == BasketRow.id)
        .where(BasketRow.paid_at >= since, BasketRow.paid_at < until)
        .group_by(BasketRow.currency)
    )
    return {row.currency: {name: int(getattr(row, name)) for name in SUMS} for row in rows}
