"""Reading of guest lists: each answer from one fresh snapshot of the database."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select

from events.answering import places_left
from events.event import PrivateEvent
from events.guest import Guest, Standing
from events.guest_file import key_of
from store_server.guest_ports import Wanted
from store_server.guest_views import (
    CandidateView,
    GuestListView,
    GuestView,
    InvitationView,
    MyListView,
    NeedsView,
    SessionChoice,
)
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.reads import guests as reads
from store_server.storage.reads.candidates import candidates
from store_server.storage.reads.invitation import invitation
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guest_list import open_needs
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import AllocationRow, GuestNeedsRow, GuestRow

_MAY_COME = (Standing.CONFIRMED, Standing.OFFERED, Standing.WAITING, Standing.INVITED)


class SqlGuestQueries:
    """Satisfies `guest_ports.GuestQueries`. Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock, box: SecretsBox, settings: Settings) -> None:
        self._engine = engine
        self._clock = clock
        self._box = box
        self._settings = settings

    def list(self, event_id: str) -> GuestListView:
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            guests = reads.lines(connection, GuestRow.event_id == event.id)
            return GuestListView(
                event_id=event.id,
                titles=dict(event.titles),
                stage=event.stage,
                starts=event.starts,
                time_zone=self._settings.time_zone,
                may_invite=event.stage.answers,
                places=reads.places(event, guests, self._clock.now()),
                guests=reads.views(connection, guests),
                allocations=reads.allocations(connection, event.id, guests),
            )

    def guest(self, guest_id: str) -> GuestView:
        with reading(self._engine) as connection:
            guest = SqlGuests(connection).get(guest_id)
            guests = reads.lines(connection, GuestRow.event_id == guest.event_id)
            shown = reads.views(connection, guests)
            return (
                next((one for one in shown if one.id == guest.id), None)
                or (reads.views(connection, [guest])[0])
            )

    def lists_of(self, associate_id: str) -> Sequence[MyListView]:
        with reading(self._engine) as connection:
            now = self._clock.now()
            events = [one for one in SqlEvents(connection).unfinished() if one.ends > now]
            return [self._mine(connection, one, associate_id) for one in events]

    def _mine(self, connection: Connection, event: PrivateEvent, associate_id: str) -> MyListView:
        guests = reads.lines(connection, GuestRow.event_id == event.id)
        mine = {
            one.id
            for one in guests
            if associate_id in (one.host_id or event.host_id, one.proposed_by_id)
        }
        allocation = connection.execute(
            select(AllocationRow.guests).where(
                AllocationRow.event_id == event.id, AllocationRow.associate_id == associate_id
            )
        ).scalar()
        return MyListView(
            event_id=event.id,
            titles=dict(event.titles),
            stage=event.stage,
            starts=event.starts,
            ends=event.ends,
            time_zone=self._settings.time_zone,
            plus_ones=event.rules.plus_ones,
            allocation=allocation or 0,
            used=reads.used(guests, associate_id),
            guests=tuple(one for one in reads.views(connection, guests) if one.id in mine),
            sessions=tuple(
                SessionChoice(
                    one.number,
                    one.starts,
                    one.ends,
                    places_left(event, one.number, guests, self._clock.now()) == 0,
                )
                for one in event.sessions
            ),
        )

    def candidates(self, event_id: str, wanted: Wanted) -> Sequence[CandidateView]:
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            return candidates(connection, event.id, wanted)

    def needs(self, event_id: str) -> Sequence[NeedsView]:
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            return self._needs(connection, event.id)

    def _needs(self, connection: Connection, event_id: str) -> builtins.list[NeedsView]:
        query = (
            select(GuestNeedsRow.guest_id, GuestNeedsRow.sealed)
            .join(GuestRow, GuestRow.id == GuestNeedsRow.guest_id)
            .where(GuestRow.event_id == event_id)
        )
        sealed = {row.guest_id: row.sealed for row in connection.execute(query)}
        guests = reads.lines(
            connection, GuestRow.event_id == event_id, GuestRow.standing.in_(_MAY_COME)
        )
        return [self._opened(one, sealed[one.id]) for one in guests if one.id in sealed]

    def needs_of(self, guest_id: str) -> NeedsView | None:
        with reading(self._engine) as connection:
            guest = SqlGuests(connection).get(guest_id)
            query = select(GuestNeedsRow.sealed).where(GuestNeedsRow.guest_id == guest.id)
            sealed = connection.execute(query).scalar()
        return self._opened(guest, sealed) if sealed else None

    def _opened(self, guest: Guest, sealed: bytes) -> NeedsView:
        needs = open_needs(self._box, guest.id, sealed)
        return NeedsView(guest.id, guest.display_name, needs.allergies, needs.access)

    def event_of(self, event_id: str) -> PrivateEvent:
        with reading(self._engine) as connection:
            return SqlEvents(connection).get(event_id)

    def known_lines(self, event_id: str) -> frozenset[str]:
        with reading(self._engine) as connection:
            guests = SqlGuests(connection)
            return guests.imported(event_id) | {
                key_of(one.given_name, one.family_name, one.email, one.phone)
                for one in guests.of_event(event_id)
            }

    def guest_by_link(self, link_hash: str) -> Guest | None:
        with reading(self._engine) as connection:
            return SqlGuests(connection).by_link(link_hash)

    def invitation(self, guest_id: str) -> InvitationView:
        with reading(self._engine) as connection:
            return invitation(connection, guest_id, self._clock.now(), self._box, self._settings)
