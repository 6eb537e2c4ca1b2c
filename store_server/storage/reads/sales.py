"""What was sold in a time: baskets that were paid, whatever came back of them later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from store_server.storage.tables import BasketLineRow, BasketRow

SUMS = ("baskets", "fast_lane", "units", "minor")

_PAID = (
    select(
        BasketRow.paid_at,
        BasketRow.currency,
        BasketRow.associate_id.is_(None).label("alone"),
        func.coalesce(func.sum(BasketLineRow.quantity), 0).label("units"),
        func.coalesce(
            func.sum(func.coalesce(BasketLineRow.units, 0) * BasketLineRow.quantity), 0
        ).label("minor"),
    )
    .outerjoin(BasketLineRow, (BasketLineRow.basket_id == BasketRow.id) & BasketLineRow.accepted)
    .where(BasketRow.paid_at >= bindparam("since"), BasketRow.paid_at < bindparam("until"))
    .group_by(BasketRow.id)
)


@dataclass(frozen=True, slots=True)
class Paid:
    """A basket. `alone`: of a client who served themselves, in the fast lane."""

    at: datetime
    currency: str
    alone: bool
    units: int
    minor: int


def paid_between(connection: Connection, since: datetime, until: datetime) -> list[Paid]:
    rows = connection.execute(_PAID, {"since": since, "until": until})
    return [
        Paid(row.paid_at, row.currency, bool(row.alone), int(row.units), int(row.minor))
        for row in rows
        if row.paid_at is not None
    ]


def sums_of(paid: Iterable[Paid]) -> dict[str, dict[str, int]]:
    """By currency."""
    found: dict[str, dict[str, int]] = {}
    for one in paid:
        sums = found.setdefault(one.currency, dict.fromkeys(SUMS, 0))
        sums["baskets"] += 1
        sums["fast_lane"] += one.alone
        sums["units"] += one.units
        sums["minor"] += one.minor
    return found
