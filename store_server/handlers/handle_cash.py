"""Cash: what is taken and given back is noted by whoever did it, in one transaction with the rest.

No provider is called and nothing can be unknown: the coins are in a hand or in the drawer. Of a
bill that several share they wait there for the others, as an authorisation does.
"""

from __future__ import annotations

from dataclasses import dataclass

from payments.basket import BasketState
from payments.bill import Outcome
from payments.cash import CASH, CashMove, CashRules, Coins, held
from payments.facts import Fact, State, Told
from payments.money import Money
from payments.providers.port import Means, Order, Said
from payments.pursuit import standing_of, tried
from payments.register import Attempt, Basket, BillKept, Refund, Share
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_baskets import become
from store_server.handlers.settle_bills import BY_US, SettleBills, note_asked
from store_server.handlers.take_payments import check_payable
from store_server.payment_messages import (
    BasketChanged,
    BeginDrawer,
    CountDrawer,
    ReturnCash,
    TakeCash,
)
from store_server.ports import ConflictError


@dataclass(frozen=True, slots=True)
class HandleCash:
    """`till` is whose drawer it is. A boutique that `takes` none gives back what it took before."""

    desk: Desk
    bills: SettleBills
    till: str
    rules: CashRules
    takes: bool

    def take(self, command: TakeCash) -> str:
        """Told twice, it was taken once."""
        self._check_taken_here()
        with self.desk.work() as work:
            share, bill, basket = _of(work, command.share_id)
            there = self._in_the_drawer(work, bill, share)
            if there is not None:
                return there.id
            self._check_free(work, bill, share)
            attempt = self._attempt(work, share, basket)
            move = self._taken(work, basket, attempt, command)
            if basket.state is BasketState.LOCKED:
                become(work, basket, BasketState.PAYING)
            work.uow.payments.add_attempt(attempt)
            work.uow.cash.add(self.till, move)
            _record(work, "CashTaken", basket.id, move)
            authorised = (Said(Fact.AUTHORISED, share.amount),)
            self.bills.note(work, bill, attempt.id, authorised, BY_US)
            self.bills.settle(work, bill.id)
        return attempt.id

    def give_back(self, command: ReturnCash) -> Money:
        """Until it is the house's: from then on it is a refund."""
        with self.desk.work() as work:
            share, bill, basket = _of(work, command.share_id)
            there = self._in_the_drawer(work, bill, share)
            if there is None or bill.outcome is Outcome.CAPTURE:
                raise ConflictError("no cash waits in the drawer for this share")
            coins = held(work.uow.cash.of_attempt(there.id), share.amount.code)
            move = CashMove(
                Coins.RETURNED,
                share.amount,
                coins,
                work.at,
                attempt_id=there.id,
                by_id=command.by_id,
            )
            work.uow.cash.add(self.till, move)
            work.uow.payments.tell(Told(there.id, Fact.VOID_ASKED, work.at), BY_US)
            _record(work, "CashReturned", basket.id, move)
            self.bills.note(work, bill, there.id, (Said(Fact.VOIDED),), BY_US)
            self.bills.settle(work, bill.id)
        return coins

    def refund(self, work: Work, refund: Refund, attempt: Attempt) -> None:
        """In the transaction of whoever gives it back, who has the coins in their hand."""
        moves = work.uow.cash.of_attempt(attempt.id)
        move = CashMove(
            Coins.REFUNDED,
            refund.amount,
            self.rules.handed_back(moves, refund.amount),
            work.at,
            attempt_id=attempt.id,
            refund_id=refund.id,
            by_id=refund.by_id,
        )
        work.uow.cash.add(self.till, move)
        note_asked(work, refund)
        _record(work, "CashRefunded", refund.basket_id, move)
        payments = work.uow.payments
        bill = payments.bill(payments.share(attempt.share_id).bill_id)
        gone = (Said(Fact.REFUNDED, refund.amount, refund.id),)
        self.bills.note(work, bill, attempt.id, gone, BY_US)

    def begin(self, command: BeginDrawer) -> None:
        self._check_count(command.amount)
        with self.desk.work() as work:
            move = CashMove(
                Coins.FLOAT, command.amount, command.amount, work.at, by_id=command.by_id
            )
            work.uow.cash.add(self.till, move)
            _record(work, "DrawerBegun", "", move)

    def count(self, command: CountDrawer) -> Money:
        self._check_count(command.amount)
        with self.desk.work() as work:
            expected = held(work.uow.cash.drawer(self.till), command.amount.code)
            move = CashMove(Coins.COUNTED, expected, command.amount, work.at, by_id=command.by_id)
            work.uow.cash.add(self.till, move)
            _record(work, "DrawerCounted", "", move)
        return move.difference

    def _in_the_drawer(self, work: Work, bill: BillKept, share: Share) -> Attempt | None:
        """The share's cash that lies there and is not the house's yet, or is since a moment."""
        payments = work.uow.payments
        for one in payments.attempts(bill.id):
            if one.share_id == share.id and one.in_cash:
                state = tried(one, payments.facts_of(one.id)).state
                if state in (State.AUTHORISED, State.CAPTURED):
                    return one
        return None

    def _check_free(self, work: Work, bill: BillKept, share: Share) -> None:
        payments = work.uow.payments
        standing = standing_of(share, payments.facts(bill.id), payments.attempts(bill.id))
        if standing.state.open or standing.captured:
            raise ConflictError("this share is being paid already")
        check_payable(bill, share, work.at)

    def _taken(self, work: Work, basket: Basket, attempt: Attempt, command: TakeCash) -> CashMove:
        """What goes into the drawer. Raises `ConflictError` above the limit, or `CashError`."""
        rules, amount = self.rules, attempt.order.amount
        if amount.code != rules.code:
            raise ConflictError(f"the drawer holds {rules.code} alone")
        due = rules.due(amount)
        given = due if command.given is None else command.given
        rules.change(due, given)
        if not rules.allows(work.uow.cash.of_basket(basket.id), due):
            limit = rules.limit or due
            raise ConflictError(
                f"cash_limit: one purchase is paid with {limit.plain()} {limit.code} in cash at "
                "most; the rest is paid by card"
            )
        return CashMove(
            Coins.TAKEN,
            amount,
            due,
            work.at,
            given=given,
            attempt_id=attempt.id,
            by_id=command.by_id,
        )

    def _attempt(self, work: Work, share: Share, basket: Basket) -> Attempt:
        order = Order(
            key=new_id(),
            amount=share.amount,
            asked_at=work.at,
            means=Means.CASH,
            language=basket.language,
        )
        return Attempt(share.id, CASH, order)

    def _check_count(self, amount: Money) -> None:
        self._check_taken_here()
        if amount.code != self.rules.code or amount.units < 0:
            raise ConflictError(f"amount: the drawer holds {self.rules.code} alone")

    def _check_taken_here(self) -> None:
        if not self.takes:
            raise ConflictError("this boutique takes no cash")


def _of(work: Work, share_id: str) -> tuple[Share, BillKept, Basket]:
    payments = work.uow.payments
    share = payments.share(share_id)
    bill = payments.bill(share.bill_id)
    return share, bill, work.uow.baskets.get(bill.basket_id)


def _record(work: Work, what: str, basket_id: str, move: CashMove) -> None:
    work.record(
        what,
        basket=basket_id,
        attempt=move.attempt_id,
        refund=move.refund_id,
        by=move.by_id,
        due=move.due.units,
        coins=move.coins.units,
        currency=move.coins.code,
    )
    if basket_id:
        work.tell(BasketChanged(basket_id))
