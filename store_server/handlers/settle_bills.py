"""A bill is settled: decided once, then each of its attempts is led to where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from payments.basket import BasketState, amount_of
from payments.bill import Outcome, Step, decide, next_step, paid
from payments.facts import Fact, Standing, State, Told, attempt
from payments.money import Money
from payments.providers.port import Said
from payments.pursuit import IN_FLIGHT, Tried, counting, pause, standing_of, tried
from payments.register import TOO_LATE, Attempt, Basket, BillKept, Refund, Share
from payments.sale import Deposit, Refunded, Sale
from store_server.clock import new_id
from store_server.handlers.desk import Work
from store_server.handlers.keep_baskets import become
from store_server.handlers.lock_baskets import captured_by_deposits, hold, let_go, sell
from store_server.payment_messages import (
    BasketChanged,
    BasketPaid,
    CashToReturn,
    DepositPaid,
    Doing,
    PaymentCaptured,
    PaymentConflicted,
    PaymentRefunded,
    PaymentSettledLate,
    RefundFailed,
)
from store_server.payment_ports import Call, Calls
from store_server.ports import ConflictError, NotFoundError

BY_US = "us"  # who told a fact, where that was not the provider


@dataclass(slots=True)
class _Bill:
    """A bill with all that is known of it, as it stands in this transaction."""

    kept: BillKept
    basket: Basket
    shares: Sequence[Share]
    attempts: Sequence[Tried]
    standings: dict[str, Standing]

    def counting(self, share: Share) -> Tried | None:
        return counting([one for one in self.attempts if one.attempt.share_id == share.id])

    def strays(self) -> list[Tried]:
        """Attempts that no share counts: of one that was given to others, or paid in two tabs."""
        counted = {one.id for share in self.shares if (one := self.counting(share))}
        return [one for one in self.attempts if one.id not in counted]


class Fiscal(Protocol):
    """The ledger, which is written in the transaction that makes it so."""

    def sold(self, work: Work, sale: Sale) -> object: ...
    def deposited(self, work: Work, deposit: Deposit) -> object: ...
    def refunded(self, work: Work, refund: Refunded) -> object: ...


class Memory(Protocol):
    """What a client bought, in the house's own history."""

    def bought(self, work: Work, basket: Basket) -> None: ...
    def came_back(self, work: Work, basket_id: str) -> None: ...


