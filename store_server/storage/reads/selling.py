"""What a basket looks like: its lines at the prices that count, its shares, what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from payments import tax
from payments.article import Article, ArticleError, ArticleKind, VatRate, plain_rate, rate_on
from payments.basket import BasketState, Line
from payments.cash import CashMove, CashRules
from payments.facts import Fact, Standing, State, Told, attempt
from payments.money import Money, Rounding, total
from payments.pursuit import Tried, counting, standing_of, tried
from payments.register import Attempt, Basket, BillKept, Refund, Share
from store_server.payment_views import (
    BasketView,
    BillView,
    CashView,
    DeliveryView,
    FarewellView,
    LineView,
    Missing,
    MoneyView,
    RateView,
    RefundState,
    RefundView,
    ShareView,
)
from store_server.storage.repositories.articles import SqlArticles
from store_server.storage.repositories.baskets import SqlBaskets
from store_server.storage.repositories.cash import SqlCash
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.repositories.slots import SqlSlots

SLOT_LASTS = timedelta(hours=1)


def money(amount: Money, language: str) -> MoneyView:
    return MoneyView(amount.plain(), amount.units, amount.code, amount.shown(language))


class BasketReader:
    """Reads one basket within one snapshot of the database."""

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        zone: ZoneInfo,
        rounding: Rounding,
        cash: CashRules | None = None,
    ) -> None:
        self._articles = SqlArticles(connection)
        self._baskets = SqlBaskets(connection)
        self._payments = SqlPayments(connection)
        self._slots = SqlSlots(connection)
        self._now = now
        self._today = now.astimezone(zone).date()
        self._rounding = rounding
        self._cash = cash
        self._moves = SqlCash(connection)

    def view(self, basket_id: str) -> BasketView:
        """Raises `NotFoundError`."""
        basket = self._baskets.get(basket_id)
        lines = [self._priced(basket, line) for line in self._baskets.lines(basket_id)]
        bills = self._payments.bills_of(basket_id)
        attempts = self._payments.attempts_of_basket(basket_id)
        told = {one.id: self._payments.facts_of(one.id) for one in attempts}
        refunds = self._payments.refunds_of(basket_id)
        standings = [attempt(told[one.id], one.order.amount) for one in attempts]
        code, language = basket.currency, basket.language
        bought = [line for line, _article in lines if line.accepted]
        rates = _rates(bought, self._rounding)
        captured = total((one.captured for one in standings), code)
        refundable = total((one.refundable for one in standings), code)
        bill = bills[-1] if bills else None
        moves = self._moves.of_basket(basket_id)
        shown = self._bill(bill, moves, language) if bill is not None else None
        human = any(one.state is State.CONFLICTED for one in standings) or (
            shown is not None and _stuck(shown)
        )
        came_back = sum(sum(refund.lines.values()) for refund in refunds)
        pieces = sum(line.quantity for line in bought) - came_back
        delivery = self._delivery(basket_id)
        return BasketView(
            id=basket.id,
            number=basket.number,
            state=basket.state.value,
            currency=code,
            language=language,
            client_id=basket.client_id,
            associate_id=basket.associate_id,
            gift_receipt=basket.gift_receipt,
            changed_at=basket.changed_at,
            locked_until=basket.locked_until,
            paid_at=basket.paid_at,
            total=money(total((line.gross for line in bought if line.gross), code), language),
            rates=tuple(_rate_view(one, language) for one in rates),
            lines=tuple(self._line(basket, line, article) for line, article in lines),
            captured=money(captured, language),
            refunded=money(total((one.refunded for one in standings), code), language),
            refundable=money(refundable, language),
            bill=shown,
            refunds=tuple(_refund(one, told[one.attempt_id], moves, language) for one in refunds),
            delivery=delivery,
            needs_a_human=human,
            pieces=pieces,
            exit_pass=(
                basket.state is BasketState.PAID
                and not human
                and pieces > 0
                and bool(refundable)
                and delivery is None
            ),
            farewell=tuple(
                FarewellView(one.step, one.at, one.by_id)
                for one in self._baskets.farewell(basket_id)
            ),
            tax_free=basket.tax_free,
            link_opened=basket.link_opened,
        )

    def _priced(self, basket: Basket, line: Line) -> tuple[Line, Article]:
        """A line that is not locked has today's price, which may change until it is."""
        article = self._articles.get(line.article_id)
        if basket.state is not BasketState.OPEN and line.price is not None:
            return line, article
        rate = _rate_of(self._articles.rates(), article, self._today)
        priced = replace(line, price=article.price(basket.currency), rate=rate, net=None, vat=None)
        return priced, article

    def _line(self, basket: Basket, line: Line, article: Article) -> LineView:
        language = basket.language
        serial = self._articles.piece(line.piece_id).serial if line.piece_id else ""
        choosing = basket.state is BasketState.OPEN
        missing: Missing = self._missing(line, article) if choosing else ""
        return LineView(
            id=line.id,
            article_id=line.article_id,
            label=line.label,
            sku=article.sku,
            serial=serial,
            quantity=line.quantity,
            price=money(line.price, language) if line.price is not None else None,
            gross=money(line.gross, language) if line.gross is not None else None,
            rate=plain_rate(line.rate) if line.rate is not None else "",
            vat=money(line.vat, language) if line.vat is not None else None,
            gift=line.gift,
            accepted=line.accepted,
            available=not missing,
            missing=missing,
        )

    def _missing(self, line: Line, article: Article) -> Missing:
        """What would keep it from being held now; empty where nothing would."""
        if not article.active:
            return "not_sold"
        if line.piece_id is not None:
            piece = self._articles.piece(line.piece_id)
            if piece.sold_at is not None:
                return "sold_out"
            return "" if piece.held_by in (None, line.id) else "reserved"
        if article.stock < line.quantity:
            return "sold_out"
        if article.kind is ArticleKind.SERIAL:
            return "which_piece"
        return "" if article.free >= line.quantity else "reserved"

    def _bill(self, bill: BillKept, moves: Sequence[CashMove], language: str) -> BillView:
        attempts = self._payments.attempts(bill.id)
        told = self._payments.facts(bill.id)
        shares = self._payments.shares(bill.id)
        standings = [standing_of(one, told, attempts) for one in shares]
        code = bill.amount.code
        return BillView(
            id=bill.id,
            amount=money(bill.amount, language),
            deposit=bill.deposit,
            deadline=bill.deadline,
            outcome=bill.outcome.value if bill.outcome else "",
            authorised=money(total((one.authorised for one in standings), code), language),
            captured=money(total((one.captured for one in standings), code), language),
            shares=tuple(
                self._share(one, standing, _counting(one, attempts, told), moves, language)
                for one, standing in zip(shares, standings, strict=True)
            ),
        )

    def _share(
        self,
        share: Share,
        standing: Standing,
        counted: Tried | None,
        moves: Sequence[CashMove],
        language: str,
    ) -> ShareView:
        acting = counted is not None and standing.state is State.REQUIRES_ACTION
        return ShareView(
            id=share.id,
            place=share.place,
            payer=share.payer,
            amount=money(share.amount, language),
            state=standing.state.value,
            page=counted.attempt.page if counted is not None and acting else "",
            reason=counted.attempt.reason if counted is not None else "",
            cash=self._in_cash(share, standing, counted, moves, language),
        )

    def _in_cash(
        self,
        share: Share,
        standing: Standing,
        counted: Tried | None,
        moves: Sequence[CashMove],
        language: str,
    ) -> CashView | None:
        if counted is not None and counted.attempt.in_cash and standing.state is not State.VOIDED:
            taken = next(one for one in moves if one.attempt_id == counted.id)
            waits = standing.state is State.AUTHORISED and Fact.VOID_ASKED in counted.facts
            return _taken(taken, waits, language)
        if self._cash is None or share.amount.code != self._cash.code:
            return None
        due = self._cash.due(share.amount)
        over = None if self._cash.allows(moves, due) else self._cash.limit
        return CashView(
            money(due, language),
            money(due - share.amount, language),
            limit=None if over is None else money(over, language),
        )

    def _delivery(self, basket_id: str) -> DeliveryView | None:
        kept = self._slots.delivery(basket_id)
        if kept is None:
            return None
        slot = self._slots.get(kept.slot_id)
        return DeliveryView(
            slot_id=slot.id,
            starts_at=slot.starts_at,
            ends_at=slot.starts_at + SLOT_LASTS,
            name=kept.name,
            address=kept.address,
            phone=kept.phone,
            gift_wrap=kept.gift_wrap,
            note=kept.note,
        )


