"""Money goes back to where it came from: never above what was captured, in parallel neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from payments.basket import BasketState, Line
from payments.bill import Outcome
from payments.cash import held
from payments.facts import attempt
from payments.money import Money, total
from payments.providers.port import KEY_REMEMBERED
from payments.pursuit import IN_FLIGHT
from payments.register import Attempt, Basket, Refund
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.handle_cash import HandleCash
from store_server.handlers.keep_baskets import become, changed
from store_server.handlers.lock_baskets import let_go
from store_server.handlers.remember_purchases import came_back
from store_server.handlers.settle_bills import ask_refund
from store_server.payment_messages import Doing, RefundBasket, ResolveConflict
from store_server.payment_ports import Call, Calls
from store_server.ports import ConflictError

TICK_S = 1.0


@dataclass(frozen=True, slots=True)
class _Source:
    attempt: Attempt
    refundable: Money


class GiveBack:
    def __init__(self, desk: Desk, calls: Calls, cash: HandleCash) -> None:
        self._desk = desk
        self._calls = calls
        self._cash = cash
        self._next_s = 0.0

    def refund(self, command: RefundBasket) -> list[str]:
        with self._desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            sources = _sources(work, basket)
            there_is = total((one.refundable for one in sources), basket.currency)
            amount = self._amount(work, basket, command, there_is)
            if amount.code != basket.currency or amount.units <= 0 or not amount.chargeable:
                raise ConflictError(f"amount: {amount.plain()} {amount.code} cannot be given back")
            if there_is < amount:
                raise ConflictError(f"amount: at most {there_is.plain()} {there_is.code} is left")
            work.uow.exit_passes.expire(basket.id, work.at)
            refunds = self._spread(work, command, sources, amount)
            work.audit(command.by_id, "basket.refunded", basket.id)
            changed(work, basket.id)
        return refunds

    def resolve(self, command: ResolveConflict) -> None:
        """Only where nothing of the client's is kept any more."""
        with self._desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            bill = work.uow.payments.bills_of(basket.id)[-1:]
            if not bill or bill[0].closed_at is not None:
                raise ConflictError("there is nothing to resolve")
            if _sources(work, basket, bill[0].id):
                raise ConflictError("what was charged has to be given back first")
            if held(work.uow.cash.of_basket(basket.id), basket.currency):
                raise ConflictError("the cash that was taken has to be given back first")
            work.uow.payments.decide(bill[0].id, Outcome.VOID, work.at)
            work.uow.payments.close_bill(bill[0].id, work.at)
            let_go(work.uow, work.uow.baskets.lines(basket.id))
            if basket.state is BasketState.LOCKED or basket.state is BasketState.PAYING:
                become(work, basket, BasketState.OPEN, locked_until=None)
            work.audit(command.by_id, "basket.resolved", basket.id)

    def tick(self) -> None:
        now_s = self._desk.clock.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + TICK_S
        self._go_round(everything=False)

    def resume(self) -> None:
        self._go_round(everything=True)

    def _go_round(self, everything: bool) -> None:
        with self._desk.store.look() as uow:
            due = uow.payments.refunds_due(self._desk.clock.now(), everything)
        for refund in due:
            self._again(refund)

    def _again(self, refund: Refund) -> None:
        """The same refund under the same key, while the provider remembers it; then ask."""
        with self._desk.work() as work:
            payments = work.uow.payments
            payments.change_refund(refund.id, asked=refund.asked + 1, due_at=work.at + IN_FLIGHT)
            paid_by = payments.attempt(refund.attempt_id)
            known = work.at - refund.made_at < KEY_REMEMBERED
            doing = Doing.REFUND if known else Doing.ASK
            call = Call(doing, paid_by, refund.amount, refund.id, again=known)
            work.after(lambda: self._calls.make(call))

    def _amount(self, work: Work, basket: Basket, command: RefundBasket, there_is: Money) -> Money:
        if not command.lines:
            return there_is if command.amount is None else command.amount
        lines = {line.id: line for line in work.uow.baskets.lines(basket.id)}
        back = came_back(work, basket.id)
        price = Money(0, basket.currency)
        for line_id, quantity in command.lines.items():
            line = lines.get(line_id)
            if line is None or line.price is None or basket.paid_at is None:
                raise ConflictError("lines: that was not sold with this basket")
            if not 0 < quantity <= line.quantity - back.get(line_id, 0):
                raise ConflictError("lines: more than was sold, or came back before")
            price += line.price * quantity
            _take_back(work, line, quantity)
        if command.amount is not None and price < command.amount:
            raise ConflictError(f"amount: those pieces cost {price.plain()} {price.code}")
        return price if command.amount is None else command.amount

    def _spread(
        self, work: Work, command: RefundBasket, sources: Sequence[_Source], amount: Money
    ) -> list[str]:
        """From each means in turn, the pieces noted with the first of the refunds."""
        ids: list[str] = []
        lines: Mapping[str, int] = command.lines
        for source in sources:
            part = min(source.refundable, amount, key=lambda one: one.units)
            if not part:
                continue
            refund = Refund(
                id=new_id(),
                attempt_id=source.attempt.id,
                basket_id=command.basket_id,
                amount=part,
                made_at=work.at,
                lines=lines,
                reason=command.reason,
                by_id=command.by_id,
            )
            if source.attempt.in_cash:
                self._cash.refund(work, refund, source.attempt)
            else:
                ask_refund(work, self._calls.make, refund, source.attempt)
            ids.append(refund.id)
            amount, lines = amount - part, {}
        return ids


def _sources(work: Work, basket: Basket, bill_id: str = "") -> list[_Source]:
    """What was captured and not given back, by attempt."""
    payments = work.uow.payments
    attempts = payments.attempts(bill_id) if bill_id else payments.attempts_of_basket(basket.id)
    found = []
    for one in attempts:
        standing = attempt(payments.facts_of(one.id), one.order.amount)
        if standing.refundable.units > 0:
            found.append(_Source(one, standing.refundable))
    return found


def _take_back(work: Work, line: Line, quantity: int) -> None:
    """The piece lies on the counter: it can be sold again, whatever the provider says."""
    work.uow.articles.take_back(line.article_id, quantity)
    if line.piece_id is not None:
        work.uow.articles.take_piece_back(line.piece_id)
