"""Writes the invented people into an empty boutique; into a boutique that has them, only today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from devices.readings import EddystoneUid, IBeacon
from store_server.account_ports import Accounts
from store_server.clock import new_id
from store_server.demo.cast import COLLEAGUES, GUESTS, STAFF
from store_server.demo.furnishing import FURNISHED, furnish
from store_server.demo.guest import Guest, Rotating
from store_server.demo.selling import stock_up
from store_server.domain import signal
from store_server.domain.consent import Consent
from store_server.domain.visit import Source, Visit, Whereabouts
from store_server.ports import KnownIdentity, NotFoundError, Store, UnitOfWork
from store_server.views import AppointmentView, PromiseView, PurchaseView

SEEDED_ON = "demo.seeded_on"
CONSENT_TEXT = "demo-1"
LONGEST_VISIT = timedelta(minutes=50)


def seed(store: Store, accounts: Accounts, now: datetime, zone: ZoneInfo) -> None:
    """Two starts on one day write the same things once."""
    today = now.astimezone(zone).date()
    with store.begin() as uow:
        _staff(uow, now)
        furnish(uow, accounts, now)
        stock_up(uow, now, zone)
        for number, guest in enumerate(GUESTS):
            if not _known(uow, guest):
                _add(uow, guest, number, now, today)
        _close_visits(uow, now)
        if accounts.setting(SEEDED_ON) != str(today):
            _expect_today(uow, today, zone)
        uow.commit()
    accounts.set_setting(FURNISHED, FURNISHED)
    accounts.set_setting(SEEDED_ON, str(today))


def _expect_today(uow: UnitOfWork, today: date, zone: ZoneInfo) -> None:
    for guest in GUESTS:
        for expected in guest.expected:
            starts_at = datetime.combine(today, time(expected.hour, expected.minute), zone)
            uow.history.add_appointment(
                guest.client.id,
                AppointmentView(starts_at.astimezone(UTC), expected.label, expected.seat),
            )


def identity_id(number: int) -> str:
    return f"01990000-0000-7000-8000-0000000003{number:02d}"


def _staff(uow: UnitOfWork, now: datetime) -> None:
    there = {associate.id for associate in uow.staff.everyone()}
    for colleague in STAFF:
        if colleague.associate.id in there:
            continue
        uow.staff.add(colleague.associate)
        if colleague in COLLEAGUES:
            uow.staff.start_shift(colleague.associate.id, now)


def _known(uow: UnitOfWork, guest: Guest) -> bool:
    try:
        uow.clients.get(guest.client.id)
    except NotFoundError:
        return False
    return True


def _add(uow: UnitOfWork, guest: Guest, number: int, now: datetime, today: date) -> None:
    client = guest.client
    uow.clients.add(client)
    for purpose in guest.purposes:
        uow.consents.give(
            Consent(
                id=new_id(),
                client_id=client.id,
                purpose=purpose,
                given_at=now - timedelta(days=(guest.last_visit_days_ago or 0) + 200),
                proof="Signé sur papier, en boutique",
                text_version=CONSENT_TEXT,
            )
        )
    uow.identities.add(_beacon(guest, identity_id(2 * number + 1)), now)
    if guest.pass_code:
        pass_id = identity_id(2 * number + 2)
        uow.identities.add(
            KnownIdentity(pass_id, client.id, "pass", guest.pass_code, "Laissez-passer"), now
        )
    _history(uow, guest, today)
    _last_visit(uow, guest, now)


def _beacon(guest: Guest, id_: str) -> KnownIdentity:
    match guest.beacon:
        case IBeacon() as beacon:
            return KnownIdentity(id_, guest.client.id, "ibeacon", beacon.key, guest.carried)
        case EddystoneUid() as beacon:
            return KnownIdentity(id_, guest.client.id, "eddystone_uid", beacon.key, guest.carried)
        case Rotating(secret_hex, exponent):
            return KnownIdentity(
                id_,
                guest.client.id,
                "eddystone_eid",
                "",
                guest.carried,
                secret=bytes.fromhex(secret_hex),
                exponent=exponent,
            )


def _history(uow: UnitOfWork, guest: Guest, today: date) -> None:
    for bought in guest.bought:
        uow.history.add_purchase(
            guest.client.id,
            PurchaseView(
                bought_on=today - timedelta(days=bought.days_ago),
                label=bought.label,
                amount_minor=bought.amount_minor,
                currency=bought.currency,
                boutique=bought.boutique,
            ),
        )
    for promised in guest.promised:
        due_on = today + timedelta(days=promised.in_days)
        uow.history.add_promise(
            guest.client.id, PromiseView(promised.text, due_on=due_on, by=promised.by)
        )


def _last_visit(uow: UnitOfWork, guest: Guest, now: datetime) -> None:
    if guest.last_visit_days_ago is None:
        return
    arrived_at = now - timedelta(days=guest.last_visit_days_ago, minutes=90)
    uow.visits.add(
        Visit(
            id=new_id(),
            client_id=guest.client.id,
            arrived_at=arrived_at,
            source=Source.BEACON,
            zone="salon",
            whereabouts=Whereabouts.ENDED,
            last_known_at=arrived_at + LONGEST_VISIT,
            left_at=arrived_at + LONGEST_VISIT,
        )
    )


def _close_visits(uow: UnitOfWork, now: datetime) -> None:
    """Whoever was in the shop when the demo was last stopped has gone home."""
    for visit in uow.visits.open():
        uow.visits.save(replace(visit, whereabouts=Whereabouts.ENDED, left_at=now))
    for live in uow.signals.live():
        uow.signals.save(signal.end(live, signal.State.LEFT, now))
