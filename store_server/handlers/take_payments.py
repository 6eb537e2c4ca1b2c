"""Money is taken: every call to the provider has its row first, and what comes back is a fact.

A bill is settled anew whenever a fact about it is noted, a deadline passes, or the server starts.
Settling reads all facts and does what is still to be done, so that it may happen as often as it
likes: each step changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from payments.basket import BasketState
from payments.bill import Outcome
from payments.facts import Fact, State, Told
from payments.providers.port import Kind, Means, Order, Said
from payments.pursuit import GIVEN_UP, IN_FLIGHT, SLOWEST, may_be_sent_again, standing_of, tried
from payments.register import Attempt, BillKept, Share
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_baskets import become
from store_server.handlers.settle_bills import BY_US, SettleBills
from store_server.payment_messages import (
    BasketChanged,
    Doing,
    HearWebhook,
    NoteAnswer,
    PayShare,
)
from store_server.payment_ports import Call, Calls
from store_server.ports import ConflictError, NotFoundError

TICK_S = 0.5
LABEL = "{brand} {number}"


class TakePayments:
    def __init__(self, desk: Desk, calls: Calls, bills: SettleBills, brand: str) -> None:
        self._desk = desk
        self._calls = calls
        self._bills = bills
        self._brand = brand
        self._next_s = 0.0

    def pay(self, command: PayShare) -> str:
        """Twenty taps are one attempt: the one that is open is answered to each of them."""
        if not self._calls.provider or command.means is Means.CASH:
            raise ConflictError("this boutique has no payment provider for that")
        with self._desk.work() as work:
            payments = work.uow.payments
            share = payments.share(command.share_id)
            bill = payments.bill(share.bill_id)
            attempts = [one for one in payments.attempts(bill.id) if one.share_id == share.id]
            standing = standing_of(share, payments.facts(bill.id), attempts)
            if attempts and (standing.state.open or standing.captured):
                return self._counting(work, attempts)
            check_payable(bill, share, work.at)
            basket = work.uow.baskets.get(bill.basket_id)
            if basket.state is BasketState.LOCKED:
                become(work, basket, BasketState.PAYING)
            order = Order(
                key=new_id(),
                amount=share.amount,
                asked_at=work.at,
                means=command.means,
                label=LABEL.format(brand=self._brand, number=basket.number),
                language=command.language,
                return_url=command.return_url,
                reader=command.reader,
            )
            attempt = Attempt(share.id, self._calls.provider, order, due_at=work.at + IN_FLIGHT)
            payments.add_attempt(attempt)
            payments.tell(Told(attempt.id, Fact.SUBMITTED, work.at), BY_US)
            work.record("PaymentBegun", basket=basket.id, attempt=attempt.id, by=command.by_id)
            work.tell(BasketChanged(basket.id))
            work.after(lambda: self._calls.make(Call(Doing.AUTHORISE, attempt)))
        return attempt.id

    def note(self, command: NoteAnswer) -> None:
        """What a call came to. Told twice, it is told once."""
        answer = command.answer
        with self._desk.work() as work:
            payments = work.uow.payments
            if command.refund_id and answer.kind is not Kind.TOLD:
                _ask_later(work, command.refund_id)
                return
            attempt = payments.attempt(command.attempt_id)
            bill = payments.bill(payments.share(attempt.share_id).bill_id)
            fields: dict[str, object] = {}
            match answer.kind:
                case Kind.UNKNOWN:
                    said: Sequence[Said] = ()
                    if command.doing is Doing.AUTHORISE:
                        said = (Said(Fact.NO_ANSWER),)
                case Kind.NEVER_HEARD:
                    said = self._never_heard(work, attempt, bill)
                case Kind.TOLD:
                    said = answer.said
                    for name in ("reference", "page", "reason"):
                        if getattr(answer, name):
                            fields[name] = getattr(answer, name)
            asked = attempt.asked + (not command.refund_id)
            payments.change_attempt(attempt.id, asked=asked, **fields)
            self._bills.note(work, bill, attempt.id, said, command.told_by)
            again = command.doing in (Doing.ASK, Doing.WEBHOOK) and answer.kind is Kind.TOLD
            self._bills.settle(work, bill.id, attempt.id, again=again)

    def hear(self, command: HearWebhook) -> bool:
        """A webhook only makes faster what asking would have told."""
        notice = command.notice
        with self._desk.work() as work:
            payments = work.uow.payments
            try:
                attempt = payments.attempt(notice.key)
            except NotFoundError:
                return False  # another system's, on the same account
            if attempt.provider != command.provider:
                return False
            if not payments.first_notice(command.provider, notice.id, work.at):
                return False
            bill = payments.bill(payments.share(attempt.share_id).bill_id)
            if notice.reference and not attempt.reference:
                payments.change_attempt(attempt.id, reference=notice.reference)
            self._bills.note(work, bill, attempt.id, notice.said, Doing.WEBHOOK.value)
            self._bills.settle(work, bill.id, attempt.id, again=True)
        return True

    def tick(self) -> None:
        """Ask about what is due, and decide the bills whose time is over."""
        now_s = self._desk.clock.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + TICK_S
        self._go_round(everything=False)

    def resume(self) -> None:
        """After a start: whatever is not settled is asked about at once, and soon again: starts
        that follow each other closely make nobody wait."""
        self._go_round(everything=True)

    def _go_round(self, everything: bool) -> None:
        now = self._desk.clock.now()
        with self._desk.store.look() as uow:
            due = uow.payments.due(now, everything)
            overdue = [
                bill.id
                for bill in uow.payments.open_bills()
                if bill.outcome is None and bill.deadline <= now
            ]
        for attempt in due:
            self._ask(attempt, anew=everything)
        for bill_id in overdue:
            with self._desk.work() as work:
                self._bills.settle(work, bill_id)

    def _ask(self, attempt: Attempt, anew: bool) -> None:
        """Not asked again while the call is on its way."""
        with self._desk.work() as work:
            counted = {"asked": 0} if anew else {}
            work.uow.payments.change_attempt(attempt.id, due_at=work.at + IN_FLIGHT, **counted)
            work.after(lambda: self._calls.make(Call(Doing.ASK, attempt)))

    def _never_heard(self, work: Work, attempt: Attempt, bill: BillKept) -> Sequence[Said]:
        """Our call was lost on its way there: the same order, under the same key, is safe."""
        one = tried(attempt, work.uow.payments.facts_of(attempt.id))
        if not one.state.open or one.state not in (State.SUBMITTING, State.UNKNOWN):
            return ()
        if may_be_sent_again(one, bill.outcome, work.at):
            work.after(lambda: self._calls.make(Call(Doing.AUTHORISE, attempt, again=True)))
            return ()
        lost_for_good = work.at - attempt.order.asked_at >= GIVEN_UP
        return (Said(Fact.FAILED),) if lost_for_good else ()

    def _counting(self, work: Work, attempts: Sequence[Attempt]) -> str:
        """The attempt that a share's payer goes on with."""
        facts = [tried(one, work.uow.payments.facts_of(one.id)) for one in attempts]
        kept = [one for one in facts if one.standing.captured or one.state.open]
        return kept[-1].id


def check_payable(bill: BillKept, share: Share, at: datetime) -> None:
    """Whether somebody may begin to pay this share now. Raises `ConflictError`."""
    if share.cancelled_at is not None:
        raise ConflictError("this share was given to others")
    if bill.outcome is Outcome.VOID or bill.closed_at is not None:
        raise ConflictError("this bill is decided")
    # An authorisation that expired before it was captured is asked for anew.
    if bill.outcome is None and bill.deadline <= at:
        raise ConflictError("the time to pay is over: lock the basket again")


def _ask_later(work: Work, refund_id: str) -> None:
    """A first answer that was lost counts as having been asked for once."""
    asked = max(work.uow.payments.refund(refund_id).asked, 1)
    wait = min(timedelta(seconds=2.0 ** min(asked - 1, 10)), SLOWEST)
    work.uow.payments.change_refund(refund_id, asked=asked, due_at=work.at + wait)
