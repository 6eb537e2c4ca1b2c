"""Moves what refers to a duplicate over to the client who is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.visit import Whereabouts
from store_server.storage.repositories.merging_guests import move_guests
from store_server.storage.tables import (
    AppointmentRow,
    BasketRow,
    ConsentRow,
    IdentityRow,
    PairedDeviceRow,
    PairingCodeRow,
    PhotoRow,
    PromiseRow,
    PurchaseRow,
    SignalRow,
    VisitRow,
)

_MOVED = (
    IdentityRow,
    PurchaseRow,
    PromiseRow,
    AppointmentRow,
    PairingCodeRow,
    PairedDeviceRow,
    VisitRow,
    SignalRow,
    BasketRow,
)
_LIVE = [state for state in State if state.live]


def move_to(connection: Connection, kept_id: str, duplicate_id: str, at: datetime) -> None:
    _leave_one_visit_open(connection, kept_id, duplicate_id, at)
    for purpose in Purpose:
        _leave_one_consent(connection, purpose, (kept_id, duplicate_id), at)
    _leave_one_photo(connection, kept_id, duplicate_id)
    move_guests(connection, kept_id, duplicate_id)
    for table in (*_MOVED, ConsentRow):
        connection.execute(
            update(table).where(table.client_id == duplicate_id).values(client_id=kept_id)
        )


def _leave_one_visit_open(
    connection: Connection, kept_id: str, duplicate_id: str, at: datetime
) -> None:
    """Where both are in the shop, the duplicate's visit and its signal end."""
    open_visits = connection.execute(
        select(VisitRow.id, VisitRow.client_id)
        .where(VisitRow.client_id.in_((kept_id, duplicate_id)))
        .where(VisitRow.whereabouts != Whereabouts.ENDED)
    ).all()
    if len(open_visits) < 2:
        return
    ended = next(visit.id for visit in open_visits if visit.client_id == duplicate_id)
    connection.execute(
        update(VisitRow)
        .where(VisitRow.id == ended)
        .values(whereabouts=Whereabouts.ENDED, left_at=at)
    )
    connection.execute(
        update(SignalRow)
        .where(SignalRow.visit_id == ended, SignalRow.state.in_(_LIVE))
        .values(state=State.LEFT, changed_at=at, next_at=None, revision=SignalRow.revision + 1)
    )


def _leave_one_consent(
    connection: Connection, purpose: Purpose, client_ids: tuple[str, str], at: datetime
) -> None:
    """The newest decision of the two holds: a later withdrawal ends an earlier consent."""
    consents = connection.execute(
        select(ConsentRow.id, ConsentRow.given_at, ConsentRow.withdrawn_at)
        .where(ConsentRow.purpose == purpose, ConsentRow.client_id.in_(client_ids))
        .order_by(ConsentRow.given_at.desc())
    ).all()
    withdrawals = [consent.withdrawn_at for consent in consents if consent.withdrawn_at]
    standing = [consent for consent in consents if consent.withdrawn_at is None]
    newest_withdrawal = max(withdrawals, default=None)
    for place, consent in enumerate(standing):
        outdated = newest_withdrawal is not None and consent.given_at <= newest_withdrawal
        if outdated or place > 0:
            connection.execute(
                update(ConsentRow).where(ConsentRow.id == consent.id).values(withdrawn_at=at)
            )


def _leave_one_photo(connection: Connection, kept_id: str, duplicate_id: str) -> None:
    kept = connection.execute(
        select(PhotoRow.client_id).where(PhotoRow.client_id == kept_id)
    ).first()
    if kept is None:
        connection.execute(
            update(PhotoRow).where(PhotoRow.client_id == duplicate_id).values(client_id=kept_id)
        )
    else:
        connection.execute(delete(PhotoRow).where(PhotoRow.client_id == duplicate_id))
