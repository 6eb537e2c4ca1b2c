"""Reading the audit log, with the names that its ids have today; who was erased has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Select, literal, or_, select

from store_server.audit_ports import FROM_ADDRESS, SEVERAL, AuditAsked
from store_server.audit_views import AuditLineView, AuditPartyView, Kind
from store_server.storage.engine import reading
from store_server.storage.repositories.audit import first_broken_line
from store_server.storage.tables import (
    AssociateRow,
    AuditAddressRow,
    AuditRow,
    BasketRow,
    ClientRow,
    DeviceRow,
    EventRow,
    GuestRow,
    PairedDeviceRow,
)

PAGE = 500
ON_A_DEVICE = "device:"  # before the id of a paired device that acts by itself
BEFORE_AN_ID = (ON_A_DEVICE, FROM_ADDRESS)

Parties = Mapping[str, AuditPartyView]

_BOTH_NAMES = "given_name", "family_name"
_NAMED: tuple[tuple[Kind, Any, tuple[str, ...]], ...] = (
    ("associate", AssociateRow, ("display_name",)),
    ("client", ClientRow, _BOTH_NAMES),
    ("guest", GuestRow, _BOTH_NAMES),
    ("device", DeviceRow, ("name",)),
    ("paired", PairedDeviceRow, ("label",)),
    ("basket", BasketRow, ("number",)),
    ("event", EventRow, ("titles",)),
    ("address", AuditAddressRow, ("address",)),
)


class SqlAuditQueries:
    """Satisfies `audit_ports.AuditQueries`."""

    def __init__(self, engine: Engine, language: str) -> None:
        self._engine = engine
        self._language = language

    def lines(self, asked: AuditAsked) -> Sequence[AuditLineView]:
        with reading(self._engine) as connection:
            rows = connection.execute(_asked(asked)).all()
            parties = self._parties(connection, rows)
        return [
            AuditLineView(
                row.position,
                row.at,
                parties[row.who],
                row.what,
                tuple(parties[one] for one in row.whom.split(SEVERAL) if one),
            )
            for row in rows
        ]

    def all_lines(self, asked: AuditAsked) -> Iterator[AuditLineView]:
        page = replace(asked, limit=PAGE)
        while found := self.lines(page):
            yield from found
            page = replace(page, before=found[-1].position)

    def kinds(self) -> Sequence[str]:
        with reading(self._engine) as connection:
            query = select(AuditRow.what).distinct().order_by(AuditRow.what)
            return list(connection.execute(query).scalars())

    def first_broken_line(self) -> int | None:
        with reading(self._engine) as connection:
            return first_broken_line(connection)

    def _parties(self, connection: Connection, rows: Sequence[Any]) -> Parties:
        said = {row.who for row in rows}
        said |= {one for row in rows for one in row.whom.split(SEVERAL)}
        ids = {_id(text) for text in said if text}
        known: dict[str, tuple[Kind, str]] = {}
        for kind, table, columns in _NAMED:
            names = [getattr(table, column) for column in columns]
            found = connection.execute(select(table.id, *names).where(table.id.in_(ids)))
            known |= {row[0]: (kind, self._name(row[1:])) for row in found}
        unknown: tuple[Kind, str] = ("other", "")
        return {text: AuditPartyView(text, *known.get(_id(text), unknown)) for text in said}

    def _name(self, values: Sequence[Any]) -> str:
        (first, *_) = values
        if isinstance(first, dict):
            return str(first.get(self._language) or next(iter(first.values()), ""))
        return " ".join(str(value) for value in values if value)


def _id(text: str) -> str:
    for start in BEFORE_AN_ID:
        text = text.removeprefix(start)
    return text


def _asked(asked: AuditAsked) -> Select[Any]:
    query = select(AuditRow.__table__).order_by(AuditRow.position.desc()).limit(asked.limit)
    if asked.whom is not None:
        query = query.where(about(asked.whom))
    if asked.who is not None:
        query = query.where(AuditRow.who == asked.who)
    if asked.what is not None:
        query = query.where(AuditRow.what == asked.what)
    if asked.since is not None:
        query = query.where(AuditRow.at >= asked.since)
    if asked.until is not None:
        query = query.where(AuditRow.at < asked.until)
    if asked.before is not None:
        query = query.where(AuditRow.position < asked.before)
    return query


def about(whom: str) -> Any:
    """Lines about this one alone, and those that name it among several."""
    among = literal(SEVERAL).concat(AuditRow.whom).concat(SEVERAL)
    wanted = f"{SEVERAL}{whom}{SEVERAL}"
    return or_(AuditRow.whom == whom, among.contains(wanted, autoescape=True))
