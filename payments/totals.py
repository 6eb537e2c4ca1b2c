"""Sums over entries of the ledger: by currency, VAT rate, means of payment and associate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec import Struct

from payments.entry import DEPOSIT, SALE, Entry, MeansSum, RateSum


class AssociateSum(Struct, frozen=True):
    by: str
    count: int
    amount: int


class Totals(Struct, frozen=True):
    """Of one currency. `sold` and `given_back` add up to `total`; the second is never positive.

    A deposit is sold when it is taken, and the sale that it belongs to only for the rest.
    """

    currency: str
    sales: int
    corrections: int
    sold: int
    given_back: int
    total: int
    rates: tuple[RateSum, ...]
    means: tuple[MeansSum, ...]
    associates: tuple[AssociateSum, ...]
    deposits: int = 0


class Grand(Struct, frozen=True):
    """Since the first record, of one currency. `absolute` only ever grows."""

    currency: str
    count: int
    total: int
    absolute: int


@dataclass(slots=True)
class _Sum:
    sales: int = 0
    corrections: int = 0
    deposits: int = 0
    sold: int = 0
    given_back: int = 0
    rates: dict[str, list[int]] = field(default_factory=dict)
    means: dict[str, int] = field(default_factory=dict)
    associates: dict[str, list[int]] = field(default_factory=dict)

    def add(self, part: Totals) -> None:
        self.sales += part.sales
        self.corrections += part.corrections
        self.deposits += part.deposits
        self.sold += part.sold
        self.given_back += part.given_back
        for rate in part.rates:
            sums = self.rates.setdefault(rate.rate, [0, 0, 0])
            for at, value in enumerate((rate.gross, rate.net, rate.vat)):
                sums[at] += value
        for means in part.means:
            self.means[means.means] = self.means.get(means.means, 0) + means.amount
        for one in part.associates:
            counted = self.associates.setdefault(one.by, [0, 0])
            counted[0] += one.count
            counted[1] += one.amount


def of_entry(kind: str, entry: Entry) -> Totals:
    return Totals(
        currency=entry.currency,
        sales=int(kind == SALE),
        corrections=int(kind not in (SALE, DEPOSIT)),
        deposits=int(kind == DEPOSIT),
        sold=max(entry.total, 0),
        given_back=min(entry.total, 0),
        total=entry.total,
        rates=entry.rates,
        means=entry.means,
        associates=(AssociateSum(entry.by, 1, entry.total),),
    )


def added_up(parts: Iterable[Totals]) -> tuple[Totals, ...]:
    """One for each currency, in the order of their codes."""
    sums: dict[str, _Sum] = {}
    for part in parts:
        sums.setdefault(part.currency, _Sum()).add(part)
    return tuple(_totals(code, sums[code]) for code in sorted(sums))


def grown(before: Iterable[Grand], by: Iterable[Totals]) -> tuple[Grand, ...]:
    """The grand totals after a period."""
    grand = {one.currency: one for one in before}
    for part in by:
        old = grand.get(part.currency, Grand(part.currency, 0, 0, 0))
        grand[part.currency] = Grand(
            part.currency,
            old.count + part.sales + part.corrections + part.deposits,
            old.total + part.total,
            old.absolute + part.sold - part.given_back,
        )
    return tuple(grand[code] for code in sorted(grand))


def _totals(code: str, of: _Sum) -> Totals:
    return Totals(
        currency=code,
        sales=of.sales,
        corrections=of.corrections,
        deposits=of.deposits,
        sold=of.sold,
        given_back=of.given_back,
        total=of.sold + of.given_back,
        rates=tuple(
            RateSum(rate, *of.rates[rate]) for rate in sorted(of.rates, key=float, reverse=True)
        ),
        means=tuple(MeansSum(means, of.means[means]) for means in sorted(of.means)),
        associates=tuple(AssociateSum(by, *of.associates[by]) for by in sorted(of.associates)),
    )
