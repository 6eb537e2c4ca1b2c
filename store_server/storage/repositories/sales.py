"""A sale and a refund as values, for ledger and receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, select

from payments import tax
from payments.article import plain_rate
from payments.basket import amount_of
from payments.cash import CashMove, Coins, held
from payments.facts import Fact, attempt
from payments.money import Money, total
from payments.register import TOO_LATE, Attempt, BillKept
from payments.sale import Deposit, Paid, Refunded, Sale, SoldLine
from payments.tax import RateTotal
from store_server.ports import NotFoundError
from store_server.storage.repositories.baskets import SqlBaskets, line
from store_server.storage.repositories.cash import SqlCash
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.tables import ArticleRow, BasketLineRow, BasketRow, DeliveryRow, PieceRow


class SqlSales:
    """Satisfies `payment_ports.Sales`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._baskets = SqlBaskets(connection)
        self._payments = SqlPayments(connection)
        self._cash = SqlCash(connection)

    def sale(self, basket_id: str) -> Sale:
        basket = self._baskets.get(basket_id)
        if basket.paid_at is None:
            raise NotFoundError("this basket was not paid")
        lines = self._lines(basket_id)
        delivered = select(DeliveryRow.basket_id).where(DeliveryRow.basket_id == basket_id)
        returned_of = basket.exchange_of_id and self._baskets.get(basket.exchange_of_id).number
        return Sale(
            basket_id=basket.id,
            number=basket.number,
            at=basket.paid_at,
            total=amount_of(self._baskets.lines(basket_id), basket.currency),
            lines=lines,
            rates=tuple(_by_rate(lines)),
            paid=tuple(self._paid(basket_id)),
            associate_id=basket.associate_id,
            language=basket.language,
            gift_receipt=basket.gift_receipt,
            delivered=self._connection.execute(delivered).first() is not None,
            exchange_of=returned_of or None,
        )

    def deposit(self, bill_id: str) -> Deposit:
        bill = self._payments.bill(bill_id)
        if not bill.deposit or bill.closed_at is None:
            raise NotFoundError("this is no deposit that was paid")
        basket = self._baskets.get(bill.basket_id)
        paid = self._paid(basket.id)
        return Deposit(
            deposit_id=bill.id,
            basket_id=basket.id,
            number=basket.number,
            at=bill.closed_at,
            amount=bill.amount,
            lines=self._lines(basket.id),
            paid=tuple(one for one in paid if one.deposit_id == bill.id),
            associate_id=basket.associate_id,
            language=basket.language,
        )

    def refunded(self, refund_id: str) -> Refunded:
        refund = self._payments.refund(refund_id)
        told = self._payments.facts_of(refund.attempt_id)
        done = [one for one in told if one.refund == refund.id and one.fact is Fact.REFUNDED]
        if not done:
            raise NotFoundError("nothing was given back under this number")
        basket = self._baskets.get(refund.basket_id)
        return Refunded(
            refund_id=refund.id,
            basket_id=basket.id,
            number=basket.number,
            at=done[0].at,
            amount=refund.amount,
            paid=self._means_of(refund.attempt_id, refund.amount, refund.id),
            reason=refund.reason,
            lines=self._lines(basket.id, dict(refund.lines)) if refund.lines else (),
        )

    def _paid(self, basket_id: str) -> Iterable[Paid]:
        """What was charged, less what of it went back before: of a deposit, or what came late.

        By no clock: it is asked in the transaction that makes the sale."""
        late = {
            refund.attempt_id
            for refund in self._payments.refunds_of(basket_id)
            if refund.reason == TOO_LATE
        }
        for bill in self._payments.bills_of(basket_id):
            for one in self._payments.attempts(bill.id):
                left = attempt(self._payments.facts_of(one.id), one.order.amount).refundable
                if left and one.id not in late:
                    yield self._means(one, left, bill, self._cash.of_attempt(one.id))

    def _means_of(self, attempt_id: str, amount: Money, refund_id: str) -> Paid:
        one = self._payments.attempt(attempt_id)
        bill = self._payments.bill(self._payments.share(one.share_id).bill_id)
        moves = [two for two in self._cash.of_attempt(attempt_id) if two.refund_id == refund_id]
        paid = self._means(one, amount, bill, moves)
        return paid if paid.coins is None else replace(paid, coins=-paid.coins)

    def _means(
        self, one: Attempt, amount: Money, bill: BillKept, moves: Sequence[CashMove]
    ) -> Paid:
        """`moves` are of cash alone: what they come to went from hand to hand."""
        deposit_id = bill.id if bill.deposit else ""
        paid = Paid(one.id, one.provider, one.order.means.value, amount, deposit_id)
        if not one.in_cash:
            return paid
        return replace(paid, coins=held(moves, amount.code), given=_given(moves))

    def _lines(self, basket_id: str, only: dict[str, int] | None = None) -> tuple[SoldLine, ...]:
        rows = self._connection.execute(
            select(
                BasketLineRow.__table__,
                BasketRow.currency,
                ArticleRow.sku,
                ArticleRow.gtin,
                PieceRow.serial,
            )
            .join(BasketRow, BasketRow.id == BasketLineRow.basket_id)
            .join(ArticleRow, ArticleRow.id == BasketLineRow.article_id)
            .outerjoin(PieceRow, PieceRow.id == BasketLineRow.piece_id)
            .where(BasketLineRow.basket_id == basket_id, BasketLineRow.accepted)
            .order_by(BasketLineRow.place)
        )
        sold = [(row, row.quantity if only is None else only.get(row.id, 0)) for row in rows]
        return tuple(_sold(row, quantity) for row, quantity in sold if quantity)


def _by_rate(lines: Iterable[SoldLine]) -> Iterable[RateTotal]:
    """The lines' own tax, added up: it was rounded on the total of each rate when they were
    priced, and is the same on ledger, receipt and export."""
    by_rate: dict[Fraction, list[SoldLine]] = {}
    for one in lines:
        by_rate.setdefault(Fraction(one.rate), []).append(one)
    for rate in sorted(by_rate, reverse=True):
        code = by_rate[rate][0].gross.code
        yield RateTotal(
            rate,
            total((one.gross for one in by_rate[rate]), code),
            total((one.net for one in by_rate[rate]), code),
            total((one.vat for one in by_rate[rate]), code),
        )


def _given(moves: Sequence[CashMove]) -> Money | None:
    return next((one.given for one in moves if one.what is Coins.TAKEN), None)


def _sold(row: Row[Any], quantity: int) -> SoldLine:
    """A part of a line that came back has its own tax, reckoned anew on what it cost."""
    one = line(row)
    if one.price is None or one.rate is None or one.net is None or one.vat is None:
        raise NotFoundError("this line was never priced")
    gross, net, vat = one.price * quantity, one.net, one.vat
    if quantity != row.quantity:
        part = tax.included([tax.Taxed(gross, one.rate)]).lines[0]
        net, vat = part.net, part.vat
    return SoldLine(
        label=row.label,
        sku=row.sku,
        gtin=row.gtin or "",
        serial=row.serial or "",
        quantity=quantity,
        price=one.price,
        gross=gross,
        rate=plain_rate(one.rate),
        net=net,
        vat=vat,
        gift=row.gift,
    )
