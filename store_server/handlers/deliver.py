"""A basket is taken home instead of being carried: an hour of the boutique's own, never twice."""

from __future__ import annotations

from dataclasses import dataclass

from payments.basket import BasketState
from store_server.handlers.desk import Desk
from store_server.handlers.keep_baskets import changed
from store_server.payment_messages import CancelDelivery, ChooseDelivery, SaveSlots
from store_server.ports import ConflictError

CHOSEN_WHILE = (BasketState.OPEN, BasketState.LOCKED, BasketState.PAID)


@dataclass(frozen=True, slots=True)
class Deliver:
    desk: Desk

    def save_slots(self, command: SaveSlots) -> None:
        with self.desk.work() as work:
            for slot in command.slots:
                if slot.capacity < 0:
                    raise ConflictError("capacity: not less than nothing")
                work.uow.slots.save(slot)
            work.record("SlotsSaved", slots=len(command.slots), by=command.by_id)

    def choose(self, command: ChooseDelivery) -> None:
        wanted = command.delivery
        with self.desk.work() as work:
            basket = work.uow.baskets.get(wanted.basket_id)
            if basket.state not in CHOSEN_WHILE:
                raise ConflictError(f"the basket is {basket.state.value}")
            slots = work.uow.slots
            if slots.get(wanted.slot_id).starts_at <= work.at:
                raise ConflictError("slot: that hour has begun")
            before = slots.delivery(basket.id)
            if before is None or before.slot_id != wanted.slot_id:
                if not slots.take(wanted.slot_id):
                    raise ConflictError("slot: that hour is taken, please choose another")
                if before is not None:
                    slots.give_back(before.slot_id)
            slots.keep_delivery(wanted)
            work.record("DeliveryChosen", basket=basket.id, slot=wanted.slot_id)
            changed(work, basket.id)

    def cancel(self, command: CancelDelivery) -> None:
        with self.desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            if basket.state not in CHOSEN_WHILE:
                raise ConflictError(f"the basket is {basket.state.value}")
            before = work.uow.slots.delivery(basket.id)
            if before is not None:
                work.uow.slots.give_back(before.slot_id)
                work.uow.slots.drop_delivery(basket.id)
                changed(work, basket.id)
