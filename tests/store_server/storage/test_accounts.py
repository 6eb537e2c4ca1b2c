"""Pairing, sessions, PINs and deliveries."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from store_server.account_ports import Pin, PushSubscription
from store_server.clock import new_id
from store_server.domain.staff import Role
from store_server.ports import ConflictError, NotFoundError, Quarantined
from store_server.storage.accounts import SqlAccounts
from store_server.storage.quarantine import SqlQuarantine
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import NOON, House

LATER = NOON + timedelta(minutes=10)


def _hash(number: int) -> str:
    return f"{number:064x}"


def _phone(accounts: SqlAccounts, associate_id: str, token: int = 1) -> str:
    return accounts.add_paired_device("associate", associate_id, None, _hash(token), "iPhone", NOON)


def _session(accounts: SqlAccounts, associate_id: str, token: int = 7) -> str:
    phone = _phone(accounts, associate_id, token + 100)
    return accounts.open_session(_hash(token), phone, associate_id, "csrf", NOON, LATER)


def test_a_pairing_code_works_once(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate()
    accounts.create_pairing("associate", ines, None, _hash(1), LATER)
    taken = accounts.take_pairing(_hash(1), NOON)
    assert taken is not None
    assert (taken.kind, taken.associate_id, taken.uses_left) == ("associate", ines, 0)
    assert accounts.take_pairing(_hash(1), NOON) is None


def test_a_pairing_code_that_is_old_or_unknown_is_none(accounts: SqlAccounts) -> None:
    accounts.create_pairing("kiosk", None, None, _hash(1), LATER)
    assert accounts.take_pairing(_hash(2), NOON) is None
    assert accounts.take_pairing(_hash(1), LATER) is None


def test_a_code_for_three_is_taken_by_three_of_many(accounts: SqlAccounts) -> None:
    accounts.create_pairing("kiosk", None, None, _hash(1), LATER, uses=3)
    taken: list[object] = []
    threads = [
        threading.Thread(target=lambda: taken.append(accounts.take_pairing(_hash(1), NOON)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in taken if one]) == 3


def test_a_paired_device_is_known_by_its_token(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate()
    phone = _phone(accounts, ines)
    known = accounts.paired_device_by_token(_hash(1))
    assert known is not None
    assert (known.id, known.associate_id, known.label) == (phone, ines, "iPhone")
    assert [device.id for device in accounts.paired_devices()] == [phone]
    assert accounts.paired_device_by_token(_hash(2)) is None
    with pytest.raises(ConflictError):
        _phone(accounts, ines)


def test_revoking_a_device_ends_all_that_hangs_on_it(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate()
    phone = _phone(accounts, ines)
    accounts.open_session(_hash(7), phone, ines, "csrf", NOON, LATER)
    accounts.save_subscription(_subscription(ines, phone))
    assert accounts.revoke_paired_device(phone, NOON)
    assert not accounts.revoke_paired_device(phone, NOON)
    assert accounts.paired_device_by_token(_hash(1)) is None
    assert accounts.session_by_token(_hash(7), NOON) is None
    assert accounts.subscriptions_of(ines) == []
    assert accounts.paired_devices() == []


def test_a_session_says_who_and_lasts_until_it_ends(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate(role=Role.MANAGER)
    session_id = _session(accounts, ines)
    accounts.touch_session(session_id, NOON + timedelta(minutes=1))
    session = accounts.session_by_token(_hash(7), NOON)
    assert session is not None
    assert (session.associate_id, session.role, session.csrf) == (ines, Role.MANAGER, "csrf")
    assert session.last_used_at == NOON + timedelta(minutes=1)
    assert accounts.session_by_token(_hash(7), LATER) is None
    accounts.end_session(session_id, NOON)
    assert accounts.session_by_token(_hash(7), NOON) is None


def test_all_sessions_of_an_associate_end_together(house: House, accounts: SqlAccounts) -> None:
    ines, leo = house.associate(), house.associate("Léo")
    for token, who in ((7, ines), (8, ines), (9, leo)):
        _session(accounts, who, token)
    assert accounts.end_sessions_of(ines, NOON) == 2
    assert accounts.session_by_token(_hash(7), NOON) is None
    assert accounts.session_by_token(_hash(9), NOON) is not None


def test_who_has_left_the_house_is_let_in_nowhere(
    house: House, accounts: SqlAccounts, store: SqlStore
) -> None:
    ines = house.associate()
    _session(accounts, ines)
    with store.begin() as uow:
        uow.staff.amend(ines, {"active": False})
        uow.commit()
    assert accounts.session_by_token(_hash(7), NOON) is None
    assert accounts.paired_device_by_token(_hash(107)) is None


def test_wrong_pins_are_counted_until_the_right_one(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate()
    assert accounts.pin_of(ines) == Pin(None)
    accounts.set_pin(ines, "argon2")
    assert accounts.note_pin_failure(ines) == 1
    assert accounts.note_pin_failure(ines, LATER) == 2
    assert accounts.pin_of(ines) == Pin("argon2", 2, LATER)
    accounts.clear_pin_failures(ines)
    assert accounts.pin_of(ines) == Pin("argon2")
    with pytest.raises(NotFoundError):
        accounts.pin_of(new_id())
    with pytest.raises(NotFoundError):
        accounts.set_pin(new_id(), None)


def test_a_push_address_has_one_owner_the_latest(house: House, accounts: SqlAccounts) -> None:
    ines, leo = house.associate(), house.associate("Léo")
    phone = _phone(accounts, ines)
    accounts.save_subscription(_subscription(ines, phone))
    accounts.save_subscription(_subscription(leo, phone))
    assert accounts.subscriptions_of(ines) == []
    accounts.note_push_failure("https://push.example/1", NOON)
    failed = replace(_subscription(leo, phone), failed_at=NOON)
    assert accounts.subscriptions_of(leo) == [failed]
    assert accounts.drop_subscription("https://push.example/1")
    assert not accounts.drop_subscription("https://push.example/1")


def test_what_no_screen_has_is_named_for_a_push_once(house: House, accounts: SqlAccounts) -> None:
    ines = house.associate()
    signal_id = house.arrival(house.consenting())
    for _ in range(3):
        house.notice(ines, "changed", signal_id)
    assert [one.seq for one in accounts.undelivered(NOON)] == [1, 2, 3]
    assert accounts.undelivered(NOON - timedelta(seconds=1)) == []
    assert accounts.undelivered(NOON, newer_than=NOON) == []
    accounts.mark_pushed([(ines, 3)], NOON)
    assert [one.seq for one in accounts.undelivered(NOON)] == [1, 2]
    accounts.mark_delivered({ines: 2}, NOON)
    assert accounts.undelivered(NOON) == []


def test_what_several_phones_have_is_written_in_one_commit(
    house: House, accounts: SqlAccounts, engine: Engine
) -> None:
    ines, leo = house.associate(), house.associate("Léo")
    signal_id = house.arrival(house.consenting())
    for whom in (ines, leo):
        house.notice(whom, "signal", signal_id)
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    accounts.mark_delivered({ines: 1, leo: 1}, NOON)
    assert len(commits) == 1
    assert accounts.undelivered(NOON) == []


def test_a_setting_that_the_server_made_is_kept(accounts: SqlAccounts) -> None:
    assert accounts.setting("vapid") is None
    accounts.set_setting("vapid", "one")
    accounts.set_setting("vapid", "two")
    assert accounts.setting("vapid") == "two"


def test_the_quarantine_is_bounded(engine: object) -> None:
    quarantine = SqlQuarantine(engine, kept_at_most=3)  # type: ignore[arg-type]
    refused = [Quarantined(NOON, "theengs", f"reason {n}", 10, "0" * 64) for n in range(5)]
    quarantine.keep(refused[:2])
    quarantine.keep(refused[2:])
    quarantine.keep([])
    assert [one.reason for one in quarantine.recent()] == ["reason 4", "reason 3", "reason 2"]


def _subscription(associate_id: str, phone: str) -> PushSubscription:
    return PushSubscription(associate_id, phone, "https://push.example/1", "p256dh", "auth", NOON)
