"""The programme as the screens show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, select

from events.event import PrivateEvent
from events.guest import Standing
from events.programme import moves
from store_server.domain.client import Client
from store_server.event_views import EventFound, EventView, GuestCounts, RulesView, SessionView
from store_server.storage.reads.people import promised
from store_server.storage.repositories.events import read_event, read_sessions
from store_server.storage.tables import (
    AssociateRow,
    ClientRow,
    EventPictureRow,
    EventRow,
    GuestRow,
    ZoneRow,
)

_DESCRIBED = (
    select(EventRow.__table__, ZoneRow.name.label("zone_name"), EventPictureRow.mark)
    .outerjoin(ZoneRow, ZoneRow.id == EventRow.zone)
    .outerjoin(EventPictureRow, EventPictureRow.event_id == EventRow.id)
)
_COUNTED = tuple(name for name in GuestCounts.__struct_fields__ if name != "people")


def programme(
    connection: Connection, since: datetime | None, until: datetime | None, templates: bool
) -> Sequence[EventFound]:
    where: list[ColumnElement[bool]] = [EventRow.template.is_(templates)]
    if since is not None:
        where.append(EventRow.ends > since)
    if until is not None:
        where.append(EventRow.starts < until)
    query = _DESCRIBED.where(*where).order_by(EventRow.starts, EventRow.id)
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    sessions, counts = read_sessions(connection, ids), guest_counts(connection, ids)
    return [_line(row, len(sessions.get(row.id, ())), counts[row.id]) for row in rows]


def event(connection: Connection, event_id: str, time_zone: str) -> EventView | None:
    row = connection.execute(_DESCRIBED.where(EventRow.id == event_id)).first()
    if row is None:
        return None
    planned = read_event(row, read_sessions(connection, [row.id]).get(row.id, ()))
    people = _people_by_session(connection, row.id)
    return EventView(
        **{name: getattr(row, name) for name in _AS_THEY_STAND},
        kind=planned.kind.value,
        stage=planned.stage.value,
        doors_open=planned.doors_open,
        time_zone=time_zone,
        zone_name=row.zone_name,
        sessions=tuple(
            SessionView(one.number, one.starts, one.ends, one.capacity, people.get(one.number, 0))
            for one in planned.sessions
        ),
        rules=_rules(planned),
        host=_associate(connection, row.host_id),
        products=planned.products,
        client=_client(connection, row.client_id),
        counts=guest_counts(connection, [row.id])[row.id],
        moves=() if planned.template else tuple(to.value for to in moves(planned.stage)),
        created_by=_associate(connection, row.created_by_id),
        picture_url=picture_url(row.id, row.mark),
    )


_AS_THEY_STAND = (
    *("id", "number", "titles", "texts", "dress_codes", "starts", "ends", "capacity", "zone"),
    *("answer_by", "remind_at", "host_id", "client_id", "template", "revision", "created_at"),
)


def guest_counts(connection: Connection, event_ids: Sequence[str]) -> dict[str, GuestCounts]:
    """For each of these events, whether it has guests or not."""
    query = (
        select(
            GuestRow.event_id,
            GuestRow.standing,
            func.count().label("lines"),
            func.sum(promised(connection)).label("people"),
        )
        .where(GuestRow.event_id.in_(event_ids))
        .group_by(GuestRow.event_id, GuestRow.standing)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query) if event_ids else ():
        if row.standing.value in _COUNTED:
            found[row.event_id][row.standing.value] = row.lines
        if row.standing is Standing.CONFIRMED:
            found[row.event_id]["people"] = int(row.people)
    return {event_id: GuestCounts(**found[event_id]) for event_id in event_ids}


def _people_by_session(connection: Connection, event_id: str) -> dict[int, int]:
    people = func.sum(promised(connection)).label("people")
    query = (
        select(GuestRow.session, people)
        .where(GuestRow.event_id == event_id)
        .group_by(GuestRow.session)
    )
    return {row.session: int(row.people) for row in connection.execute(query)}


def _line(row: Row[Any], sessions: int, counts: GuestCounts) -> EventFound:
    return EventFound(
        id=row.id,
        number=row.number,
        kind=row.kind.value,
        stage=row.stage.value,
        titles=row.titles,
        starts=row.starts,
        ends=row.ends,
        capacity=row.capacity,
        zone=row.zone,
        zone_name=row.zone_name,
        counts=counts,
        sessions=sessions,
        template=row.template,
        picture_url=picture_url(row.id, row.mark),
    )


def picture_url(event_id: str, mark: str | None) -> str | None:
    """Another picture has another address."""
    return f"/api/v1/events/{event_id}/picture?v={mark}" if mark else None


def _rules(planned: PrivateEvent) -> RulesView:
    values = msgspec.to_builtins(planned.rules)
    return msgspec.convert(values | {"gates": sorted(values["gates"])}, RulesView)


def _associate(connection: Connection, associate_id: str | None) -> str | None:
    query = select(AssociateRow.display_name).where(AssociateRow.id == associate_id)
    return connection.execute(query).scalar() if associate_id else None


def _client(connection: Connection, client_id: str | None) -> str | None:
    query = select(ClientRow.given_name, ClientRow.family_name).where(ClientRow.id == client_id)
    row = connection.execute(query).first() if client_id else None
    return Client("", row.given_name, row.family_name).display_name if row else None
