"""Tells a person all that is held of them, by section, as people and machines read it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, String, cast, or_, select

from store_server.ports import Clock
from store_server.privacy_views import TRAIL, HeldSection, HeldView
from store_server.storage.audit_queries import about
from store_server.storage.engine import reading
from store_server.storage.privacy import person as persons
from store_server.storage.privacy.holdings import HOLDINGS, SECTIONS, Holding
from store_server.storage.privacy.person import Person
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AuditRow,
    DeviceRow,
    ErasureRequestRow,
    ErasureRow,
    JournalRow,
    ZoneRow,
)

SCREENS_REMEMBER = timedelta(days=90)  # a screen that was away for longer starts with nothing


class SqlPrivacyQueries:
    """Satisfies `privacy_ports.PrivacyQueries`."""

    def __init__(self, engine: Engine, boutique: str, clock: Clock, box: SecretsBox) -> None:
        self._engine = engine
        self._boutique = boutique
        self._clock = clock
        self._box = box

    def held_of_client(self, client_id: str) -> HeldView:
        with reading(self._engine) as connection:
            return self._held(connection, persons.client(connection, client_id))

    def held_of_guest(self, guest_id: str) -> HeldView:
        with reading(self._engine) as connection:
            return self._held(connection, persons.guest(connection, guest_id))

    def erased_lately(self) -> Sequence[str]:
        since = self._clock.now() - SCREENS_REMEMBER
        query = select(ErasureRow.person_id).where(ErasureRow.at >= since)
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def erasure_requests(self) -> Mapping[str, datetime]:
        query = select(ErasureRequestRow.client_id, ErasureRequestRow.asked_at)
        with reading(self._engine) as connection:
            return {row.client_id: row.asked_at for row in connection.execute(query)}

    def _held(self, connection: Connection, person: Person) -> HeldView:
        found: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
        zones = _zone_names(connection)
        for holding in HOLDINGS:
            found[holding.section] += self._rows(connection, holding, person, zones)
        found[TRAIL] = list(_trail(connection, person))
        asked = select(ErasureRequestRow.asked_at).where(
            ErasureRequestRow.client_id.in_(person.clients)
        )
        return HeldView(
            person=person.ids[0],
            boutique=self._boutique,
            made_at=self._clock.now(),
            sections=tuple(HeldSection(key, tuple(rows)) for key, rows in found.items() if rows),
            erasure_asked_at=connection.execute(asked).scalar(),
        )

    def _rows(
        self,
        connection: Connection,
        holding: Holding,
        person: Person,
        zones: Mapping[str, str],
    ) -> Iterator[dict[str, Any]]:
        table = holding.table.__table__
        for row in connection.execute(select(table).where(holding.whose(person))):
            told: dict[str, Any] = {"what": holding.table.__tablename__}
            for name, value in row._mapping.items():
                if name in holding.sealed:
                    told[name] = holding.sealed[name](self._box, row)
                elif name not in holding.hidden:
                    told[name] = _plain(value)
            if told.get("zone") in zones:
                told["zone_name"] = zones[told["zone"]]
            yield told


def _zone_names(connection: Connection) -> Mapping[str, str]:
    """A zone that nobody has set up goes by the name of the gateway that hears there."""
    found: dict[str, str] = {}
    for named in (DeviceRow, ZoneRow):
        rows = connection.execute(select(named.id, named.name))
        found |= {row.id: row.name for row in rows}
    return found


def _trail(connection: Connection, person: Person) -> Iterator[dict[str, Any]]:
    """What was noted of them by id: what happened when, and who looked at or changed what."""
    for row in connection.execute(_journalled(person)):
        yield {"what": "journal", "type": row.type, "at": _plain(row.occurred_at)}
    audited = (
        select(AuditRow.what, AuditRow.at)
        .where(or_(*(about(one) for one in person.ids)))
        .order_by(AuditRow.position)
    )
    for row in connection.execute(audited):
        yield {"what": "audit", "type": row.what, "at": _plain(row.at)}


def _journalled(person: Person) -> Any:
    payload = cast(JournalRow.payload, String)
    return (
        select(JournalRow.type, JournalRow.occurred_at)
        .where(or_(*(payload.contains(one, autoescape=True) for one in person.ids)))
        .order_by(JournalRow.position)
    )


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return b64encode(value).decode()
        case datetime() | date():
            return value.isoformat()
    return value
