"""The arrival card: all that an associate should read, for many clients in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from store_server.domain.client import Client
from store_server.domain.consent import Purpose
from store_server.domain.visit import Whereabouts
from store_server.storage.reads.day import Day
from store_server.storage.repositories.clients import client_of
from store_server.storage.tables import (
    AppointmentRow,
    AssociateRow,
    ClientRow,
    ConsentRow,
    PhotoRow,
    PromiseRow,
    PurchaseRow,
    SignalRow,
    VisitRow,
)
from store_server.views import AppointmentView, ArrivalCard, PromiseView, PurchaseView

PURCHASES_SHOWN = 3

_IDS: BindParameter[Any] = bindparam("clients", expanding=True)

_CLIENTS = select(ClientRow.__table__).where(ClientRow.id.in_(_IDS))
_CONSENTED = (
    select(ConsentRow.client_id, ConsentRow.given_at)
    .where(ConsentRow.client_id.in_(_IDS))
    .where(ConsentRow.purpose == Purpose.PRESENCE, ConsentRow.withdrawn_at.is_(None))
)
_PHOTOS = (
    select(PhotoRow.client_id, PhotoRow.changed_at)
    .join(ConsentRow, ConsentRow.client_id == PhotoRow.client_id)
    .where(PhotoRow.client_id.in_(_IDS))
    .where(ConsentRow.purpose == Purpose.PHOTO, ConsentRow.withdrawn_at.is_(None))
)
_PROMISES = (
    select(PromiseRow.__table__)
    .where(PromiseRow.client_id.in_(_IDS), PromiseRow.kept_at.is_(None))
    .order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id)
)
_APPOINTMENTS = (
    select(AppointmentRow.__table__)
    .where(AppointmentRow.client_id.in_(_IDS))
    .where(AppointmentRow.starts_at >= bindparam("starts"))
    .where(AppointmentRow.starts_at < bindparam("ends"))
    .order_by(AppointmentRow.starts_at)
)


def _last_purchases() -> Select[*tuple[Any, ...]]:
    place = (
        func.row_number()
        .over(
            partition_by=PurchaseRow.client_id,
            order_by=(PurchaseRow.bought_on.desc(), PurchaseRow.id.desc()),
        )
        .label("place")
    )
    ranked = select(PurchaseRow.__table__, place).where(PurchaseRow.client_id.in_(_IDS)).subquery()
    return select(ranked).where(ranked.c.place <= PURCHASES_SHOWN).order_by(ranked.c.place)


def _visits_before() -> Select[*tuple[Any, ...]]:
    """The last visit that is over, and who had taken its signal."""
    place = (
        func.row_number()
        .over(partition_by=VisitRow.client_id, order_by=VisitRow.arrived_at.desc())
        .label("place")
    )
    over = (
        select(VisitRow.id, VisitRow.client_id, VisitRow.arrived_at, place)
        .where(VisitRow.client_id.in_(_IDS), VisitRow.whereabouts == Whereabouts.ENDED)
        .subquery()
    )
    return (
        select(over.c.client_id, over.c.arrived_at, AssociateRow.display_name)
        .outerjoin(SignalRow, SignalRow.visit_id == over.c.id)
        .outerjoin(AssociateRow, AssociateRow.id == SignalRow.claimed_by_id)
        .where(over.c.place == 1)
        .order_by(SignalRow.claimed_by_id.is_not(None), SignalRow.raised_at)
    )


_PURCHASES = _last_purchases()
_LAST_VISITS = _visits_before()


@dataclass(frozen=True, slots=True)
class LastVisit:
    at: datetime
    served_by: str | None


def cards(connection: Connection, client_ids: Collection[str], day: Day) -> dict[str, ArrivalCard]:
    """By client id. Whether a card may be shown is the caller's to judge."""
    if not client_ids:
        return {}
    ids = list(client_ids)
    consented = consented_at(connection, ids)
    photos = photo_urls(connection, ids)
    purchases = _purchases(connection, ids)
    promises = _promises(connection, ids)
    appointments = _appointments(connection, ids, day)
    last_visits = _last_visits(connection, ids)
    made: dict[str, ArrivalCard] = {}
    for row in connection.execute(_CLIENTS, {"clients": ids}):
        client = client_of(row)
        last = last_visits.get(client.id)
        made[client.id] = ArrivalCard(
            client_id=client.id,
            display_name=client.display_name,
            monogram=monogram(client.given_name, client.family_name),
            pronunciation=client.pronunciation,
            tier=client.tier,
            approach=client.approach,
            language=client.language,
            languages=spoken(client),
            tastes=client.tastes,
            sizes=dict(client.sizes),
            wishes=client.wishes,
            note=client.note,
            purchases=tuple(purchases[client.id]),
            promises=tuple(promises[client.id]),
            appointments=tuple(appointments[client.id]),
            birthday=client.birthday,
            last_visit_at=last.at if last else None,
            last_served_by=last.served_by if last else None,
            photo_url=photos.get(client.id),
            consented_at=consented.get(client.id),
        )
    return made


def monogram(given_name: str, family_name: str) -> str:
    """The first letters, as they would be embroidered: "Élise de la Tour" is ÉT."""
    family = [word for word in family_name.split() if not word[0].islower()] or family_name.split()
    return "".join(word[0].upper() for word in (*given_name.split()[:1], *family[:1]))


def spoken(client: Client) -> tuple[str, ...]:
    """The preferred language first, each once."""
    return tuple(dict.fromkeys((client.language, *client.languages)))


def consented_at(connection: Connection, client_ids: Sequence[str]) -> dict[str, datetime]:
    """Since when each consents to being recognised; without those who do not."""
    rows = connection.execute(_CONSENTED, {"clients": client_ids})
    return {row.client_id: row.given_at for row in rows}


def photo_urls(connection: Connection, client_ids: Sequence[str]) -> dict[str, str]:
    """Only where the consent for the photo stands. Another photo has another address."""
    rows = connection.execute(_PHOTOS, {"clients": client_ids})
    return {
        row.client_id: f"/api/v1/clients/{row.client_id}/photo?v={int(row.changed_at.timestamp())}"
        for row in rows
    }


def _purchases(connection: Connection, ids: list[str]) -> dict[str, list[PurchaseView]]:
    found: dict[str, list[PurchaseView]] = defaultdict(list)
    for row in connection.execute(_PURCHASES, {"clients": ids}):
        found[row.client_id].append(
            PurchaseView(
                bought_on=row.bought_on,
                label=row.label,
                amount_minor=row.amount_minor,
                currency=row.currency,
                boutique=row.boutique,
            )
        )
    return found


def _promises(connection: Connection, ids: list[str]) -> dict[str, list[PromiseView]]:
    found: dict[str, list[PromiseView]] = defaultdict(list)
    for row in connection.execute(_PROMISES, {"clients": ids}):
        found[row.client_id].append(PromiseView(text=row.text, due_on=row.due_on, by=row.by))
    return found


def _appointments(
    connection: Connection, ids: list[str], day: Day
) -> dict[str, list[AppointmentView]]:
    asked = {"clients": ids, "starts": day.starts, "ends": day.ends}
    found: dict[str, list[AppointmentView]] = defaultdict(list)
    for row in connection.execute(_APPOINTMENTS, asked):
        found[row.client_id].append(
            AppointmentView(starts_at=row.starts_at, label=row.label, seat=row.seat)
        )
    return found


def _last_visits(connection: Connection, ids: list[str]) -> dict[str, LastVisit]:
    rows = connection.execute(_LAST_VISITS, {"clients": ids})
    return {row.client_id: LastVisit(row.arrived_at, row.display_name) for row in rows}
