"""Clients who might be invited: by name, tier, taste, last purchase, and whose book they are in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from store_server.domain.client import Tier
from store_server.domain.consent import Purpose
from store_server.guest_ports import Wanted
from store_server.guest_views import CandidateView
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.spelling import words
from store_server.storage.tables import (
    AssociateRow,
    ClientRow,
    ConsentRow,
    GuestRow,
    PurchaseRow,
)

AT_MOST = 500

_LAST = (
    select(PurchaseRow.client_id, func.max(PurchaseRow.bought_on).label("bought_on"))
    .group_by(PurchaseRow.client_id)
    .subquery()
)


def candidates(connection: Connection, event_id: str, wanted: Wanted) -> Sequence[CandidateView]:
    """The closest to the maison first, then by name."""
    query = (
        select(
            ClientRow.id,
            ClientRow.given_name,
            ClientRow.family_name,
            ClientRow.tier,
            ClientRow.language,
            ClientRow.tastes,
            AssociateRow.display_name.label("associate"),
            _LAST.c.bought_on,
            ConsentRow.id.label("consent"),
            GuestRow.id.label("guest"),
        )
        .outerjoin(_LAST, _LAST.c.client_id == ClientRow.id)
        .outerjoin(AssociateRow, AssociateRow.id == ClientRow.primary_associate_id)
        .outerjoin(
            ConsentRow,
            (ConsentRow.client_id == ClientRow.id)
            & (ConsentRow.purpose == Purpose.EVENTS)
            & ConsentRow.withdrawn_at.is_(None),
        )
        .outerjoin(GuestRow, (GuestRow.client_id == ClientRow.id) & (GuestRow.event_id == event_id))
        .where(ClientRow.merged_into_id.is_(None), *_asked(wanted))
        .order_by(ClientRow.family_name, ClientRow.given_name, ClientRow.id)
    )
    found = [
        CandidateView(
            client_id=row.id,
            display_name=f"{row.given_name} {row.family_name}".strip(),
            monogram=monogram(row.given_name, row.family_name),
            tier=row.tier,
            language=row.language,
            tastes=tuple(row.tastes),
            associate=row.associate,
            last_purchase_on=row.bought_on,
            agrees=row.consent is not None,
            on_list=row.guest is not None,
        )
        for row in connection.execute(query)
        if _fits(wanted, row.tastes, f"{row.given_name} {row.family_name}")
    ]
    return sorted(found, key=lambda one: -Tier(one.tier).rank)[:AT_MOST]


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.tiers:
        where.append(ClientRow.tier.in_(wanted.tiers))
    if wanted.bought_since is not None:
        where.append(_LAST.c.bought_on >= wanted.bought_since)
    if wanted.associate_id is not None:
        where.append(
            or_(
                ClientRow.primary_associate_id == wanted.associate_id,
                ClientRow.secondary_associate_id == wanted.associate_id,
            )
        )
    return where


def _fits(wanted: Wanted, tastes: Sequence[str], name: str) -> bool:
    """Accents and case are forgiven; every word that was asked for begins one that is there."""
    return _begun(wanted.taste, " ".join(tastes)) and _begun(wanted.text, name)


def _begun(asked: str, there: str) -> bool:
    known = words(there)
    return all(any(one.startswith(word) for one in known) for word in words(asked))
