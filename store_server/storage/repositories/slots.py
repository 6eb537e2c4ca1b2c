"""Hours of delivery, never overbooked, and where each basket is taken to."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from payments.register import Delivery, Slot
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.tables import DeliveryRow, SlotRow


class SqlSlots:
    """Satisfies `payment_ports.Slots`. To take a place is one conditional statement."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, slot_id: str) -> Slot:
        row = self._connection.execute(
            select(SlotRow.__table__).where(SlotRow.id == slot_id)
        ).first()
        if row is None:
            raise NotFoundError("there is no such hour of delivery")
        return Slot(**row._mapping)

    def save(self, slot: Slot) -> None:
        known = select(SlotRow.id).where(SlotRow.starts_at == slot.starts_at)
        slot_id = self._connection.execute(known).scalar()
        if slot_id is None:
            self._connection.execute(
                insert(SlotRow).values(
                    id=slot.id, starts_at=slot.starts_at, capacity=slot.capacity, taken=0
                )
            )
            return
        changed = self._connection.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id, SlotRow.taken <= slot.capacity)
            .values(capacity=slot.capacity)
        )
        if changed.rowcount == 0:
            raise ConflictError("capacity: more is promised for that hour already")

    def take(self, slot_id: str) -> bool:
        taken = self._connection.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id, SlotRow.taken < SlotRow.capacity)
            .values(taken=SlotRow.taken + 1)
        )
        return taken.rowcount == 1

    def give_back(self, slot_id: str) -> None:
        self._connection.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id, SlotRow.taken > 0)
            .values(taken=SlotRow.taken - 1)
        )

    def delivery(self, basket_id: str) -> Delivery | None:
        row = self._connection.execute(
            select(DeliveryRow.__table__).where(DeliveryRow.basket_id == basket_id)
        ).first()
        return Delivery(**row._mapping) if row else None

    def keep_delivery(self, delivery: Delivery) -> None:
        self.drop_delivery(delivery.basket_id)
        values = {name: getattr(delivery, name) for name in Delivery.__slots__}
        self._connection.execute(insert(DeliveryRow).values(**values))

    def drop_delivery(self, basket_id: str) -> None:
        self._connection.execute(delete(DeliveryRow).where(DeliveryRow.basket_id == basket_id))