class SettleBills:
    """Works inside a transaction that the caller has opened."""

    def __init__(self, calls: Calls, fiscal: Fiscal, memory: Memory) -> None:
        self._calls = calls
        self._fiscal = fiscal
        self._memory = memory

    def note(
        self, work: Work, bill: BillKept, attempt_id: str, said: Sequence[Said], told_by: str
    ) -> None:
        """Add what was said, and tell the house what is new in it."""
        payments = work.uow.payments
        asked = payments.attempt(attempt_id).order.amount
        before = attempt(payments.facts_of(attempt_id), asked)
        news = False
        for one in said:
            told = Told(attempt_id, one.fact, work.at, one.amount, one.refund)
            news = payments.tell(told, told_by) or news
        if not news:
            return
        after = attempt(payments.facts_of(attempt_id), asked)
        work.record(
            "PaymentTold",
            basket=bill.basket_id,
            attempt=attempt_id,
            facts=[one.fact.value for one in said],
            by=told_by,
        )
        if after.captured and not before.captured:
            _record_captured(work, bill, attempt_id, after.captured)
        if after.state is State.CONFLICTED and before.state is not State.CONFLICTED:
            work.record("PaymentConflicted", basket=bill.basket_id, attempt=attempt_id)
            work.tell(PaymentConflicted(bill.basket_id, attempt_id, work.at))
        self._record_refunds(work, attempt_id, said)

    def settle(self, work: Work, bill_id: str, attempt_id: str = "", again: bool = False) -> None:
        """`again`: the provider just said how `attempt_id` stands, and a call that did not reach
        it before is made once more."""
        bill = _read(work, bill_id)
        outcome = decide(bill.kept.bill, list(bill.standings.values()), work.at)
        if outcome is not None and bill.kept.outcome is None:
            outcome = work.uow.payments.decide(bill_id, outcome, work.at)
            work.record("BillDecided", basket=bill.basket.id, bill=bill_id, outcome=outcome.value)
            bill.kept = replace(bill.kept, outcome=outcome)
        called = self._lead_all(work, bill, outcome, attempt_id if again else "")
        if called:
            bill = _read(work, bill_id)
        self._conclude(work, bill)
        twice = [one for one in bill.strays() if one.state is not State.CONFLICTED]
        self._give_back(work, bill.basket, twice)
        self._plan(work, bill, attempt_id, called)
        work.tell(BasketChanged(bill.basket.id))

    def _lead_all(self, work: Work, bill: _Bill, outcome: Outcome | None, retried: str) -> set[str]:
        """Each attempt does its next step; answers those of which there is more to be known now."""
        called = set()
        for share in bill.shares:
            one = bill.counting(share)
            if one is not None:
                doing = _next_call(one, next_step(outcome, bill.standings[share.id]), retried)
                called |= self._do(work, bill.kept, one, doing, share.amount)
        for one in bill.strays():
            doing = _next_call(one, next_step(Outcome.VOID, one.standing), retried)
            called |= self._do(work, bill.kept, one, doing, None)
        return called

    def _do(
        self, work: Work, bill: BillKept, one: Tried, doing: Doing | None, amount: Money | None
    ) -> set[str]:
        if doing is None:
            return set()
        if one.attempt.in_cash:
            self._by_hand(work, bill, one, doing)
        else:
            self._call(work, one, doing, amount)
        return {one.id}

    def _by_hand(self, work: Work, bill: BillKept, one: Tried, doing: Doing) -> None:
        """The coins lie in the drawer. They are the house's with the bill's own decision; that
        they were given back, whoever gave them says."""
        if doing is Doing.CAPTURE:
            self.note(work, bill, one.id, (Said(Fact.CAPTURED, one.attempt.order.amount),), BY_US)
        else:
            work.uow.payments.tell(Told(one.id, Fact.VOID_ASKED, work.at), BY_US)
            work.tell(CashToReturn(bill.basket_id, one.id, work.at))

    def _call(self, work: Work, one: Tried, doing: Doing, amount: Money | None) -> None:
        """Write down what is asked of the provider, and ask it once that is committed."""
        fact = Fact.CAPTURE_ASKED if doing is Doing.CAPTURE else Fact.VOID_ASKED
        first = work.uow.payments.tell(Told(one.id, fact, work.at), BY_US)
        counted = {"asked": 0} if first else {}  # how it goes is another question than before
        work.uow.payments.change_attempt(one.id, due_at=work.at + IN_FLIGHT, **counted)
        call = Call(doing, one.attempt, amount, again=not first)
        work.after(lambda: self._calls.make(call))

    def _conclude(self, work: Work, bill: _Bill) -> None:
        """The basket hears of it: paid, or free to be locked again."""
        kept, basket = bill.kept, bill.basket
        if basket.state not in (BasketState.LOCKED, BasketState.PAYING) or kept.closed_at:
            self._too_late(work, bill)
        elif kept.outcome is Outcome.CAPTURE and paid(kept.bill, list(bill.standings.values())):
            self._complete(work, bill)
        elif kept.outcome is Outcome.VOID and not _is_open(bill):
            self._void(work, bill)

    def _void(self, work: Work, bill: _Bill) -> None:
        """Nothing is open any more. What was charged nevertheless is honoured, or goes back."""
        if _agrees(bill) and paid(bill.kept.bill, list(bill.standings.values())):
            self._complete(work, bill)  # the pieces are still held: success after a failure
            _settled_late(work, bill, honoured=True)
            return
        if any(one.standing.refundable for one in bill.attempts):
            if all(one.state is not State.CONFLICTED for one in bill.attempts):
                self._give_back(work, bill.basket, bill.attempts)
            else:
                return  # a human looks at it first
        let_go(work.uow, work.uow.baskets.lines(bill.basket.id))
        work.uow.payments.close_bill(bill.kept.id, work.at)
        become(work, _paying(work, bill.basket), BasketState.OPEN, locked_until=None)

    def _too_late(self, work: Work, bill: _Bill) -> None:
        """Success on a bill that is closed: honoured while nothing else was done, else refunded."""
        honoured = bill.basket.paid_at is not None and _is_latest(work, bill)
        if bill.kept.outcome is not Outcome.VOID or honoured:
            return
        if not any(one.standing.refundable for one in bill.attempts):
            return
        if _can_be_honoured(work, bill):
            lines = [one for one in work.uow.baskets.lines(bill.basket.id) if one.accepted]
            try:
                hold(work.uow, lines)
            except ConflictError:
                let_go(work.uow, work.uow.baskets.lines(bill.basket.id))
            else:
                become(work, bill.basket, BasketState.LOCKED)
                self._complete(work, _read(work, bill.kept.id))
                _settled_late(work, bill, honoured=True)
                return
        if self._give_back(work, bill.basket, bill.attempts):
            _settled_late(work, bill, honoured=False)

    def _give_back(self, work: Work, basket: Basket, attempts: Sequence[Tried]) -> bool:
        """What nobody owes us; whether there was any. A refund that failed is not asked for again:
        a human is."""
        asked = {
            refund.attempt_id
            for refund in work.uow.payments.refunds_of(basket.id)
            if refund.reason == TOO_LATE
        }
        news = False
        for one in attempts:
            amount = one.standing.refundable
            if amount and one.id not in asked and not one.attempt.in_cash:
                refund = Refund(new_id(), one.id, basket.id, amount, work.at, reason=TOO_LATE)
                ask_refund(work, self._calls.make, refund, one.attempt)
                news = True
        return news

    def _complete(self, work: Work, bill: _Bill) -> None:
        """Paid, to the last unit. What was held is sold."""
        kept, basket = bill.kept, bill.basket
        uow = work.uow
        uow.payments.close_bill(kept.id, work.at)
        if kept.deposit:
            become(work, _paying(work, basket), BasketState.OPEN, locked_until=None)
            self._fiscal.deposited(work, uow.sales.deposit(kept.id))
            work.record("DepositPaid", basket=basket.id, bill=kept.id, **_money(kept.amount))
            work.tell(DepositPaid(basket.id, kept.id, kept.amount, work.at))
            return
        sell(uow, uow.baskets.lines(basket.id), work.at)
        become(work, _paying(work, basket), BasketState.PAID, paid_at=work.at)
        uow.rollups.sold(work.at)
        price = kept.amount + captured_by_deposits(uow, basket)
        self._fiscal.sold(work, uow.sales.sale(basket.id))
        self._memory.bought(work, uow.baskets.get(basket.id))
        work.record("BasketPaid", basket=basket.id, bill=kept.id, **_money(price))
        work.tell(BasketPaid(basket.id, kept.id, price, work.at))

    def _record_refunds(self, work: Work, attempt_id: str, said: Sequence[Said]) -> None:
        payments = work.uow.payments
        for one in said:
            if not one.refund or one.fact not in (Fact.REFUNDED, Fact.REFUND_FAILED):
                continue
            try:
                refund = payments.refund(one.refund)
            except NotFoundError:  # made on the provider's own pages, by a person
                work.record("RefundByOthers", attempt=attempt_id)
                continue
            if refund.due_at is None:
                continue  # it was settled before
            payments.change_refund(refund.id, due_at=None)
            amount = _money(refund.amount)
            if one.fact is Fact.REFUNDED:
                work.record("PaymentRefunded", basket=refund.basket_id, refund=refund.id, **amount)
                if _is_entered(work, refund):
                    self._fiscal.refunded(work, work.uow.sales.refunded(refund.id))
                    self._memory.came_back(work, refund.basket_id)
                work.tell(PaymentRefunded(refund.basket_id, refund.id, refund.amount, work.at))
            else:
                work.record("RefundFailed", basket=refund.basket_id, refund=refund.id, **amount)
                work.tell(RefundFailed(refund.basket_id, refund.id, refund.amount, work.at))

    def _plan(self, work: Work, bill: _Bill, attempt_id: str, called: set[str]) -> None:
        """When each attempt is to be asked about; those that are settled, never."""
        for one in bill.attempts:
            if one.id in called:
                continue
            wait = pause(one, bill.kept.outcome, work.at)
            due = one.attempt.due_at
            if wait is None:
                wanted = None
            elif one.id == attempt_id:
                wanted = work.at + wait
            else:
                wanted = due or work.at + wait
            if wanted != due:
                work.uow.payments.change_attempt(one.id, due_at=wanted)


