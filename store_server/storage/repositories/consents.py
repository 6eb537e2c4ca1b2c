"""Consents as they were given and withdrawn; none is ever overwritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from store_server.domain.consent import Consent, Purpose
from store_server.storage.tables import ConsentRow

_STANDING = (
    select(ConsentRow.id)
    .where(ConsentRow.client_id == bindparam("client"))
    .where(ConsentRow.purpose == bindparam("purpose"), ConsentRow.withdrawn_at.is_(None))
)


class SqlConsents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, consent: Consent) -> None:
        """A consent to newer words takes the place of one that stood."""
        if consent.stands:
            self.withdraw(consent.client_id, consent.purpose, consent.given_at)
        self._connection.execute(
            insert(ConsentRow).values(
                id=consent.id,
                client_id=consent.client_id,
                purpose=consent.purpose,
                given_at=consent.given_at,
                proof=consent.proof,
                text_version=consent.text_version,
                withdrawn_at=consent.withdrawn_at,
            )
        )

    def withdraw(self, client_id: str, purpose: Purpose, at: datetime) -> bool:
        ended = self._connection.execute(
            update(ConsentRow)
            .where(ConsentRow.client_id == client_id, ConsentRow.purpose == purpose)
            .where(ConsentRow.withdrawn_at.is_(None))
            .values(withdrawn_at=at)
        )
        return ended.rowcount > 0

    def stands(self, client_id: str, purpose: Purpose) -> bool:
        asked = {"client": client_id, "purpose": purpose}
        return self._connection.execute(_STANDING, asked).first() is not None
