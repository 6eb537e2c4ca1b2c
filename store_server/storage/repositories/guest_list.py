"""What hangs on a guest list: sealed needs, consents, allocations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from events.guest_consent import GuestConsent, GuestPurpose, Needs
from events.programme import Stage
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AllocationRow,
    EventRow,
    GuestConsentRow,
    GuestNeedsRow,
    GuestRow,
)

_OVER = tuple(stage for stage in Stage if stage.over)


class SqlGuestNeeds:
    """Satisfies `guest_ports.GuestNeeds`. What is sealed is bound to its guest."""

    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def keep(self, guest_id: str, needs: Needs, at: datetime) -> None:
        self.forget(guest_id)
        sealed = self._box.seal(msgspec.json.encode(needs), _context(guest_id))
        self._connection.execute(
            insert(GuestNeedsRow).values(guest_id=guest_id, sealed=sealed, told_at=at)
        )

    def of(self, guest_id: str) -> Needs | None:
        query = select(GuestNeedsRow.sealed).where(GuestNeedsRow.guest_id == guest_id)
        sealed = self._connection.execute(query).scalar()
        return open_needs(self._box, guest_id, sealed) if sealed else None

    def forget(self, guest_id: str) -> bool:
        gone = self._connection.execute(
            delete(GuestNeedsRow).where(GuestNeedsRow.guest_id == guest_id)
        )
        return gone.rowcount > 0

    def forget_of_past(self, now: datetime) -> int:
        past = (
            select(GuestRow.id)
            .join(EventRow, EventRow.id == GuestRow.event_id)
            .where((EventRow.ends <= now) | EventRow.stage.in_(_OVER))
        )
        gone = self._connection.execute(
            delete(GuestNeedsRow).where(GuestNeedsRow.guest_id.in_(past))
        )
        return gone.rowcount


class SqlGuestConsents:
    """Satisfies `guest_ports.GuestConsents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, consent: GuestConsent) -> None:
        self._connection.execute(
            insert(GuestConsentRow).values(
                id=consent.id,
                guest_id=consent.guest_id,
                purpose=consent.purpose,
                given_at=consent.given_at,
                proof=consent.proof,
                text_version=consent.text_version,
                withdrawn_at=consent.withdrawn_at,
            )
        )

    def withdraw(self, guest_id: str, purpose: GuestPurpose, at: datetime) -> bool:
        withdrawn = self._connection.execute(
            update(GuestConsentRow).where(*_standing(guest_id, purpose)).values(withdrawn_at=at)
        )
        return withdrawn.rowcount > 0

    def stands(self, guest_id: str, purpose: GuestPurpose) -> bool:
        query = select(GuestConsentRow.id).where(*_standing(guest_id, purpose))
        return self._connection.execute(query).first() is not None

    def of_guest(self, guest_id: str) -> Sequence[GuestConsent]:
        query = (
            select(GuestConsentRow.__table__)
            .where(GuestConsentRow.guest_id == guest_id)
            .order_by(GuestConsentRow.given_at.desc(), GuestConsentRow.id.desc())
        )
        return [GuestConsent(**row._mapping) for row in self._connection.execute(query)]


class SqlAllocations:
    """Satisfies `guest_ports.Allocations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, event_id: str, associate_id: str, guests: int) -> None:
        self._connection.execute(
            delete(AllocationRow).where(
                AllocationRow.event_id == event_id, AllocationRow.associate_id == associate_id
            )
        )
        self._connection.execute(
            insert(AllocationRow).values(
                event_id=event_id, associate_id=associate_id, guests=guests
            )
        )

    def of_event(self, event_id: str) -> Mapping[str, int]:
        query = select(AllocationRow.associate_id, AllocationRow.guests).where(
            AllocationRow.event_id == event_id
        )
        return {row.associate_id: row.guests for row in self._connection.execute(query)}


def open_needs(box: SecretsBox, guest_id: str, sealed: bytes) -> Needs:
    return msgspec.json.decode(box.unseal(sealed, _context(guest_id)), type=Needs)


def _standing(guest_id: str, purpose: GuestPurpose) -> tuple[ColumnElement[bool], ...]:
    return (
        GuestConsentRow.guest_id == guest_id,
        GuestConsentRow.purpose == purpose,
        GuestConsentRow.withdrawn_at.is_(None),
    )


def _context(guest_id: str) -> str:
    return f"needs of guest {guest_id}"
