"""The clients' book, and two entries for one person made one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from store_server.domain.client import Approach, Client, Tier
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.counters import next_number
from store_server.storage.prepared import Prepared, Row
from store_server.storage.repositories.merging import move_to
from store_server.storage.tables import ClientRow

CLIENTS_REVISION = "clients"

_ONE = Prepared(select(ClientRow.__table__).where(ClientRow.id == bindparam("client")))
_ADD = insert(ClientRow)

_FIELDS = frozenset(field.name for field in fields(Client)) - {"id"}


class SqlClients:
    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now

    def add(self, client: Client) -> None:
        values: dict[str, Any] = {name: _stored(name, getattr(client, name)) for name in _FIELDS}
        values["created_at"] = client.created_at or self._now()
        values |= {"id": client.id, "revision": self._next_revision()}
        self._connection.execute(_ADD, values)

    def get(self, client_id: str) -> Client:
        row = self._row(client_id)
        if row is not None and row.merged_into_id:
            row = self._row(row.merged_into_id)
        if row is None:
            raise NotFoundError("there is no such client")
        return client_of(row)

    def amend(self, client_id: str, fields: dict[str, Any]) -> None:
        unknown = sorted(set(fields) - _FIELDS)
        if unknown:
            raise ConflictError(f"a client has no field {unknown[0]!r}")
        values = {name: _stored(name, value) for name, value in fields.items()}
        changed = self._connection.execute(
            update(ClientRow)
            .where(ClientRow.id == client_id)
            .values(revision=self._next_revision(), **values)
        )
        if changed.rowcount == 0:
            raise NotFoundError("there is no such client")

    def merge(self, kept_id: str, duplicate_id: str, at: datetime) -> None:
        """Everything of the duplicate becomes the kept one's, whose own words win.

        The stricter wish on being approached and the withdrawal of a consent outlive the merge.
        """
        kept, duplicate = self.get(kept_id), self.get(duplicate_id)
        if kept.id == duplicate.id:
            raise ConflictError("these two are one client already")
        move_to(self._connection, kept.id, duplicate.id, at)
        self.amend(kept.id, _united(kept, duplicate))
        self._connection.execute(
            update(ClientRow)
            .where((ClientRow.id == duplicate.id) | (ClientRow.merged_into_id == duplicate.id))
            .values(merged_into_id=kept.id, revision=self._next_revision())
        )

    def _row(self, client_id: str) -> Row | None:
        return _ONE.first(self._connection, {"client": client_id})

    def _next_revision(self) -> int:
        return next_number(self._connection, CLIENTS_REVISION)


def client_of(row: Row) -> Client:
    return Client(
        id=row.id,
        given_name=row.given_name,
        family_name=row.family_name,
        language=row.language,
        languages=tuple(row.languages),
        pronunciation=row.pronunciation,
        tier=row.tier,
        approach=row.approach,
        primary_associate_id=row.primary_associate_id,
        secondary_associate_id=row.secondary_associate_id,
        email=row.email,
        phone=row.phone,
        tastes=tuple(row.tastes),
        sizes=tuple((name, size) for name, size in row.sizes),
        wishes=tuple(row.wishes),
        note=row.note,
        birthday=row.birthday,
        merged_into_id=row.merged_into_id,
        created_at=row.created_at,
    )


def _stored(name: str, value: Any) -> Any:
    match name:
        case "tier":
            return Tier(value)
        case "approach":
            return Approach(value)
        case "languages" | "tastes" | "wishes":
            return list(value)
        case "sizes":
            return [list(pair) for pair in (value.items() if isinstance(value, dict) else value)]
    return value


def _united(kept: Client, duplicate: Client) -> dict[str, Any]:
    blanks = (
        "pronunciation",
        "primary_associate_id",
        "secondary_associate_id",
        "email",
        "phone",
        "note",
        "birthday",
    )
    united: dict[str, Any] = {
        name: getattr(kept, name) or getattr(duplicate, name) for name in blanks
    }
    for name in ("languages", "tastes", "wishes"):
        united[name] = _both(getattr(kept, name), getattr(duplicate, name))
    united["sizes"] = {**dict(duplicate.sizes), **dict(kept.sizes)}
    united["tier"] = max(kept.tier, duplicate.tier, key=lambda tier: tier.rank)
    united["approach"] = max(kept.approach, duplicate.approach, key=list(Approach).index)
    return united


def _both(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*first, *second)))
