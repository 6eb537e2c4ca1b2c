"""Reading for the postman and for the guests' own pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from events.guest import Guest
from events.letters import LetterKind
from store_server.letter_ports import Letter, LetterState, Outgoing, Paper, PostStanding
from store_server.ports import Clock
from store_server.storage.engine import reading
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.letters import SqlLetters, open_link, read_letter
from store_server.storage.repositories.passes import SqlPasses
from store_server.storage.repositories.programme import SqlEventPictures
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AssociateRow,
    EventPassRow,
    GuestLinkRow,
    LetterRow,
    ZoneRow,
)

WITH_PICTURE = frozenset({LetterKind.INVITATION})


class SqlPost:
    """Satisfies `letter_ports.Post`."""

    def __init__(self, engine: Engine, box: SecretsBox, clock: Clock) -> None:
        self._clock = clock
        self._engine = engine
        self._box = box

    def due(self, now: datetime, limit: int = 50) -> Sequence[Outgoing]:
        query = (
            select(LetterRow.__table__)
            .where(LetterRow.state == LetterState.WAITING, LetterRow.due_at <= now)
            .order_by(LetterRow.due_at, LetterRow.id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            guests = SqlGuests(connection)
            letters = [read_letter(row) for row in connection.execute(query)]
            pictures = _pictures(connection, letters)
            return [
                Outgoing(
                    letter,
                    self._paper(connection, guests.get(letter.guest_id)),
                    pictures.get(letter.event_id, b"") if letter.kind in WITH_PICTURE else b"",
                )
                for letter in letters
            ]

    def next_due(self) -> datetime | None:
        query = (
            select(LetterRow.due_at)
            .where(LetterRow.state == LetterState.WAITING)
            .order_by(LetterRow.due_at)
            .limit(1)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def paper_by_link(self, link_hash: str) -> Paper | None:
        with reading(self._engine) as connection:
            guest = SqlGuests(connection).by_link(link_hash)
            return self._paper(connection, guest) if guest else None

    def paper(self, guest_id: str) -> Paper:
        with reading(self._engine) as connection:
            return self._paper(connection, SqlGuests(connection).get(guest_id))

    def letters_to(self, guest_id: str) -> Sequence[Letter]:
        query = (
            select(LetterRow.__table__)
            .where(LetterRow.guest_id == guest_id)
            .order_by(LetterRow.written_at.desc(), LetterRow.id.desc())
        )
        with reading(self._engine) as connection:
            return [read_letter(row) for row in connection.execute(query)]

    def letter(self, letter_id: str) -> Letter:
        with reading(self._engine) as connection:
            return SqlLetters(connection).get(letter_id)

    def standing(self) -> PostStanding:
        waiting = select(func.count(), func.min(LetterRow.written_at)).where(
            LetterRow.state == LetterState.WAITING
        )
        refused = select(func.count()).where(
            LetterRow.state == LetterState.REFUSED,
            LetterRow.settled_at > self._clock.now() - timedelta(days=7),
        )
        with reading(self._engine) as connection:
            count, oldest = connection.execute(waiting).one()
            given_up = connection.execute(refused).scalar_one()
        return PostStanding(count, oldest, given_up)

    def _paper(self, connection: Connection, guest: Guest) -> Paper:
        event = SqlEvents(connection).get(guest.event_id)
        passes = SqlPasses(connection, self._box)
        host_id = guest.host_id or event.host_id
        granted = passes.standing_of(guest.id)
        return Paper(
            guest=guest,
            event=event,
            token=self._token(connection, guest.id),
            host=_name(connection, host_id) if host_id else "",
            zone=_zone(connection, event.zone) if event.zone else "",
            granted=granted,
            typed=passes.typed_for(granted),
            had_pass=_had_pass(connection, guest.id),
            keys=tuple(passes.keys()),
            live_secret=passes.live_secret(event.id),
        )

    def _token(self, connection: Connection, guest_id: str) -> str:
        query = select(GuestLinkRow.sealed).where(GuestLinkRow.guest_id == guest_id)
        sealed = connection.execute(query).scalar()
        return open_link(self._box, guest_id, sealed) if sealed else ""


def _pictures(connection: Connection, letters: Sequence[Letter]) -> dict[str, bytes]:
    """Of the events that are invited to, each read once."""
    pictures = SqlEventPictures(connection)
    asked = {one.event_id for one in letters if one.kind in WITH_PICTURE}
    found = {event_id: pictures.get(event_id) for event_id in asked}
    return {event_id: one.image for event_id, one in found.items() if one is not None}


def _name(connection: Connection, associate_id: str) -> str:
    query = select(AssociateRow.display_name).where(AssociateRow.id == associate_id)
    return connection.execute(query).scalar() or ""


def _zone(connection: Connection, zone: str) -> str:
    return connection.execute(select(ZoneRow.name).where(ZoneRow.id == zone)).scalar() or ""


def _had_pass(connection: Connection, guest_id: str) -> bool:
    query = select(EventPassRow.number).where(EventPassRow.guest_id == guest_id).limit(1)
    return connection.execute(query).first() is not None
