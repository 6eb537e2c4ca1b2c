"""Cash: what is owed in coins that there are, what goes back, and what should be in the drawer.

Of 19.98 EUR where the smallest coin is 0.05 a client puts down 20.00. The 0.02 are no part of the
price: they stand beside it, as rounding, in what was noted, in the ledger and on the receipt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from payments.money import Money, MoneyError, currency, total, whole

FRENCH_LIMIT = Money(1000_00, "EUR")  # D. 112-3 of the code monétaire et financier
CASH = "cash"  # who is asked for it: nobody but the payer
ROUNDING = "cash_rounding"  # how ledger and reports call the difference


class CashError(ValueError):
    """It cannot be paid like this in cash; the text says why."""

    field = "given"


class Coins(StrEnum):
    """What was done at the drawer."""

    FLOAT = "float"  # counted as the day begins
    TAKEN = "taken"  # from a payer
    RETURNED = "returned"  # to a payer, whose bill came to nothing
    REFUNDED = "refunded"
    COUNTED = "counted"


_SIGNS = {Coins.FLOAT: 1, Coins.TAKEN: 1, Coins.RETURNED: -1, Coins.REFUNDED: -1, Coins.COUNTED: 0}


@dataclass(frozen=True, slots=True)
class CashMove:
    """Only ever added to. `coins` is what was in the hand, `due` what it stands for: a share, a
    refund, or what a drawer should have held. `given` is what a payer put down."""

    what: Coins
    due: Money
    coins: Money
    at: datetime
    given: Money | None = None
    attempt_id: str | None = None
    refund_id: str = ""
    by_id: str | None = None

    @property
    def difference(self) -> Money:
        """Of a payment its rounding, of a count what is missing (negative) or too much."""
        return self.coins - self.due

    @property
    def change(self) -> Money:
        return Money(0, self.coins.code) if self.given is None else self.given - self.coins


@dataclass(frozen=True, slots=True)
class CashRules:
    """A boutique's own. `step` is its smallest coin, in smallest units; `limit` what one basket
    may be paid in cash at most."""

    code: str
    step: int
    limit: Money | None = None

    def due(self, amount: Money) -> Money:
        """The nearest amount that coins make; half of a coin is rounded up."""
        return Money(whole(Fraction(amount.units, self.step)) * self.step, amount.code)

    def change(self, due: Money, given: Money) -> Money:
        """Raises `CashError`."""
        if given < due:
            raise CashError(f"given: {due.plain()} {due.code} are due")
        return given - due

    def allows(self, moves: Iterable[CashMove], due: Money) -> bool:
        """Whether a basket of these moves may be paid so much more in cash."""
        return self.limit is None or held(moves, due.code) + due <= self.limit

    def handed_back(self, moves: Iterable[CashMove], amount: Money) -> Money:
        """What a refund of `amount` is in coins, after the payment's own `moves`.

        All refunds of a payment are rounded together: in however many parts, what goes back for
        all of it is what was taken, and never more.
        """
        known = list(moves)
        taken = total((one.due for one in known if one.what is Coins.TAKEN), amount.code)
        back = [one for one in known if one.what is Coins.REFUNDED]
        gone = total((one.due for one in back), amount.code) + amount
        if gone == taken:
            return held(known, amount.code)
        handed = total((one.coins for one in back), amount.code)
        nothing, there = Money(0, amount.code), held(known, amount.code)
        return min(max(self.due(gone) - handed, nothing), there)


def rules(code: str, step: str = "", limit: str = "") -> CashRules:
    """Of a boutique that says so; without a `step` of its own as its currency has it, without a
    `limit` as France has it. A limit of 0 is none. Raises `MoneyError`."""
    smallest = Money.parse(step, code).units if step else currency(code).cash_step
    if smallest <= 0:
        raise MoneyError("the smallest coin is worth something")
    most = Money.parse(limit, code) if limit else FRENCH_LIMIT
    if most.units < 0:
        raise MoneyError("a limit is not below nothing")
    return CashRules(code, smallest, most if most and most.code == code else None)


def held(moves: Iterable[CashMove], code: str) -> Money:
    """What these moves leave in the drawer; of a whole drawer, since it was last begun."""
    there = Money(0, code)
    for one in moves:
        if one.what is Coins.FLOAT:
            there = Money(0, code)
        there += one.coins * _SIGNS[one.what]
    return there
