"""Letters to guests, and the personal links that stand in them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from store_server.letter_ports import Letter, LetterState
from store_server.ports import NotFoundError
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import GuestLinkRow, GuestRow, LetterRow

TOKEN_BYTES = 16
_NAMES = tuple(one.name for one in fields(Letter))


class SqlLetters:
    """Satisfies `letter_ports.Letters`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: Letter) -> None:
        self._connection.execute(insert(LetterRow).values(**_values(letter)))

    def get(self, letter_id: str) -> Letter:
        query = select(LetterRow.__table__).where(LetterRow.id == letter_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such letter")
        return read_letter(row)

    def save(self, letter: Letter) -> None:
        self._connection.execute(
            update(LetterRow).where(LetterRow.id == letter.id).values(**_values(letter))
        )

    def waiting_for(self, guest_id: str) -> Sequence[Letter]:
        query = (
            select(LetterRow.__table__)
            .where(LetterRow.guest_id == guest_id, LetterRow.state == LetterState.WAITING)
            .order_by(LetterRow.written_at, LetterRow.id)
        )
        return [read_letter(row) for row in self._connection.execute(query)]


class SqlGuestLinks:
    """Satisfies `letter_ports.GuestLinks`. A sealed token is bound to its guest."""

    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def token(self, guest_id: str) -> str:
        query = select(GuestLinkRow.sealed).where(GuestLinkRow.guest_id == guest_id)
        sealed = self._connection.execute(query).scalar()
        return open_link(self._box, guest_id, sealed) if sealed else self.renew(guest_id)

    def renew(self, guest_id: str) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        changed = self._connection.execute(
            update(GuestRow)
            .where(GuestRow.id == guest_id)
            .values(link_hash=hashlib.sha256(token.encode()).hexdigest())
        )
        if changed.rowcount == 0:
            raise NotFoundError("there is no such guest")
        sealed = self._box.seal(token.encode(), _context(guest_id))
        self._connection.execute(delete(GuestLinkRow).where(GuestLinkRow.guest_id == guest_id))
        self._connection.execute(insert(GuestLinkRow).values(guest_id=guest_id, sealed=sealed))
        return token


def open_link(box: SecretsBox, guest_id: str, sealed: bytes) -> str:
    return box.unseal(sealed, _context(guest_id)).decode()


def read_letter(row: Row[Any]) -> Letter:
    return Letter(**{name: getattr(row, name) for name in _NAMES})


def _values(letter: Letter) -> dict[str, Any]:
    values = {name: getattr(letter, name) for name in _NAMES}
    return values | {"facts": dict(letter.facts)}


def _context(guest_id: str) -> str:
    return f"guest link {guest_id}"
