"""Money: a whole number of a currency's smallest units, and nothing that floats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency


class MoneyError(ValueError):
    """Two currencies in one sum, a currency that we do not know, or an amount that has no unit."""


@dataclass(frozen=True, slots=True)
class Currency:
    """What is true of a currency, each fact for itself.

    `exponent`: decimals of an amount, as ISO 4217 has them and as people read it.
    `provider_exponent`: decimals of the whole number that payment providers are sent.
    `step`: the smallest amount, in smallest units, that a card can be charged.
    `cash_step`: the same of coins, where those are coarser than prices.
    """

    code: str
    exponent: int
    provider_exponent: int
    step: int = 1
    cash_step: int = 1


def _two(code: str, cash_step: int = 1) -> Currency:
    return Currency(code, 2, 2, cash_step=cash_step)


CURRENCIES = {
    currency.code: currency
    for currency in (
        *(_two(code) for code in ("EUR", "USD", "GBP", "CNY", "AED", "SAR", "QAR", "MXN", "BRL")),
        *(_two(code) for code in ("INR", "THB", "PLN", "TRY")),
        *(_two(code, 5) for code in ("CHF", "AUD", "CAD", "SGD", "MYR")),
        *(_two(code, 10) for code in ("NZD", "HKD", "ILS")),
        *(_two(code, 100) for code in ("NOK", "SEK", "CZK")),
        _two("DKK", 50),
        Currency("JPY", 0, 0),
        Currency("KRW", 0, 0),
        Currency("ISK", 0, 2),  # no decimals any more, and still sent with two
        Currency("HUF", 2, 2, step=100, cash_step=500),
        Currency("TWD", 2, 2, step=100, cash_step=100),
        Currency("KWD", 3, 3, step=10, cash_step=5),  # the last digit is 0 on a card
        Currency("BHD", 3, 3, step=10, cash_step=5),
        Currency("OMR", 3, 3, step=10, cash_step=5),
        Currency("JOD", 3, 3, step=10, cash_step=5),
    )
}


def currency(code: str) -> Currency:
    try:
        return CURRENCIES[code]
    except KeyError:
        raise MoneyError(f"{code!r} is no currency of ours") from None


class Rounding(StrEnum):
    """How a part of a unit becomes a whole one. Half up is away from zero, as tills do it."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


def whole(amount: Fraction, rounding: Rounding = Rounding.HALF_UP) -> int:
    """The nearest whole number, exactly: no float is ever made."""
    floor, rest = divmod(abs(amount.numerator), amount.denominator)
    twice = 2 * rest - amount.denominator
    up = twice > 0 or (twice == 0 and (rounding is Rounding.HALF_UP or floor % 2 == 1))
    size = floor + up
    return -size if amount < 0 else size


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`units` are smallest units: 12.50 EUR is 1250, 1250 JPY is 1250, 1.250 KWD is 1250."""

    units: int
    code: str

    def __post_init__(self) -> None:
        currency(self.code)
        if type(self.units) is not int:
            raise MoneyError("money is a whole number of smallest units")

    def __add__(self, other: Money) -> Money:
        return Money(self.units + self._same(other), self.code)

    def __sub__(self, other: Money) -> Money:
        return Money(self.units - self._same(other), self.code)

    def __neg__(self) -> Money:
        return Money(-self.units, self.code)

    def __mul__(self, times: int) -> Money:
        return Money(self.units * times, self.code)

    def __lt__(self, other: Money) -> bool:
        return self.units < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.units <= self._same(other)

    def __bool__(self) -> bool:
        return self.units != 0

    @property
    def chargeable(self) -> bool:
        """Whether a card can be charged exactly this."""
        return self.units % currency(self.code).step == 0

    def for_provider(self) -> int:
        """The whole number that a provider means by this amount. Raises `MoneyError`."""
        facts = currency(self.code)
        if not self.chargeable:
            raise MoneyError(f"a card cannot be charged {self.plain()} {self.code}")
        return self.units * int(10 ** (facts.provider_exponent - facts.exponent))

    @classmethod
    def from_provider(cls, number: int, code: str) -> Money:
        """The way back. Raises `MoneyError` for what is no amount of this currency."""
        facts = currency(code)
        units, rest = divmod(number, 10 ** (facts.provider_exponent - facts.exponent))
        if rest:
            raise MoneyError(f"{number} is no amount of {code} in its smallest unit")
        return cls(units, code)

    @classmethod
    def parse(cls, text: str, code: str) -> Money:
        """From "1250.00", a point and no grouping. Raises `MoneyError`."""
        facts = currency(code)
        try:
            scaled = Decimal(text).scaleb(facts.exponent)
        except ArithmeticError:
            raise MoneyError(f"{text!r} is no amount") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise MoneyError(f"{text!r} is no amount of {code}")
        return cls(int(scaled), code)

    def plain(self) -> str:
        """ "1250.00": for files and programs."""
        return str(Decimal(self.units).scaleb(-currency(self.code).exponent))

    def shown(self, language: str) -> str:
        """As people of that language write it, and in English where it is not known."""
        amount = Decimal(self.units).scaleb(-currency(self.code).exponent)
        locale = _locale(language)
        return format_currency(amount, self.code, locale=locale, currency_digits=True)

    def _same(self, other: Money) -> int:
        if other.code != self.code:
            raise MoneyError(f"{self.code} and {other.code} are not added up")
        return other.units


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def total(amounts: Iterable[Money], code: str) -> Money:
    """The sum, nothing being zero of that currency."""
    return sum(amounts, start=Money(0, code))
