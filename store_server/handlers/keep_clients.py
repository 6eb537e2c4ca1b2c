"""The clients' book: new clients, corrections, duplicates made one."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from store_server.audit_ports import SEVERAL
from store_server.clock import new_id
from store_server.domain.client import Client
from store_server.domain.consent import Purpose
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Desk
from store_server.messages import (
    AmendClient,
    ClientChanged,
    IdentitiesChanged,
    MergeClients,
    RegisterClient,
)
from store_server.ports import ConflictError

AMENDABLE = frozenset(field.name for field in fields(Client)) - {
    "id",
    "merged_into_id",
    "created_at",
}


class KeepClients:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk, arrivals: Arrivals) -> None:
        self._desk = desk
        self._arrivals = arrivals

    def register(self, command: RegisterClient) -> str:
        client = Client(
            id=new_id(), created_at=self._desk.clock.now(), **_amendable(command.fields)
        )
        with self._desk.work() as work:
            work.uow.clients.add(client)
            work.record("ClientRegistered", client=client.id, by=command.by_id)
            work.tell(ClientChanged(client.id))
        return client.id

    def amend(self, command: AmendClient) -> None:
        changes = _amendable(command.fields)
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            work.uow.clients.amend(client.id, changes)
            work.record("ClientAmended", client=client.id, by=command.by_id, fields=sorted(changes))
            work.tell(ClientChanged(client.id))

    def merge(self, command: MergeClients) -> None:
        """The kept one's own words win; visits, identities and history come together."""
        with self._desk.store.look() as uow:
            kept = uow.clients.get(command.kept_id)
            duplicate = uow.clients.get(command.duplicate_id)
        if kept.id == duplicate.id:
            raise ConflictError("these two are one client already")
        with self._desk.work() as work:
            self._arrivals.unite(work, kept.id, duplicate.id)
            work.uow.clients.merge(kept.id, duplicate.id, work.at)
            if not work.uow.consents.stands(kept.id, Purpose.PRESENCE):
                for one in (kept.id, duplicate.id):
                    self._arrivals.stop_recognising(work, one)
            work.after(lambda: self._arrivals.rehome(duplicate.id, kept.id))
            work.record("ClientsMerged", kept=kept.id, duplicate=duplicate.id, by=command.by_id)
            work.audit(command.by_id, "client.merged", SEVERAL.join((kept.id, duplicate.id)))
            work.tell(IdentitiesChanged(kept.id))
            work.tell(ClientChanged(kept.id))


def _amendable(values: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - AMENDABLE)
    if unknown:
        raise ConflictError(f"a client has no field {unknown[0]!r} that can be written")
    return values