def ask_refund(work: Work, make: Callable[[Call], None], refund: Refund, paid_by: Attempt) -> None:
    """Its row and its fact are written, and then the provider is asked."""
    note_asked(work, refund)
    work.after(lambda: make(Call(Doing.REFUND, paid_by, refund.amount, refund.id)))


def note_asked(work: Work, refund: Refund) -> None:
    payments = work.uow.payments
    payments.add_refund(replace(refund, due_at=work.at + IN_FLIGHT))
    told = Told(refund.attempt_id, Fact.REFUND_ASKED, work.at, refund.amount, refund.id)
    payments.tell(told, BY_US)
    work.record(
        "RefundAsked",
        basket=refund.basket_id,
        refund=refund.id,
        by=refund.by_id,
        **_money(refund.amount),
    )


def _read(work: Work, bill_id: str) -> _Bill:
    payments = work.uow.payments
    kept = payments.bill(bill_id)
    shares = payments.shares(bill_id)
    told = payments.facts(bill_id)
    attempts = payments.attempts(bill_id)
    return _Bill(
        kept,
        work.uow.baskets.get(kept.basket_id),
        shares,
        [tried(one, told) for one in attempts],
        {share.id: standing_of(share, told, attempts) for share in shares},
    )


def _is_entered(work: Work, refund: Refund) -> bool:
    """Money that came too late was no sale, and no deposit: the ledger never heard of it."""
    if refund.reason == TOO_LATE:
        return False
    payments = work.uow.payments
    bill = payments.bill(payments.share(payments.attempt(refund.attempt_id).share_id).bill_id)
    if bill.deposit and work.uow.ledger.receipt_of(refund.basket_id, bill.id) is not None:
        return True
    return work.uow.baskets.get(refund.basket_id).paid_at is not None


