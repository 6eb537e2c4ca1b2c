"""Paying begins: prices and tax are fixed, the stock is held, and the bill is made and shared.

All of it in one transaction: the last piece is held for one basket, or the basket stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from payments import split, tax
from payments.article import ArticleError, ArticleKind, rate_on
from payments.basket import BasketState, Line, amount_of
from payments.bill import Outcome
from payments.facts import attempt
from payments.money import Money, Rounding, total
from payments.register import Basket, BillKept, Share
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_baskets import become, changed
from store_server.payment_messages import LockBasket, Payer, SplitBill, UnlockBasket
from store_server.ports import ConflictError, UnitOfWork


@dataclass(frozen=True, slots=True)
class LockBaskets:
    desk: Desk
    zone: ZoneInfo
    locked_for: timedelta
    rounding: Rounding = Rounding.HALF_UP

    def lock(self, command: LockBasket) -> str:
        """Locking what is locked answers the bill that stands."""
        with self.desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            if basket.state in (BasketState.LOCKED, BasketState.PAYING):
                return work.uow.payments.bills_of(basket.id)[-1].id
            lines = [line for line in work.uow.baskets.lines(basket.id) if line.accepted]
            if not lines:
                raise ConflictError("there is nothing in the basket")
            paid_before = captured_by_deposits(work.uow, basket)
            lines = self._priced(work, basket, lines, agreed=bool(paid_before))
            due = amount_of(lines, basket.currency) - paid_before
            amount = _asked(due, command.deposit)
            if command.deposit is None:
                hold(work.uow, lines)
            until = work.at + self.locked_for
            become(work, basket, BasketState.LOCKED, locked_until=until)
            deposit = command.deposit is not None
            bill = BillKept(new_id(), basket.id, amount, until, work.at, deposit)
            work.uow.payments.add_bill(bill)
            work.uow.payments.add_share(Share(new_id(), bill.id, 0, amount), None)
        return bill.id

    def unlock(self, command: UnlockBasket) -> None:
        with self.desk.work() as work:
            basket, bill = _untouched(work, command.basket_id)
            work.uow.payments.decide(bill.id, Outcome.VOID, work.at)
            work.uow.payments.close_bill(bill.id, work.at)
            let_go(work.uow, work.uow.baskets.lines(basket.id))
            become(work, basket, BasketState.OPEN, locked_until=None)

    def split(self, command: SplitBill) -> list[str]:
        with self.desk.work() as work:
            basket, bill = _untouched(work, command.basket_id)
            lines = [line for line in work.uow.baskets.lines(basket.id) if line.accepted]
            amounts = _amounts(command, bill.amount, lines)
            for share in work.uow.payments.shares(bill.id):
                work.uow.payments.cancel_share(share.id, work.at)
            shares = [
                Share(new_id(), bill.id, place, amount, payer.name)
                for place, (payer, amount) in enumerate(zip(command.payers, amounts, strict=True))
            ]
            for share, payer in zip(shares, command.payers, strict=True):
                work.uow.payments.add_share(share, payer.token_hash)
            work.record("BillSplit", basket=basket.id, bill=bill.id, payers=len(shares))
            changed(work, basket.id)
        return [share.id for share in shares]

    def _priced(
        self, work: Work, basket: Basket, lines: Sequence[Line], agreed: bool
    ) -> list[Line]:
        """Today's prices and rates, written into the lines: they stand from now on. Where they
        were `agreed` with a deposit they stood before, and only what was put in since is new."""
        priced = [
            line
            if agreed and line.price is not None and line.rate is not None
            else self._one_priced(work.uow, basket, line, work.at)
            for line in lines
        ]
        taxed = [
            tax.Taxed(line.gross, line.rate)
            for line in priced
            if line.gross is not None and line.rate is not None
        ]
        taxes = tax.included(taxed, self.rounding).lines
        for line, share in zip(priced, taxes, strict=True):
            work.uow.baskets.change_line(
                line.id, price=line.price, rate=line.rate, net=share.net, vat=share.vat
            )
        return priced

    def _one_priced(self, uow: UnitOfWork, basket: Basket, line: Line, at: datetime) -> Line:
        article = uow.articles.get(line.article_id)
        price = article.price(basket.currency)
        if price is None or not article.active:
            raise ConflictError(f"{article.name} is not sold in {basket.currency} any more")
        if article.kind is ArticleKind.SERIAL and line.piece_id is None:
            raise ConflictError(f"{article.name}: scan the number of the very piece")
        try:
            rate = rate_on(uow.articles.rates(), article.vat, at.astimezone(self.zone).date())
        except ArticleError as error:
            raise ConflictError(f"{article.name}: {error}") from error
        return replace(line, price=price, rate=rate)


def hold(uow: UnitOfWork, lines: Sequence[Line]) -> None:
    """All of them, or `ConflictError`, and the transaction is left."""
    for line in lines:
        held = uow.articles.hold(line.article_id, line.quantity)
        if held and line.piece_id is not None:
            held = uow.articles.hold_piece(line.piece_id, line.id)
        if not held:
            raise ConflictError(f"somebody else is just buying the last {line.label}")
        uow.baskets.change_line(line.id, held=True)


def let_go(uow: UnitOfWork, lines: Sequence[Line]) -> None:
    for line in lines:
        if line.held:
            uow.articles.let_go(line.article_id, line.quantity)
            if line.piece_id is not None:
                uow.articles.let_piece_go(line.piece_id)
            uow.baskets.change_line(line.id, held=False)


def sell(uow: UnitOfWork, lines: Sequence[Line], at: datetime) -> None:
    """What was held is the client's."""
    for line in lines:
        if line.held:
            uow.articles.sell(line.article_id, line.quantity)
            if line.piece_id is not None:
                uow.articles.sell_piece(line.piece_id, at)
            uow.baskets.change_line(line.id, held=False)


