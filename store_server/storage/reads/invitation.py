"""An invitation as its guest reads it on their own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from events.answering import PROMOTES, places_left
from events.event import PrivateEvent, SessionPlan
from events.guest import Guest, Standing
from events.guest_consent import GuestPurpose, Needs
from events.programme import Stage
from store_server.domain.consent import Purpose
from store_server.guest_views import GuestConsentView, InvitationView, SessionChoice
from store_server.settings import Settings
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guest_list import SqlGuestConsents, SqlGuestNeeds
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.passes import SqlPasses
from store_server.storage.repositories.programme import SqlEventPictures
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import AssociateRow, ConsentRow, ZoneRow


def invitation(
    connection: Connection, guest_id: str, now: datetime, box: SecretsBox, settings: Settings
) -> InvitationView:
    """Raises `NotFoundError`."""
    guest = SqlGuests(connection).get(guest_id)
    event = SqlEvents(connection).get(guest.event_id)
    holders = SqlGuests(connection).in_turn(event.id)
    needs = SqlGuestNeeds(connection, box).of(guest.id) or Needs()
    choices = _choices(event, holders, guest, now)
    passes = SqlPasses(connection, box)
    granted = passes.standing_of(guest.id)
    return InvitationView(
        event_id=event.id,
        titles=dict(event.titles),
        texts=dict(event.texts),
        dress_codes=dict(event.dress_codes),
        kind=event.kind,
        boutique=settings.boutique_name,
        brand=settings.brand_name,
        zone_name=_zone_name(connection, event.zone),
        starts=event.starts,
        ends=event.ends,
        time_zone=settings.time_zone,
        cancelled=event.stage is Stage.CANCELLED,
        sessions=choices if event.sessions else (),
        answer_by=event.answer_by,
        given_name=guest.given_name,
        display_name=guest.display_name,
        language=guest.language,
        standing=guest.standing,
        session=guest.session,
        plus_ones=guest.plus_ones,
        plus_one_names=event.rules.plus_one_names,
        companions=guest.companions,
        offer_until=guest.offer_until,
        full=all(one.full for one in choices),
        may_answer=_may_answer(guest, event, now),
        may_leave=_may_leave(guest, event, now),
        host=_host(connection, guest.host_id or event.host_id),
        allergies=needs.allergies,
        access=needs.access,
        consents=tuple(_consent(connection, guest, one) for one in GuestPurpose),
        pass_number=granted.number if granted else None,
        pass_typed=passes.typed_for(granted),
        live_pass=granted is not None and granted.live,
        picture=SqlEventPictures(connection).mark(event.id),
    )


def _choices(
    event: PrivateEvent, holders: Sequence[Guest], guest: Guest, now: datetime
) -> tuple[SessionChoice, ...]:
    """The sessions and whether they are full for others than this guest."""
    others = [one for one in holders if one.id != guest.id]
    plans = event.sessions or (SessionPlan(0, event.starts, event.ends, event.capacity),)
    return tuple(
        SessionChoice(
            plan.number, plan.starts, plan.ends, places_left(event, plan.number, others, now) == 0
        )
        for plan in plans
    )


def _may_answer(guest: Guest, event: PrivateEvent, now: datetime) -> bool:
    if guest.blocked or not guest.standing.asked or now >= event.starts:
        return False
    if guest.standing is Standing.OFFERED:
        return event.stage in PROMOTES
    return event.stage.answers and (event.answer_by is None or now < event.answer_by)


def _may_leave(guest: Guest, event: PrivateEvent, now: datetime) -> bool:
    there = guest.standing.asked and guest.standing not in (Standing.DECLINED, Standing.CANCELLED)
    return there and not event.stage.over and now < event.ends


def _consent(connection: Connection, guest: Guest, purpose: GuestPurpose) -> GuestConsentView:
    """Of a client the consent to be invited is the one in the book: there is no second truth."""
    if purpose is GuestPurpose.EVENTS and guest.client_id is not None:
        query = (
            select(ConsentRow.given_at, ConsentRow.withdrawn_at)
            .where(ConsentRow.client_id == guest.client_id, ConsentRow.purpose == Purpose.EVENTS)
            .order_by(ConsentRow.given_at.desc())
        )
        row = connection.execute(query).first()
        if row is None:
            return GuestConsentView(purpose, False)
        return GuestConsentView(purpose, row.withdrawn_at is None, row.given_at, row.withdrawn_at)
    consents = SqlGuestConsents(connection).of_guest(guest.id)
    last = next((one for one in consents if one.purpose is purpose), None)
    if last is None:
        return GuestConsentView(purpose, False)
    return GuestConsentView(purpose, last.stands, last.given_at, last.withdrawn_at)


def _zone_name(connection: Connection, zone: str | None) -> str | None:
    if zone is None:
        return None
    found = connection.execute(select(ZoneRow.name).where(ZoneRow.id == zone)).scalar()
    return found or zone


def _host(connection: Connection, associate_id: str | None) -> str | None:
    query = select(AssociateRow.display_name).where(AssociateRow.id == associate_id)
    return connection.execute(query).scalar()
