"""The programme, the guest lists and the passes, as both databases keep them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from events.event import Kind, PrivateEvent, Question, Rules, SessionPlan
from events.guest import Guest, Origin, Standing
from store_server.clock import new_id
from store_server.event_ports import GrantedPass, SigningKey
from store_server.ports import ConflictError, NotFoundError
from tests.store_server.storage.house import House


def an_event(house: House, **changed: object) -> PrivateEvent:
    starts = house.clock.now() + timedelta(days=7)
    with house.store.begin() as uow:
        event = PrivateEvent(
            id=new_id(),
            number=uow.events.next_number(),
            kind=Kind.MASTERCLASS,
            titles={"fr": "L'atelier du nez", "en": "The nose's workshop"},
            starts=starts,
            ends=starts + timedelta(hours=4),
            capacity=24,
            sessions=(
                SessionPlan(1, starts, starts + timedelta(hours=1), 12),
                SessionPlan(2, starts + timedelta(hours=2), starts + timedelta(hours=3), 12),
            ),
            rules=Rules(
                gates=frozenset({"door-1"}),
                questions=(Question("allergy", {"fr": "Une allergie ?"}),),
            ),
            created_at=house.clock.now(),
        )
        event = replace(event, **changed)  # type: ignore[arg-type]
        uow.events.add(event)
        uow.commit()
    return event


def a_guest(house: House, event: PrivateEvent, **changed: object) -> Guest:
    guest = Guest(
        id=new_id(),
        event_id=event.id,
        given_name="Noor",
        family_name="Al-Sayed",
        language="ar",
        origin=Origin.HAND,
        created_at=house.clock.now(),
    )
    guest = replace(guest, **changed)  # type: ignore[arg-type]
    with house.store.begin() as uow:
        uow.guests.add(guest, link_hash=guest.id.replace("-", "") * 2)
        uow.commit()
    return guest


def test_an_event_comes_back_as_it_was_written(engine: Engine, house: House) -> None:
    event = an_event(house)
    with house.store.begin() as uow:
        assert uow.events.get(event.id) == event
        assert uow.events.by_number(event.number) == event
        assert uow.events.unfinished() == [event]


def test_two_who_change_an_event_at_once_do_not_overwrite_each_other(house: House) -> None:
    event = an_event(house)
    with house.store.begin() as uow:
        saved = uow.events.save(replace(event, capacity=30, sessions=()))
        assert (saved.revision, uow.events.get(event.id).sessions) == (1, ())
        with pytest.raises(ConflictError):
            uow.events.save(replace(event, capacity=20))


def test_numbers_of_events_are_never_given_twice(house: House) -> None:
    numbers = [an_event(house).number for _ in range(3)]
    assert len(set(numbers)) == 3


def test_the_programme_of_a_week_is_what_touches_it(house: House) -> None:
    event, now = an_event(house), house.clock.now()
    an_event(house, template=True)
    with house.store.begin() as uow:
        assert uow.events.between(now, now + timedelta(days=8)) == [event]
        assert uow.events.between(now, event.starts) == []
        assert uow.events.between(event.ends, now + timedelta(days=30)) == []


def test_a_guest_is_found_by_list_link_and_client(house: House) -> None:
    event = an_event(house)
    client = house.consenting()
    guest = a_guest(house, event, client_id=client, companions=("Lina", ""))
    with house.store.begin() as uow:
        assert uow.guests.of_event(event.id) == [guest]
        assert uow.guests.by_link(guest.id.replace("-", "") * 2) == guest
        assert uow.guests.of_client(event.id, client) == guest
        assert uow.guests.by_link("0" * 64) is None
        with pytest.raises(NotFoundError):
            uow.guests.get(event.id)


def test_two_answers_of_one_guest_do_not_overwrite_each_other(house: House) -> None:
    guest = a_guest(house, an_event(house))
    with house.store.begin() as uow:
        uow.guests.lock(guest.event_id)
        uow.guests.save(replace(guest, standing=Standing.CONFIRMED))
        with pytest.raises(ConflictError):
            uow.guests.save(replace(guest, standing=Standing.DECLINED))


def test_a_pass_stands_until_it_is_revoked(house: House) -> None:
    guest, now = a_guest(house, an_event(house)), house.clock.now()
    with house.store.begin() as uow:
        granted = GrantedPass(
            uow.passes.next_number(), guest.event_id, guest.id, now, now, now + timedelta(hours=4)
        )
        uow.passes.add(granted)
        assert uow.passes.standing_of(guest.id) == granted
        assert uow.passes.revoke_of(guest.id, now) == 1
        assert uow.passes.standing_of(guest.id) is None
        assert uow.passes.get(granted.number) == replace(granted, revoked_at=now)


def test_a_signing_key_is_sealed_where_it_is_kept(engine: Engine, house: House) -> None:
    key = SigningKey(7, b"p" * 32, b"secret of thirty-two bytes long!", house.clock.now())
    with house.store.begin() as uow:
        uow.passes.add_key(key)
        uow.passes.retire_key(7, house.clock.now())
        (kept,) = uow.passes.keys()
        uow.commit()
    assert kept == replace(key, retired_at=house.clock.now())
    with engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT secret FROM signing_keys").scalar_one()
    assert key.secret not in bytes(sealed)
