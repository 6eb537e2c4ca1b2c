"""A letter stands in the database with what it tells of, or not at all."""

from __future__ import annotations

import hashlib

import pytest

from events.letters import LetterKind
from store_server.event_messages import LetterWritten
from store_server.handlers import letters
from store_server.letter_ports import LetterState
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening as Soiree


@pytest.fixture
def soiree(shop: Shop) -> Soiree:
    return Soiree(shop)


def test_a_letter_waits_and_is_told_after_the_commit(soiree: Soiree) -> None:
    guest = soiree.guest()
    with soiree.desk.work() as work:
        letter_id = letters.write(work, LetterKind.CONFIRMED, guest, soiree.event)
        assert LetterWritten(letter_id or "") not in soiree.told
    assert LetterWritten(letter_id or "") in soiree.told
    with soiree.shop.storage.store.begin() as uow:
        (waiting,) = uow.letters.waiting_for(guest.id)
    assert (waiting.id, waiting.kind, waiting.attempts) == (letter_id, LetterKind.CONFIRMED, 0)


def test_what_fails_writes_no_letter(soiree: Soiree) -> None:
    guest = soiree.guest()
    with pytest.raises(RuntimeError, match="power"), soiree.desk.work() as work:
        letters.write(work, LetterKind.CONFIRMED, guest, soiree.event)
        raise RuntimeError("the power went")
    with soiree.shop.storage.store.begin() as uow:
        assert uow.letters.waiting_for(guest.id) == []


def test_a_guest_without_an_address_is_written_nothing(soiree: Soiree) -> None:
    guest = soiree.guest(email="")
    with soiree.desk.work() as work:
        assert letters.write(work, LetterKind.INVITATION, guest, soiree.event) is None
        assert work.uow.letters.waiting_for(guest.id) == []


def test_the_latest_of_a_kind_overtakes_the_one_that_waits(soiree: Soiree) -> None:
    guest = soiree.guest()
    with soiree.desk.work() as work:
        first = letters.write(work, LetterKind.MOVED, guest, soiree.event, {"before": "monday"})
        letters.write(work, LetterKind.CONFIRMED, guest, soiree.event)
        second = letters.write(work, LetterKind.MOVED, guest, soiree.event, {"before": "tuesday"})
    with soiree.shop.storage.store.begin() as uow:
        assert uow.letters.get(first or "").state is LetterState.OVERTAKEN
        waiting = uow.letters.waiting_for(guest.id)
    assert [one.kind for one in waiting] == [LetterKind.CONFIRMED, LetterKind.MOVED]
    assert waiting[1].id == second


def test_a_twice_moved_event_is_told_from_where_the_guest_thought_it_was(soiree: Soiree) -> None:
    guest = soiree.guest()
    with soiree.desk.work() as work:
        letters.write(work, LetterKind.MOVED, guest, soiree.event, {"before": "monday"})
        letters.write(work, LetterKind.MOVED, guest, soiree.event, {"before": "tuesday"})
    with soiree.shop.storage.store.begin() as uow:
        (waiting,) = uow.letters.waiting_for(guest.id)
    assert waiting.facts == {"before": "monday"}


def test_a_guests_link_is_one_until_it_is_renewed(soiree: Soiree) -> None:
    guest = soiree.guest()
    with soiree.desk.work() as work:
        first = work.uow.links.token(guest.id)
        assert work.uow.links.token(guest.id) == first
        second = work.uow.links.renew(guest.id)
    assert len(first) == len(second) == 22
    with soiree.shop.storage.store.begin() as uow:
        assert uow.links.token(guest.id) == second
        assert uow.guests.by_link(digest(first)) is None
        found = uow.guests.by_link(digest(second))
    assert found is not None
    assert found.id == guest.id


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
