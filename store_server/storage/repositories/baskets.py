"""Baskets and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from payments.article import plain_rate
from payments.basket import BasketState, Farewell, Line
from payments.money import Money
from payments.register import Basket, FarewellStep
from store_server.ports import NotFoundError
from store_server.storage.counters import next_number
from store_server.storage.prepared import Prepared, Row
from store_server.storage.tables import BasketLineRow, BasketRow, FarewellRow

NUMBERS = "baskets"


_BASKET = Prepared(select(BasketRow.__table__).where(BasketRow.id == bindparam("basket")))
_LINES = Prepared(
    select(BasketLineRow.__table__, BasketRow.currency)
    .join(BasketRow, BasketRow.id == BasketLineRow.basket_id)
    .where(BasketLineRow.basket_id == bindparam("basket"))
    .order_by(BasketLineRow.place)
)


class SqlBaskets:
    """Satisfies `payment_ports.Baskets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self) -> int:
        return next_number(self._connection, NUMBERS)

    def add(self, basket: Basket, token_hash: str) -> None:
        values = {name: getattr(basket, name) for name in Basket.__slots__}
        self._connection.execute(insert(BasketRow).values(token_hash=token_hash, **values))

    def get(self, basket_id: str) -> Basket:
        row = _BASKET.first(self._connection, {"basket": basket_id})
        if row is None:
            raise NotFoundError("there is no such basket")
        return basket(row)

    def of_token(self, token_hash: str) -> str | None:
        return self._connection.execute(
            select(BasketRow.id).where(BasketRow.token_hash == token_hash)
        ).scalar()

    def set_token(self, basket_id: str, token_hash: str) -> None:
        self.change(basket_id, token_hash=token_hash, link_opened=False)

    def change(self, basket_id: str, **fields: Any) -> None:
        self._connection.execute(
            update(BasketRow).where(BasketRow.id == basket_id).values(**fields)
        )

    def forgotten(self, before: datetime) -> Sequence[str]:
        query = select(BasketRow.id).where(
            BasketRow.state == BasketState.OPEN, BasketRow.changed_at < before
        )
        return list(self._connection.execute(query).scalars())

    def lines(self, basket_id: str) -> list[Line]:
        return [line(row) for row in _LINES.all(self._connection, {"basket": basket_id})]

    def add_line(self, basket_id: str, line: Line) -> None:
        last = self._connection.execute(
            select(func.max(BasketLineRow.place)).where(BasketLineRow.basket_id == basket_id)
        ).scalar()
        self._connection.execute(
            insert(BasketLineRow).values(
                id=line.id,
                basket_id=basket_id,
                place=(last or 0) + 1,
                article_id=line.article_id,
                piece_id=line.piece_id,
                label=line.label,
                quantity=line.quantity,
                gift=line.gift,
                accepted=line.accepted,
                held=False,
            )
        )

    def change_line(self, line_id: str, **fields: Any) -> None:
        """`price`, `net` and `vat` are money, `rate` a fraction; None takes them away again."""
        values = {name: fields[name] for name in fields if name not in ("price", "net", "vat")}
        for name, column in (("price", "units"), ("net", "net_units"), ("vat", "vat_units")):
            if name in fields:
                values[column] = None if fields[name] is None else fields[name].units
        if values.get("rate") is not None:
            values["rate"] = plain_rate(values["rate"])
        self._connection.execute(
            update(BasketLineRow).where(BasketLineRow.id == line_id).values(**values)
        )

    def remove_line(self, line_id: str) -> None:
        self._connection.execute(delete(BasketLineRow).where(BasketLineRow.id == line_id))

    def farewell(self, basket_id: str) -> Sequence[FarewellStep]:
        rows = self._connection.execute(
            select(FarewellRow.__table__)
            .where(FarewellRow.basket_id == basket_id)
            .order_by(FarewellRow.at)
        )
        return [FarewellStep(row.step, row.at, row.by_id) for row in rows]

    def keep_step(self, basket_id: str, step: FarewellStep) -> None:
        self._connection.execute(
            insert(FarewellRow).values(
                basket_id=basket_id, step=step.step, at=step.at, by_id=step.by_id
            )
        )

    def drop_step(self, basket_id: str, step: Farewell) -> None:
        self._connection.execute(
            delete(FarewellRow).where(FarewellRow.basket_id == basket_id, FarewellRow.step == step)
        )


def basket(row: Row) -> Basket:
    return Basket(**{name: getattr(row, name) for name in Basket.__slots__})


def line(row: Row) -> Line:
    """`row` has the currency of its basket beside it."""

    def money(units: int | None) -> Money | None:
        return None if units is None else Money(units, row.currency)

    return Line(
        id=row.id,
        article_id=row.article_id,
        label=row.label,
        quantity=row.quantity,
        piece_id=row.piece_id,
        price=money(row.units),
        rate=None if row.rate is None else Fraction(row.rate),
        net=money(row.net_units),
        vat=money(row.vat_units),
        gift=row.gift,
        accepted=row.accepted,
        held=row.held,
    )
