"""What a client bought, was promised and is expected for, and their photo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from store_server.clock import new_id
from store_server.ports import NotFoundError
from store_server.storage.tables import AppointmentRow, PhotoRow, PromiseRow, PurchaseRow
from store_server.views import AppointmentView, PromiseView, PurchaseView


class SqlHistory:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_purchase(
        self, client_id: str, purchase: PurchaseView, line_id: str | None = None
    ) -> str:
        purchase_id = new_id()
        self._connection.execute(
            insert(PurchaseRow).values(
                id=purchase_id,
                client_id=client_id,
                bought_on=purchase.bought_on,
                label=purchase.label,
                amount_minor=purchase.amount_minor,
                currency=purchase.currency,
                boutique=purchase.boutique,
                line_id=line_id,
            )
        )
        return purchase_id

    def change_purchase(self, line_id: str, label: str, amount_minor: int) -> None:
        self._connection.execute(
            update(PurchaseRow)
            .where(PurchaseRow.line_id == line_id)
            .values(label=label, amount_minor=amount_minor)
        )

    def drop_purchase(self, line_id: str) -> None:
        self._connection.execute(delete(PurchaseRow).where(PurchaseRow.line_id == line_id))

    def add_promise(self, client_id: str, promise: PromiseView) -> str:
        promise_id = new_id()
        self._connection.execute(
            insert(PromiseRow).values(
                id=promise_id,
                client_id=client_id,
                text=promise.text,
                due_on=promise.due_on,
                by=promise.by,
            )
        )
        return promise_id

    def keep_promise(self, promise_id: str, at: datetime) -> None:
        kept = self._connection.execute(
            update(PromiseRow).where(PromiseRow.id == promise_id).values(kept_at=at)
        )
        if kept.rowcount == 0:
            raise NotFoundError("there is no such promise")

    def add_appointment(self, client_id: str, appointment: AppointmentView) -> str:
        appointment_id = new_id()
        self._connection.execute(
            insert(AppointmentRow).values(
                id=appointment_id,
                client_id=client_id,
                starts_at=appointment.starts_at,
                label=appointment.label,
                seat=appointment.seat,
            )
        )
        return appointment_id

    def set_photo(self, client_id: str, image: bytes, content_type: str, at: datetime) -> None:
        values = {"image": image, "content_type": content_type, "changed_at": at}
        changed = self._connection.execute(
            update(PhotoRow).where(PhotoRow.client_id == client_id).values(**values)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(PhotoRow).values(client_id=client_id, **values))

    def remove_photo(self, client_id: str) -> bool:
        gone = self._connection.execute(delete(PhotoRow).where(PhotoRow.client_id == client_id))
        return gone.rowcount > 0
