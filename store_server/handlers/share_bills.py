"""Those who share a bill: a link of theirs that was lost, and a share that another pays part of."""

from __future__ import annotations

from dataclasses import dataclass

from payments.facts import State
from payments.pursuit import standing_of
from payments.register import Share
from store_server.clock import new_id
from store_server.handlers.desk import Desk
from store_server.handlers.keep_baskets import changed
from store_server.payment_messages import RenewShareLink, TopUp
from store_server.ports import ConflictError, NotFoundError

FREE = (State.CREATED, State.FAILED, State.EXPIRED, State.VOIDED)


@dataclass(frozen=True, slots=True)
class ShareBills:
    desk: Desk

    def renew_link(self, command: RenewShareLink) -> str:
        """Answers the payer's name."""
        with self.desk.work() as work:
            payments = work.uow.payments
            share = payments.share(command.share_id)
            bill = payments.bill(share.bill_id)
            if bill.basket_id != command.basket_id:
                raise NotFoundError("there is no such share")
            if share.cancelled_at is not None or bill.outcome is not None:
                raise ConflictError("this share is no longer to be paid")
            payments.set_share_token(share.id, command.token_hash)
        return share.payer

    def top_up(self, command: TopUp) -> str:
        """The share is given up for two that add up to it: shares are the bill, always."""
        with self.desk.work() as work:
            payments = work.uow.payments
            share = payments.share(command.share_id)
            bill = payments.bill(share.bill_id)
            if share.cancelled_at is not None or bill.outcome is not None:
                raise ConflictError("this share is no longer to be paid")
            standing = standing_of(share, payments.facts(bill.id), payments.attempts(bill.id))
            if standing.state not in FREE:
                raise ConflictError(f"this share is {standing.state.value}")
            rest = share.amount - command.amount
            if command.amount.units <= 0 or rest.units < 0 or not command.amount.chargeable:
                raise ConflictError("amount: more than nothing, and at most the share")
            if not rest.chargeable:
                raise ConflictError(f"amount: it leaves {rest.plain()} that no card can pay")
            last = max(one.place for one in payments.shares(bill.id))
            payments.cancel_share(share.id, work.at)
            top = Share(new_id(), bill.id, last + 1, command.amount, command.name)
            payments.add_share(top, command.token_hash)
            if rest:
                left = Share(new_id(), bill.id, share.place, rest, share.payer)
                payments.add_share(left, None)
                payments.hand_on_token(share.id, left.id)
            work.record("ShareToppedUp", basket=bill.basket_id, share=share.id)
            changed(work, bill.basket_id)
        return top.id
