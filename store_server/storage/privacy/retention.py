"""What goes when its time is up: one rule a period, each in the words of its table.

A period is a setting (`settings.PrivacySettings`); a test fails where one has no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from store_server.domain.signal import State
from store_server.domain.visit import Whereabouts
from store_server.storage.tables import (
    AppointmentRow,
    AuditAddressRow,
    BasketRow,
    BillRow,
    ClientRow,
    ConsentRow,
    DeliveryRow,
    ErasureRequestRow,
    EventRow,
    GuestConsentRow,
    GuestRow,
    LetterRow,
    NoticeRow,
    PairedDeviceRow,
    PromiseRow,
    PurchaseRow,
    PushSubscriptionRow,
    SessionRow,
    ShareRow,
    SignalRow,
    SlotRow,
    Table,
    TapRow,
    ToldRow,
    VisitRow,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """`due` are the rows older than a moment; they are deleted, or get the values of `blanked`."""

    table: type[Table]
    due: Callable[[datetime], ColumnElement[bool]]
    blanked: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class People:
    """`due` are the ids of those who are erased as if they had asked for it."""

    kind: Literal["client", "guest"]
    due: Callable[[datetime], Select[str]]


_OVER = SignalRow.state.in_([state for state in State if not state.live])


def _visits(before: datetime) -> ColumnElement[bool]:
    return and_(VisitRow.whereabouts == Whereabouts.ENDED, VisitRow.left_at < before)


def _signals(before: datetime) -> ColumnElement[bool]:
    """Whose they were; that somebody was welcomed, and how soon, stays."""
    return or_(
        SignalRow.visit_id.in_(select(VisitRow.id).where(_visits(before))),
        and_(
            _OVER,
            SignalRow.changed_at < before,
            or_(SignalRow.client_id.is_not(None), SignalRow.guest_id.is_not(None)),
        ),
    )


def _words(before: datetime) -> ColumnElement[bool]:
    noted = or_(SignalRow.handover_note != "", SignalRow.outcome_note != "")
    return and_(_OVER, SignalRow.changed_at < before, noted)


def _reasons(before: datetime) -> ColumnElement[bool]:
    over = select(SignalRow.id).where(_OVER, SignalRow.changed_at < before)
    return and_(ToldRow.reason != "", ToldRow.signal_id.in_(over))


def _deliveries(before: datetime) -> ColumnElement[bool]:
    return DeliveryRow.slot_id.in_(select(SlotRow.id).where(SlotRow.starts_at < before))


def _payers(before: datetime) -> ColumnElement[bool]:
    closed = select(BillRow.id).where(BillRow.closed_at < before)
    return and_(ShareRow.payer != "", ShareRow.bill_id.in_(closed))


def _sessions(before: datetime) -> ColumnElement[bool]:
    return or_(SessionRow.revoked_at < before, SessionRow.ends_at < before)


def _devices(before: datetime) -> ColumnElement[bool]:
    needed = (SessionRow.paired_device_id, PushSubscriptionRow.paired_device_id)
    free = (~exists().where(column == PairedDeviceRow.id) for column in needed)
    return and_(PairedDeviceRow.revoked_at < before, *free)


ROWS: Mapping[str, tuple[Rows, ...]] = {
    "visits_days": (
        Rows(SignalRow, _signals, {"client_id": None, "visit_id": None, "guest_id": None}),
        Rows(VisitRow, _visits),
    ),
    "words_days": (
        Rows(ToldRow, _reasons, {"reason": ""}),
        Rows(SignalRow, _words, {"handover_note": "", "outcome_note": ""}),
    ),
    "feed_days": (
        Rows(NoticeRow, lambda before: NoticeRow.at < before),
        Rows(TapRow, lambda before: TapRow.at < before),
    ),
    "purchases_days": (Rows(PurchaseRow, lambda before: PurchaseRow.bought_on < before.date()),),
    "promises_days": (Rows(PromiseRow, lambda before: PromiseRow.kept_at < before),),
    "appointments_days": (Rows(AppointmentRow, lambda before: AppointmentRow.starts_at < before),),
    "deliveries_days": (Rows(DeliveryRow, _deliveries),),
    "payers_days": (Rows(ShareRow, _payers, {"payer": ""}),),
    "letters_days": (Rows(LetterRow, lambda before: LetterRow.settled_at < before),),
    "consents_days": (
        Rows(ConsentRow, lambda before: ConsentRow.withdrawn_at < before),
        Rows(GuestConsentRow, lambda before: GuestConsentRow.withdrawn_at < before),
    ),
    "addresses_days": (Rows(AuditAddressRow, lambda before: AuditAddressRow.day < before.date()),),
    "sessions_days": (Rows(SessionRow, _sessions), Rows(PairedDeviceRow, _devices)),
}


def _unseen(before: datetime) -> Select[str]:
    """Clients of whom nothing was heard since, and nothing is planned."""
    heard = (
        exists().where(VisitRow.client_id == ClientRow.id, VisitRow.arrived_at >= before),
        exists().where(
            VisitRow.client_id == ClientRow.id, VisitRow.whereabouts != Whereabouts.ENDED
        ),
        exists().where(
            PurchaseRow.client_id == ClientRow.id, PurchaseRow.bought_on >= before.date()
        ),
        exists().where(BasketRow.client_id == ClientRow.id, BasketRow.changed_at >= before),
        exists().where(ConsentRow.client_id == ClientRow.id, ConsentRow.given_at >= before),
        exists().where(
            AppointmentRow.client_id == ClientRow.id, AppointmentRow.starts_at >= before
        ),
        exists().where(GuestRow.client_id == ClientRow.id, GuestRow.created_at >= before),
    )
    return (
        select(ClientRow.id)
        .where(ClientRow.merged_into_id.is_(None), ClientRow.created_at < before)
        .where(*(~one for one in heard))
        .order_by(ClientRow.id)
    )


def _wished(before: datetime) -> Select[str]:
    return (
        select(ErasureRequestRow.client_id)
        .where(ErasureRequestRow.asked_at < before)
        .order_by(ErasureRequestRow.client_id)
    )


def _guests(before: datetime) -> Select[str]:
    """Who still has a name on the list of an evening that is long over."""
    named = or_(
        GuestRow.client_id.is_not(None),
        *(
            column != ""
            for column in (
                GuestRow.given_name,
                GuestRow.family_name,
                GuestRow.email,
                GuestRow.phone,
                GuestRow.note,
            )
        ),
    )
    return (
        select(GuestRow.id)
        .join(EventRow, EventRow.id == GuestRow.event_id)
        .where(EventRow.ends < before, EventRow.template.is_(False), named)
        .order_by(GuestRow.id)
    )


PEOPLE: Mapping[str, People] = {
    "client_days": People("client", _unseen),
    "erasure_days": People("client", _wished),
    "guests_days": People("guest", _guests),
}


def count(connection: Connection, rule: Rows, before: datetime) -> int:
    query = select(func.count()).select_from(rule.table).where(rule.due(before))
    return int(connection.execute(query).scalar() or 0)
