"""Clients' photos: kept with their consent for it, and forgotten with it."""

from __future__ import annotations

from store_server.domain.consent import Purpose
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Desk
from store_server.messages import ClientChanged, KeepPhoto, RemovePhoto
from store_server.ports import ConflictError


class KeepPhotos:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk, arrivals: Arrivals) -> None:
        self._desk = desk
        self._arrivals = arrivals

    def keep(self, command: KeepPhoto) -> None:
        """Raises `ConflictError` where the client did not consent to it."""
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if not work.uow.consents.stands(client.id, Purpose.PHOTO):
                raise ConflictError("the client has not consented to a photo")
            work.uow.history.set_photo(client.id, command.image, command.content_type, work.at)
            self._arrivals.show_card(work, client.id)
            work.record("PhotoKept", client=client.id, by=command.by_id)
            work.tell(ClientChanged(client.id))

    def remove(self, command: RemovePhoto) -> None:
        """Asking again changes nothing."""
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if not work.uow.history.remove_photo(client.id):
                return
            self._arrivals.show_card(work, client.id)
            work.record("PhotoRemoved", client=client.id, by=command.by_id)
            work.tell(ClientChanged(client.id))
