"""The arrival card: all that an associate should read, in five short statements a client."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from store_server.domain.client import Client
from store_server.domain.consent import Purpose
from store_server.domain.visit import Whereabouts
from store_server.storage.prepared import Prepared, Row, together
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


def _standing(consent: type[ConsentRow], purpose: Purpose) -> ColumnElement[bool]:
    return and_(
        consent.client_id == ClientRow.id,
        consent.purpose == purpose,
        consent.withdrawn_at.is_(None),
    )


def _person() -> Select[*tuple[Any, ...]]:
    """The client, since when they may be recognised, and the photo that they let us show."""
    presence, photo = aliased(ConsentRow), aliased(ConsentRow)
    return (
        select(
            ClientRow.__table__,
            presence.given_at.label("consented_at"),
            PhotoRow.changed_at.label("photo_changed_at"),
        )
        .outerjoin(presence, _standing(presence, Purpose.PRESENCE))
        .outerjoin(photo, _standing(photo, Purpose.PHOTO))
        .outerjoin(PhotoRow, PhotoRow.client_id == photo.client_id)
        .where(ClientRow.id == bindparam("client"))
    )


_PERSON = Prepared(_person())
_PURCHASES = Prepared(
    select(PurchaseRow.__table__)
    .where(PurchaseRow.client_id == bindparam("client"))
    .order_by(PurchaseRow.bought_on.desc(), PurchaseRow.id.desc())
    .limit(PURCHASES_SHOWN)
)
_PROMISES = Prepared(
    select(PromiseRow.__table__)
    .where(PromiseRow.client_id == bindparam("client"), PromiseRow.kept_at.is_(None))
    .order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id)
)
_APPOINTMENTS = Prepared(
    select(AppointmentRow.__table__)
    .where(AppointmentRow.client_id == bindparam("client"))
    .where(AppointmentRow.starts_at >= bindparam("starts"))
    .where(AppointmentRow.starts_at < bindparam("ends"))
    .order_by(AppointmentRow.starts_at)
)
# The last visit that is over, and who had taken its signal.
_LAST_VISIT = Prepared(
    select(VisitRow.arrived_at, AssociateRow.display_name)
    .outerjoin(SignalRow, SignalRow.visit_id == VisitRow.id)
    .outerjoin(AssociateRow, AssociateRow.id == SignalRow.claimed_by_id)
    .where(VisitRow.client_id == bindparam("client"), VisitRow.whereabouts == Whereabouts.ENDED)
    .order_by(
        VisitRow.arrived_at.desc(),
        SignalRow.claimed_by_id.is_not(None).desc(),
        SignalRow.raised_at.desc(),
    )
    .limit(1)
)
_PHOTO = Prepared(
    select(PhotoRow.changed_at)
    .join(ConsentRow, ConsentRow.client_id == PhotoRow.client_id)
    .where(PhotoRow.client_id == bindparam("client"))
    .where(ConsentRow.purpose == Purpose.PHOTO, ConsentRow.withdrawn_at.is_(None))
)


def card(connection: Connection, client_id: str, day: Day) -> ArrivalCard | None:
    """None where there is no such client. Whether it may be shown is the caller's to judge."""
    asked = {"client": client_id}
    people, visits, purchases, promises, appointments = together(
        connection,
        (_PERSON, asked),
        (_LAST_VISIT, asked),
        (_PURCHASES, asked),
        (_PROMISES, asked),
        (_APPOINTMENTS, {**asked, "starts": day.starts, "ends": day.ends}),
    )
    if not people:
        return None
    (person,), last = people, visits[0] if visits else None
    client = client_of(person)
    return ArrivalCard(
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
        purchases=tuple(_purchase(row) for row in purchases),
        promises=tuple(_promise(row) for row in promises),
        appointments=tuple(_appointment(row) for row in appointments),
        birthday=client.birthday,
        last_visit_at=last.arrived_at if last else None,
        last_served_by=last.display_name if last else None,
        photo_url=_url(client_id, person.photo_changed_at) if person.photo_changed_at else None,
        consented_at=person.consented_at,
    )


def monogram(given_name: str, family_name: str) -> str:
    """The first letters, as they would be embroidered: "Élise de la Tour" is ÉT."""
    family = [word for word in family_name.split() if not word[0].islower()] or family_name.split()
    return "".join(word[0].upper() for word in (*given_name.split()[:1], *family[:1]))


def spoken(client: Client) -> tuple[str, ...]:
    """The preferred language first, each once."""
    return tuple(dict.fromkeys((client.language, *client.languages)))


def photo_url(connection: Connection, client_id: str) -> str | None:
    """Only where the consent for the photo stands."""
    photo = _PHOTO.first(connection, {"client": client_id})
    return _url(client_id, photo.changed_at) if photo else None


def _url(client_id: str, changed_at: datetime) -> str:
    """Another photo has another address."""
    return f"/api/v1/clients/{client_id}/photo?v={int(changed_at.timestamp())}"


def _purchase(row: Row) -> PurchaseView:
    return PurchaseView(
        bought_on=row.bought_on,
        label=row.label,
        amount_minor=row.amount_minor,
        currency=row.currency,
        boutique=row.boutique,
    )


def _promise(row: Row) -> PromiseView:
    return PromiseView(text=row.text, due_on=row.due_on, by=row.by)


def _appointment(row: Row) -> AppointmentView:
    return AppointmentView(starts_at=row.starts_at, label=row.label, seat=row.seat)
