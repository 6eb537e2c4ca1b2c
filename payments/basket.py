"""A basket's way: filled, locked with its prices, paid, carried or delivered, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from payments.money import Money, total

FORGOTTEN_AFTER = timedelta(hours=24)
LINES_AT_MOST = 100
PIECES_AT_MOST = 99  # of one line


class BasketState(StrEnum):
    OPEN = "open"
    LOCKED = "locked"  # prices fixed, stock held
    PAYING = "paying"
    PAID = "paid"
    RELEASED = "released"  # it left through the door, or the courier has it
    CLOSED = "closed"
    ABANDONED = "abandoned"


class Farewell(StrEnum):
    """What the maison does when somebody leaves with what they bought."""

    THANK = "thank"
    WRAP = "wrap"
    RECEIPT = "receipt"
    WALK = "walk"
    NEXT = "next"


_WAYS = {
    BasketState.OPEN: {BasketState.LOCKED, BasketState.ABANDONED},
    BasketState.LOCKED: {BasketState.OPEN, BasketState.PAYING, BasketState.ABANDONED},
    # A deposit that is paid, and a bill that was void, leave a basket that can be locked again.
    BasketState.PAYING: {BasketState.PAID, BasketState.OPEN},
    BasketState.PAID: {BasketState.RELEASED, BasketState.CLOSED},
    BasketState.RELEASED: {BasketState.CLOSED},
    BasketState.CLOSED: set(),
    # Success after a failure was shown: the pieces are still there, and the basket is honoured.
    BasketState.ABANDONED: {BasketState.PAID},
}


def may_become(state: BasketState, next_state: BasketState) -> bool:
    return next_state in _WAYS[state]


@dataclass(frozen=True, slots=True)
class Line:
    """One article of a basket. Money and rate are None before the basket was locked."""

    id: str
    article_id: str
    label: str
    quantity: int = 1
    piece_id: str | None = None
    price: Money | None = None  # of one piece
    rate: Fraction | None = None
    net: Money | None = None
    vat: Money | None = None
    gift: bool = False
    accepted: bool = True  # False: proposed from afar, and the client has not said yes
    held: bool = False

    @property
    def gross(self) -> Money | None:
        return None if self.price is None else self.price * self.quantity


def amount_of(lines: Iterable[Line], code: str) -> Money:
    """What the priced lines come to; the proposed ones are not bought."""
    gross = (line.gross for line in lines if line.accepted)
    return total((one for one in gross if one is not None), code)
