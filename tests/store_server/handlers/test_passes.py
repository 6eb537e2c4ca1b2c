"""A confirmed guest has one pass that stands, and any door can read what it is good for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.event import SessionPlan
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.passes import Keyring, Pass, PassError
from store_server import event_messages as ask
from store_server.event_ports import GrantedPass
from store_server.handlers import passes
from store_server.ports import ConflictError
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening as Soiree


@pytest.fixture
def soiree(shop: Shop) -> Soiree:
    return Soiree(shop)


def issue(soiree: Soiree, guest: Guest) -> GrantedPass:
    with soiree.desk.work() as work:
        return passes.issue(work, guest, soiree.event)


def text(soiree: Soiree, granted: GrantedPass) -> str:
    with soiree.shop.storage.store.begin() as uow:
        return passes.text(granted, soiree.event, uow.passes.keys())


def read(soiree: Soiree, shown: str) -> Pass:
    with soiree.shop.storage.store.begin() as uow:
        keys = uow.passes.keys()
    return Keyring(one.public for one in keys).read(shown)[0]


def kept(soiree: Soiree, number: int) -> GrantedPass:
    with soiree.shop.storage.store.begin() as uow:
        found = uow.passes.get(number)
    assert found is not None
    return found


def test_a_pass_says_the_event_the_session_and_when_the_doors_let_in(soiree: Soiree) -> None:
    granted = issue(soiree, soiree.guest())
    said = read(soiree, text(soiree, granted))
    assert (said.event, said.session, said.number) == (soiree.event.number, 0, granted.number)
    assert said.valid_from == soiree.event.starts - timedelta(minutes=30)
    assert said.valid_until == soiree.event.ends


def test_the_key_is_made_for_the_first_pass_and_kept(soiree: Soiree) -> None:
    first = text(soiree, issue(soiree, soiree.guest("Noor")))
    soiree.shop.killed_and_restarted()
    text(soiree, issue(soiree, soiree.guest("Ada")))
    with soiree.shop.storage.store.begin() as uow:
        assert len(uow.passes.keys()) == 1
    assert read(soiree, first).event == soiree.event.number


def test_issuing_again_gives_the_same_pass(soiree: Soiree) -> None:
    guest = soiree.guest()
    first = issue(soiree, guest)
    assert issue(soiree, guest) == first
    assert text(soiree, first) == text(soiree, issue(soiree, guest))


def test_a_moved_event_moves_the_pass_and_what_was_printed_keeps_its_number(
    soiree: Soiree,
) -> None:
    guest = soiree.guest()
    first = issue(soiree, guest)
    soiree.change(
        starts=soiree.event.starts + timedelta(days=1), ends=soiree.event.ends + timedelta(days=1)
    )
    moved = issue(soiree, guest)
    assert moved.number == first.number
    assert read(soiree, text(soiree, moved)).valid_until == soiree.event.ends


def test_another_session_is_another_pass_and_the_old_one_is_void(soiree: Soiree) -> None:
    at, hour = soiree.event.starts, timedelta(hours=1)
    soiree.change(
        sessions=(
            SessionPlan(1, at, at + hour, 5),
            SessionPlan(2, at + 2 * hour, at + 3 * hour, 5),
        )
    )
    guest = soiree.guest(session=1)
    first = issue(soiree, guest)
    second = issue(soiree, soiree.amend(guest, session=2))
    assert second.number != first.number
    assert kept(soiree, first.number).revoked_at is not None
    assert read(soiree, text(soiree, second)).session == 2


def test_a_pass_for_a_session_that_is_not_there_is_not_given(soiree: Soiree) -> None:
    with pytest.raises(ConflictError):
        issue(soiree, soiree.guest(session=3))


def test_a_live_pass_says_so_and_its_event_has_a_secret_of_its_own(soiree: Soiree) -> None:
    guest = soiree.guest()
    plain = issue(soiree, guest)
    soiree.change(rules=soiree.rules(live_pass=True))
    live = issue(soiree, guest)
    assert kept(soiree, plain.number).revoked_at is not None
    assert read(soiree, text(soiree, live)).live
    with soiree.shop.storage.store.begin() as uow:
        ours, theirs = uow.passes.live_secret(soiree.event.id), uow.passes.live_secret("other")
        assert ours == uow.passes.live_secret(soiree.event.id)
        assert ours != theirs


def test_a_reissued_pass_revokes_the_one_before_and_is_sent(soiree: Soiree) -> None:
    guest = soiree.guest()
    leaked = issue(soiree, guest)
    number = soiree.shop.bus.ask(ask.ReissuePass(guest.id))
    assert kept(soiree, leaked.number).revoked_at == soiree.shop.clock.now()
    assert kept(soiree, number).revoked_at is None
    with soiree.shop.storage.store.begin() as uow:
        assert [one.kind for one in uow.letters.waiting_for(guest.id)] == [LetterKind.NEW_PASS]


def test_who_has_no_place_is_given_no_new_pass(soiree: Soiree) -> None:
    guest = soiree.guest(standing=Standing.DECLINED)
    with pytest.raises(ConflictError):
        soiree.shop.bus.ask(ask.ReissuePass(guest.id))


def test_a_revoked_pass_is_told_once_and_stays_known(soiree: Soiree) -> None:
    told: list[ask.PassesChanged] = []
    guest = soiree.guest()
    granted = issue(soiree, guest)
    soiree.shop.bus.listen(ask.PassesChanged, told.append)
    for _ in range(2):
        soiree.shop.bus.ask(ask.RevokePass(guest.id))
    assert told == [ask.PassesChanged(soiree.event.id)]
    assert kept(soiree, granted.number).revoked_at is not None
    with soiree.shop.storage.store.begin() as uow:
        assert uow.passes.standing_of(guest.id) is None


def test_after_a_rotation_old_passes_are_believed_and_new_ones_have_the_new_key(
    soiree: Soiree,
) -> None:
    granted = issue(soiree, soiree.guest())
    old = text(soiree, granted)
    soiree.shop.passes(1)
    soiree.shop.bus.ask(ask.RotateKeys())
    new = text(soiree, granted)
    assert new != old
    assert read(soiree, old) == read(soiree, new)
    with soiree.shop.storage.store.begin() as uow:
        newest, before = uow.passes.keys()
    assert (newest.retired_at, before.retired_at) == (None, soiree.shop.clock.now())
    with pytest.raises(PassError):
        Keyring([before.public]).read(new)