def _paying(work: Work, basket: Basket) -> Basket:
    """A locked basket that was paid without a call passes through paying all the same."""
    now = work.uow.baskets.get(basket.id)
    if now.state is BasketState.LOCKED:
        become(work, now, BasketState.PAYING)
        return work.uow.baskets.get(basket.id)
    return now


def _is_open(bill: _Bill) -> bool:
    return any(one.state.open for one in bill.attempts)


def _only_held(one: Tried) -> bool:
    """A conflict that was authorised and never charged: to let it go hurts nobody."""
    return one.state is State.CONFLICTED and not one.standing.captured


def _agrees(bill: _Bill) -> bool:
    return all(one.state is not State.CONFLICTED for one in bill.standings.values())


def _is_latest(work: Work, bill: _Bill) -> bool:
    return work.uow.payments.bills_of(bill.basket.id)[-1].id == bill.kept.id


def _can_be_honoured(work: Work, bill: _Bill) -> bool:
    """All of it was charged, the basket is as it was, and nobody has begun to pay it anew."""
    basket = work.uow.baskets.get(bill.basket.id)
    lines = work.uow.baskets.lines(basket.id)
    return (
        basket.state is BasketState.OPEN
        and _is_latest(work, bill)
        and not bill.kept.deposit
        and paid(bill.kept.bill, list(bill.standings.values()))
        and all(line.price is not None for line in lines if line.accepted)
        and amount_of(lines, basket.currency)
        == bill.kept.amount + captured_by_deposits(work.uow, basket)
    )


def _next_call(one: Tried, step: Step, retried: str) -> Doing | None:
    """A call that was made is made again only when the provider just said that it has no trace of
    it. Whoever is called to a conflict finds the money let go where it was never charged."""
    told = one.facts
    if step is Step.CAPTURE and Fact.CAPTURE_ASKED not in told:
        return Doing.CAPTURE
    if one.state is State.CAPTURING and one.id == retried:
        return Doing.CAPTURE
    if step is Step.VOID and (Fact.VOID_ASKED not in told or one.id == retried):
        return Doing.VOID
    if step is Step.CALL_A_HUMAN and _only_held(one) and Fact.VOID_ASKED not in told:
        return Doing.VOID
    return None


def _record_captured(work: Work, bill: BillKept, attempt_id: str, amount: Money) -> None:
    work.record(
        "PaymentCaptured",
        basket=bill.basket_id,
        attempt=attempt_id,
        **_money(amount),
    )
    work.tell(PaymentCaptured(bill.basket_id, attempt_id, amount, work.at))


def _settled_late(work: Work, bill: _Bill, honoured: bool) -> None:
    work.record("PaymentSettledLate", basket=bill.basket.id, bill=bill.kept.id, honoured=honoured)
    work.tell(PaymentSettledLate(bill.basket.id, bill.kept.id, honoured, work.at))


def _money(amount: Money) -> dict[str, Any]:
    """As the journal keeps it."""
    return {"units": amount.units, "currency": amount.code}
