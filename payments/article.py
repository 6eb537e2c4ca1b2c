"""An article of the catalogue, and what makes a piece of it that very piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from payments.money import Money

GTIN_LENGTHS = (8, 12, 13, 14)


class ArticleKind(StrEnum):
    PLAIN = "plain"  # one is like the other
    SERIAL = "serial"  # each has its number
    UNIQUE = "unique"  # there is only one


class ArticleError(ValueError):
    """An article cannot be like this; `field` names what is wrong."""

    def __init__(self, field_name: str, what: str) -> None:
        super().__init__(what)
        self.field = field_name


@dataclass(frozen=True, slots=True)
class Article:
    """`model` is what variants have in common; `options` is what tells them apart."""

    id: str
    sku: str
    name: str
    vat: str
    kind: ArticleKind = ArticleKind.PLAIN
    gtin: str = ""
    model: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    prices: tuple[Money, ...] = ()
    stock: int = 0
    held: int = 0
    active: bool = True

    @property
    def free(self) -> int:
        """How many could be held for somebody now."""
        return self.stock - self.held

    def price(self, code: str) -> Money | None:
        return next((price for price in self.prices if price.code == code), None)


def gtin_of(digits: str) -> str:
    """Fourteen digits; empty for none. Raises `ArticleError` where the check digit is wrong."""
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) in GTIN_LENGTHS):
        raise ArticleError("gtin", "a GTIN has 8, 12, 13 or 14 digits")
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[::-1]))
    if sum(weighted) % 10:
        raise ArticleError("gtin", "the check digit is wrong")
    return digits.zfill(14)


@dataclass(frozen=True, slots=True)
class VatRate:
    """`rate` in percent, from a day on until the next one of the same code."""

    code: str
    valid_from: date
    rate: Fraction


def rate_on(rates: Sequence[VatRate], code: str, day: date) -> Fraction:
    """Raises `ArticleError` where the code has no rate on that day."""
    valid = [one for one in rates if one.code == code and one.valid_from <= day]
    if not valid:
        raise ArticleError("vat", f"no rate {code!r} on {day}")
    return max(valid, key=lambda one: one.valid_from).rate


def plain_rate(rate: Fraction) -> str:
    """ "20" or "5.5": four decimals are enough for every rate in force."""
    text = f"{float(rate):.4f}".rstrip("0").rstrip(".")
    return text or "0"