def captured_by_deposits(uow: UnitOfWork, basket: Basket) -> Money:
    """What was paid of this basket on earlier bills, and was not given back."""
    code = basket.currency
    paid = Money(0, code)
    for bill in uow.payments.bills_of(basket.id):
        if bill.deposit:
            for one in uow.payments.attempts(bill.id):
                standing = attempt(uow.payments.facts_of(one.id), one.order.amount)
                paid += standing.refundable
    return paid


def _asked(due: Money, deposit: Money | None) -> Money:
    if deposit is not None:
        if deposit.code != due.code or not 0 < deposit.units < due.units:
            raise ConflictError("deposit: more than nothing and less than the price")
        due = deposit
    if due.units <= 0:
        raise ConflictError("there is nothing to pay")
    if not due.chargeable:
        raise ConflictError(f"a card cannot be charged {due.plain()} {due.code}")
    return due


def _untouched(work: Work, basket_id: str) -> tuple[Basket, BillKept]:
    """A locked basket and its bill, while nobody has begun to pay. Raises `ConflictError`."""
    basket = work.uow.baskets.get(basket_id)
    if basket.state is not BasketState.LOCKED:
        raise ConflictError(f"the basket is {basket.state.value}")
    bill = work.uow.payments.bills_of(basket.id)[-1]
    if work.uow.payments.attempts(bill.id):
        raise ConflictError("somebody has begun to pay")
    return basket, bill


def _amounts(command: SplitBill, bill: Money, lines: Sequence[Line]) -> list[Money]:
    """What each payer pays. Raises `SplitError`."""
    payers = command.payers
    match command.how:
        case "equal":
            return split.equal(bill, len(payers))
        case "amount":
            nothing = Money(0, bill.code)
            return split.by_amount(bill, [payer.amount or nothing for payer in payers])
        case "percentage":
            return split.by_percentage(bill, [_percentage(payer) for payer in payers])
        case "article":
            return _by_article(payers, bill, lines)


def _percentage(payer: Payer) -> Fraction:
    if payer.percentage is None:
        raise split.SplitError("percentage: each payer has one")
    return payer.percentage


def _by_article(payers: Sequence[Payer], bill: Money, lines: Sequence[Line]) -> list[Money]:
    if total((line.gross for line in lines if line.gross is not None), bill.code) != bill:
        raise split.SplitError("after a deposit the bill is not split by article")
    priced = []
    for line in lines:
        by = [place for place, payer in enumerate(payers) if line.id in payer.lines]
        if not by:
            raise split.SplitError(f"nobody pays {line.label}")
        if line.gross is not None:
            priced.append((line.gross, by))
    return split.by_article(priced, len(payers))
