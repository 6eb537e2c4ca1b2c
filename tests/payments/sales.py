"""Sales and refunds as the fast lane tells them to the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from payments.money import Money
from payments.sale import Paid, Refunded, Sale, SoldLine
from payments.tax import Taxed, included

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def euros(units: int) -> Money:
    return Money(units, "EUR")


def sale(
    basket_id: str = "b1",
    number: int = 12,
    at: datetime = AT,
    language: str = "fr",
    label: str = "Sac Aurore",
    gift: bool = False,
) -> Sale:
    """A bag at 20 % and two books at 5.5 %, paid by two friends."""
    sold = [
        (euros(120_000), "20", 1, label, "n° 7", gift),
        (euros(2_110), "5.5", 2, "Livre", "", False),
    ]
    taxes = included([Taxed(price * count, Fraction(rate)) for price, rate, count, *_ in sold])
    lines = tuple(
        SoldLine(name, "sku", "", serial, count, price, price * count, rate, tax.net, tax.vat, wrap)
        for (price, rate, count, name, serial, wrap), tax in zip(sold, taxes.lines, strict=True)
    )
    paid = (
        Paid(f"{basket_id}-a", "simulated", "page", euros(100_000)),
        Paid(f"{basket_id}-b", "simulated", "reader", euros(24_220)),
    )
    return Sale(
        basket_id, number, at, euros(124_220), lines, taxes.totals, paid, "ana", language, gift
    )


def refund(
    units: int, *lines: SoldLine, basket_id: str = "b1", refund_id: str = "r1", at: datetime = AT
) -> Refunded:
    paid = sale(basket_id).paid[0]
    return Refunded(refund_id, basket_id, 12, at, euros(units), paid, "too small", lines)
