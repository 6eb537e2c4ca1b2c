"""The ceremony with which a sale ends is kept with it: what was done, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass

from payments.register import FarewellStep
from store_server.handlers.desk import Desk
from store_server.handlers.keep_baskets import changed
from store_server.payment_messages import SayFarewell
from store_server.ports import ConflictError


@dataclass(frozen=True, slots=True)
class SayFarewells:
    desk: Desk

    def say(self, command: SayFarewell) -> None:
        """Raises `ConflictError` where nothing was paid."""
        with self.desk.work() as work:
            baskets = work.uow.baskets
            basket = baskets.get(command.basket_id)
            if basket.paid_at is None:
                raise ConflictError("nobody leaves with a basket that is not paid")
            done = any(one.step is command.step for one in baskets.farewell(basket.id))
            if done is command.done:
                return
            if command.done:
                step = FarewellStep(command.step, work.at, command.by_id)
                baskets.keep_step(basket.id, step)
            else:
                baskets.drop_step(basket.id, command.step)
            work.record(
                "FarewellSaid",
                basket=basket.id,
                step=command.step.value,
                done=command.done,
                by=command.by_id,
            )
            changed(work, basket.id)
