"""A client in full, their photo, and whose pass a code is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from store_server.domain.client import Client
from store_server.domain.consent import Purpose
from store_server.ports import NotFoundError, Photo
from store_server.storage.reads.cards import monogram, photo_url, spoken
from store_server.storage.reads.staff import associate_view, associates
from store_server.storage.repositories.clients import client_of
from store_server.storage.tables import (
    ClientRow,
    ConsentRow,
    IdentityKind,
    IdentityRow,
    PhotoRow,
)
from store_server.views import AssociateView, ClientView, ConsentView, IdentityView

_TABLE = ClientRow.__table__


def standing(connection: Connection, client_id: str) -> Client:
    """The client, following a merge. Raises `NotFoundError`."""
    row = _row(connection, client_id)
    if row is not None and row.merged_into_id:
        row = _row(connection, row.merged_into_id)
    if row is None:
        raise NotFoundError("there is no such client")
    return client_of(row)


def client_view(connection: Connection, client_id: str) -> ClientView:
    client = standing(connection, client_id)
    staff = _associates_of(connection, client)
    return ClientView(
        id=client.id,
        given_name=client.given_name,
        family_name=client.family_name,
        display_name=client.display_name,
        monogram=monogram(client.given_name, client.family_name),
        pronunciation=client.pronunciation,
        tier=client.tier,
        approach=client.approach,
        language=client.language,
        languages=spoken(client),
        primary_associate=staff.get(client.primary_associate_id or ""),
        secondary_associate=staff.get(client.secondary_associate_id or ""),
        email=client.email,
        phone=client.phone,
        tastes=client.tastes,
        sizes=dict(client.sizes),
        wishes=client.wishes,
        note=client.note,
        birthday=client.birthday,
        consents=tuple(_consents(connection, client.id)),
        identities=tuple(_identities(connection, client.id)),
        photo_url=photo_url(connection, client.id),
    )


def photo(connection: Connection, client_id: str) -> Photo | None:
    row = connection.execute(
        select(PhotoRow.__table__)
        .join(ConsentRow, ConsentRow.client_id == PhotoRow.client_id)
        .where(PhotoRow.client_id == client_id)
        .where(ConsentRow.purpose == Purpose.PHOTO, ConsentRow.withdrawn_at.is_(None))
    ).first()
    return Photo(row.image, row.content_type, row.changed_at) if row else None


def client_by_pass(connection: Connection, code: str) -> str | None:
    return connection.execute(
        select(IdentityRow.client_id)
        .join(ConsentRow, ConsentRow.client_id == IdentityRow.client_id)
        .where(IdentityRow.kind == IdentityKind.PASS, IdentityRow.key == code)
        .where(ConsentRow.purpose == Purpose.PRESENCE, ConsentRow.withdrawn_at.is_(None))
    ).scalar()


def _row(connection: Connection, client_id: str) -> Row[Any] | None:
    return connection.execute(select(_TABLE).where(ClientRow.id == client_id)).first()


def _associates_of(connection: Connection, client: Client) -> dict[str, AssociateView]:
    ids = (client.primary_associate_id, client.secondary_associate_id)
    wanted = [associate_id for associate_id in ids if associate_id]
    if not wanted:
        return {}
    found = associates(connection, wanted)
    return {associate.id: associate_view(associate) for associate in found}


def _consents(connection: Connection, client_id: str) -> Sequence[ConsentView]:
    """The latest of each purpose, in the order of `Purpose`; all purposes are there."""
    rows = connection.execute(
        select(ConsentRow.__table__)
        .where(ConsentRow.client_id == client_id)
        .order_by(ConsentRow.withdrawn_at.is_(None), ConsentRow.given_at)
    )
    latest = {row.purpose: row for row in rows}
    return [_consent(purpose, latest.get(purpose)) for purpose in Purpose]


def _consent(purpose: Purpose, row: Row[Any] | None) -> ConsentView:
    if row is None:
        return ConsentView(purpose=purpose, stands=False)
    return ConsentView(
        purpose=purpose,
        stands=row.withdrawn_at is None,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        text_version=row.text_version,
        proof=row.proof,
    )


def _identities(connection: Connection, client_id: str) -> Sequence[IdentityView]:
    rows = connection.execute(
        select(
            IdentityRow.id,
            IdentityRow.kind,
            IdentityRow.label,
            IdentityRow.key,
            IdentityRow.enrolled_at,
        )
        .where(IdentityRow.client_id == client_id)
        .order_by(IdentityRow.enrolled_at, IdentityRow.id)
    )
    return [
        IdentityView(
            id=row.id,
            kind=row.kind,
            label=row.label,
            key=row.key or "",
            enrolled_at=row.enrolled_at,
        )
        for row in rows
    ]