def _counting(share: Share, attempts: Sequence[Attempt], told: Sequence[Told]) -> Tried | None:
    return counting([tried(one, told) for one in attempts if one.share_id == share.id])


def _taken(move: CashMove, waits: bool, language: str) -> CashView:
    return CashView(
        money(move.coins, language),
        money(move.difference, language),
        taken=True,
        given=None if move.given is None else money(move.given, language),
        change=money(move.change, language),
        to_return=waits,
    )


def _refund(
    refund: Refund, told: Sequence[Told], moves: Sequence[CashMove], language: str
) -> RefundView:
    said = {one.fact for one in told if one.refund == refund.id}
    state: RefundState = "asked"
    if Fact.REFUNDED in said:
        state = "refunded"
    elif Fact.REFUND_FAILED in said:
        state = "failed"
    amount = money(refund.amount, language)
    coins = [money(one.coins, language) for one in moves if one.refund_id == refund.id]
    return RefundView(
        refund.id, amount, state, refund.reason, refund.made_at, coins[0] if coins else None
    )


def _rate_of(rates: Sequence[VatRate], article: Article, today: date) -> Fraction | None:
    try:
        return rate_on(rates, article.vat, today)
    except ArticleError:
        return None


def _rates(lines: Sequence[Line], rounding: Rounding) -> Sequence[tax.RateTotal]:
    taxed = [
        tax.Taxed(line.gross, line.rate)
        for line in lines
        if line.gross is not None and line.rate is not None
    ]
    return tax.included(taxed, rounding).totals if taxed else ()


def _rate_view(one: tax.RateTotal, language: str) -> RateView:
    return RateView(
        plain_rate(one.rate),
        money(one.gross, language),
        money(one.net, language),
        money(one.vat, language),
    )


def _stuck(bill: BillView) -> bool:
    """Decided to be captured, and one of its shares cannot be."""
    lost = {State.FAILED, State.VOIDED, State.EXPIRED, State.CREATED}
    return bill.outcome == "capture" and any(share.state in lost for share in bill.shares)
