"""What a guest told on a line of a list that another line takes the place of.

Needs and answers are sealed for their line, and are sealed anew for the one that stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, delete, select, update

from events.guest_consent import GuestConsent, GuestPurpose, Needs
from store_server.storage.repositories.admissions import SqlAdmissions
from store_server.storage.repositories.guest_list import SqlGuestConsents, SqlGuestNeeds
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import DoorAnswerRow, GuestConsentRow, GuestNeedsRow


def move(connection: Connection, gone_id: str, stays_id: str) -> None:
    _unite_needs(connection, gone_id, stays_id)
    _move_answers(connection, gone_id, stays_id)
    for purpose in GuestPurpose:
        _leave_one_consent(connection, purpose, gone_id, stays_id)


def box_of(connection: Connection) -> SecretsBox:
    """What the house's storage opens sealed things with."""
    return cast(SecretsBox, connection.get_execution_options()["secrets_box"])


def _unite_needs(connection: Connection, gone_id: str, stays_id: str) -> None:
    """Both hold: an allergy that was told once must not get lost."""
    query = select(GuestNeedsRow.told_at).where(GuestNeedsRow.guest_id == gone_id)
    told_at = connection.execute(query).scalar()
    if told_at is None:
        return
    kept = SqlGuestNeeds(connection, box_of(connection))
    one, other = kept.of(stays_id) or Needs(), kept.of(gone_id) or Needs()
    kept.forget(gone_id)
    allergies = _both(one.allergies, other.allergies)
    kept.keep(stays_id, Needs(allergies, _both(one.access, other.access)), told_at)


def _both(one: str, other: str) -> str:
    return "; ".join(dict.fromkeys(text for text in (one, other) if text))


def _move_answers(connection: Connection, gone_id: str, stays_id: str) -> None:
    query = select(DoorAnswerRow.question, DoorAnswerRow.by, DoorAnswerRow.at).where(
        DoorAnswerRow.guest_id == gone_id
    )
    rows = connection.execute(query).all()
    if not rows:
        return
    admissions = SqlAdmissions(connection, box_of(connection))
    told, known = admissions.answers_of(gone_id), admissions.answered(stays_id)
    for row in rows:
        if row.question not in known:
            admissions.answer(stays_id, {row.question: told[row.question]}, row.by, row.at)
    connection.execute(delete(DoorAnswerRow).where(DoorAnswerRow.guest_id == gone_id))


def _leave_one_consent(
    connection: Connection, purpose: GuestPurpose, gone_id: str, stays_id: str
) -> None:
    """The newest decision of the two holds, as it does for clients."""
    kept = SqlGuestConsents(connection)
    of_gone = [one for one in kept.of_guest(gone_id) if one.purpose is purpose]
    of_stays = [one for one in kept.of_guest(stays_id) if one.purpose is purpose]
    if not of_gone:
        return
    last, mine = _decided(of_gone), _decided(of_stays)
    newer = mine is None or (last is not None and last > mine)
    loser, at = (stays_id, last) if newer else (gone_id, mine)
    if at is not None:
        kept.withdraw(loser, purpose, at)
    connection.execute(
        update(GuestConsentRow)
        .where(GuestConsentRow.guest_id == gone_id, GuestConsentRow.purpose == purpose)
        .values(guest_id=stays_id)
    )


def _decided(consents: Sequence[GuestConsent]) -> datetime | None:
    """When something was said last: a yes, or that it is taken back."""
    return max((one.withdrawn_at or one.given_at for one in consents), default=None)
