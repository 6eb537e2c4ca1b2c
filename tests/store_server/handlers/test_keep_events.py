"""A moved or cancelled event: every guest hears of it, and no pass lies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.event import Rules, SessionPlan
from events.guest import Standing
from events.letters import LetterKind
from events.plan import PlanError
from events.programme import Stage
from store_server.event_messages import CopyEvent, DiscardEvent
from store_server.handlers import tell_guests
from store_server.ports import ConflictError, NotFoundError
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.soiree import Soiree

ASKED = (Standing.INVITED, Standing.CONFIRMED, Standing.WAITING, Standing.OFFERED)
NOT_ASKED = (Standing.PROPOSED, Standing.REFUSED, Standing.LISTED)
DONE_WITH_IT = (Standing.DECLINED, Standing.CANCELLED)


def everybody(soiree: Soiree) -> None:
    for standing in Standing:
        soiree.guest(standing.value, standing)


def test_a_cancelled_event_tells_every_guest_who_was_asked(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    everybody(soiree)
    soiree.move(Stage.CANCELLED)
    assert soiree.letters() == [(LetterKind.CANCELLED, one.value) for one in ASKED]


def test_a_cancelled_event_leaves_no_pass_that_opens_a_door(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    guest = soiree.guest("Noor")
    soiree.move(Stage.CANCELLED)
    with shop.storage.store.begin() as uow:
        assert uow.passes.standing_of(guest.id) is None
        assert all(one.revoked_at for one in uow.passes.of_event(soiree.id))


def test_a_moved_event_tells_every_guest_who_was_asked(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    everybody(soiree)
    soiree.amend(starts=soiree.at(24), ends=soiree.at(27))
    offered = (LetterKind.OFFER, Standing.WAITING.value)  # there is a place, as there was before
    told = [(LetterKind.MOVED, one.value) for one in ASKED]
    assert sorted(soiree.letters()) == sorted([*told, offered])


def test_moved_twice_the_guest_hears_once_of_where_they_thought_it_was(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    guest = soiree.guest("Noor")
    first = soiree.event.starts
    soiree.amend(starts=soiree.at(24), ends=soiree.at(27))
    soiree.amend(starts=soiree.at(1), ends=soiree.at(4))
    with shop.storage.store.begin() as uow:
        (letter,) = uow.letters.waiting_for(guest.id)
    assert letter.facts["before"] == first.isoformat()


def test_another_zone_is_a_move_and_another_dress_code_is_none(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    soiree.guest("Noor")
    soiree.amend(dress_codes={"fr": "Tenue de ville"}, capacity=60)
    assert soiree.letters() == []
    soiree.amend(zone="terrace")
    assert soiree.letters() == [(LetterKind.MOVED, "Noor")]


def test_only_the_session_that_moved_is_told(shop: Shop) -> None:
    soiree = Soiree.planned(shop, opened=False)
    sessions = tuple(SessionPlan(n, soiree.at(n), soiree.at(n + 0.5), 12) for n in (1, 2))
    soiree.amend(sessions=sessions)
    soiree.move(Stage.OPEN)
    for number in (1, 2):
        soiree.guest(f"Guest{number}", session=number)
    soiree.amend(sessions=(sessions[0], SessionPlan(2, soiree.at(2.25), soiree.at(2.75), 12)))
    assert soiree.letters() == [(LetterKind.MOVED, "Guest2")]


def test_a_session_that_guests_are_in_is_not_taken_away(shop: Shop) -> None:
    soiree = Soiree.planned(shop, opened=False)
    sessions = tuple(SessionPlan(n, soiree.at(n), soiree.at(n + 0.5), 12) for n in (1, 2))
    soiree.amend(sessions=sessions)
    soiree.move(Stage.OPEN)
    soiree.guest("Noor", session=2)
    for left in (sessions[:1], ()):
        with pytest.raises(PlanError) as refused:
            soiree.amend(sessions=left, capacity=12)
        assert refused.value.field == "sessions"
    assert soiree.event.sessions == sessions


def test_the_pass_of_a_moved_event_opens_its_new_door_times(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    guest = soiree.guest("Noor")
    soiree.amend(starts=soiree.at(24), ends=soiree.at(27))
    with shop.storage.store.begin() as uow:
        granted = uow.passes.standing_of(guest.id)
    assert granted is not None
    assert granted.valid_until == soiree.event.ends


def test_who_had_a_plain_pass_gets_a_live_one(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    guest = soiree.guest("Noor")
    soiree.amend(rules=Rules(live_pass=True))
    with shop.storage.store.begin() as uow:
        granted = uow.passes.standing_of(guest.id)
    assert granted is not None
    assert granted.live
    assert soiree.letters() == [(LetterKind.NEW_PASS, "Noor")]


def test_a_draft_moves_in_silence(shop: Shop) -> None:
    soiree = Soiree.planned(shop, opened=False)
    soiree.guest("Noor", Standing.LISTED)
    soiree.amend(starts=soiree.at(24), ends=soiree.at(27))
    assert soiree.letters() == []


def test_a_template_is_copied_to_its_day_and_opened(shop: Shop) -> None:
    first = Soiree.planned(shop, products=("Flacon no. 7",))
    template = Soiree(shop, shop.bus.ask(CopyEvent(first.id, template=True)))
    assert template.event.template
    next_year = first.at(365 * 24)
    copy = Soiree(shop, shop.bus.ask(CopyEvent(template.id, next_year)))
    assert (copy.event.starts, copy.event.template) == (next_year, False)
    assert copy.event.products == ("Flacon no. 7",)
    assert len({first.event.number, template.event.number, copy.event.number}) == 3
    copy.move(Stage.OPEN)
    assert copy.event.stage is Stage.OPEN


def test_a_copy_has_nobody_on_its_list(shop: Shop) -> None:
    first = Soiree.planned(shop)
    first.guest("Noor")
    copy = Soiree(shop, shop.bus.ask(CopyEvent(first.id, first.at(24))))
    with shop.storage.store.begin() as uow:
        assert uow.guests.of_event(copy.id) == []


def test_a_draft_is_thrown_away_and_what_has_guests_or_was_opened_is_not(shop: Shop) -> None:
    draft = Soiree.planned(shop, opened=False)
    shop.bus.ask(DiscardEvent(draft.id))
    with pytest.raises(NotFoundError):
        _ = draft.event
    listed = Soiree.planned(shop, opened=False)
    listed.guest("Noor", Standing.LISTED)
    for kept in (listed, Soiree.planned(shop)):
        with pytest.raises(ConflictError):
            shop.bus.ask(DiscardEvent(kept.id))
        assert kept.event


def test_a_draft_is_thrown_away_and_nobody_fails_who_hears_of_it(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    draft = Soiree.planned(shop, opened=False)
    shop.bus.ask(DiscardEvent(draft.id))
    shop.passes(5)
    assert caplog.records == []


def test_a_move_that_is_refused_tells_nobody(shop: Shop) -> None:
    soiree = Soiree.planned(shop)
    soiree.guest("Noor")
    with pytest.raises(PlanError):
        soiree.amend(starts=soiree.at(24), ends=soiree.at(23))
    assert soiree.letters() == []


def test_all_hear_of_it_in_one_transaction_or_nobody_does(shop: Shop) -> None:
    """As after a power cut: what was told is in the database with what it tells of."""
    soiree = Soiree.planned(shop)
    soiree.guest("Noor")
    soiree.amend(starts=soiree.at(24), ends=soiree.at(24) + timedelta(hours=3))
    shop.killed_and_restarted()
    assert soiree.letters() == [(LetterKind.MOVED, "Noor")]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(tell_guests, "TOLD_AT_ONCE", 2)
    return 2


def test_a_long_list_hears_of_a_move_in_parts_and_all_of_it_after_a_restart(
    shop: Shop, in_parts: int
) -> None:
    soiree = Soiree.planned(shop)
    names = [f"Guest {number}" for number in range(5)]
    for name in names:
        soiree.guest(name)
    soiree.amend(starts=soiree.at(24), ends=soiree.at(24) + timedelta(hours=3))
    assert len(soiree.letters()) == in_parts
    shop.killed_and_restarted()
    for heard in (4, 5, 5):
        shop.bus.tick()
        assert len(soiree.letters()) == heard
    assert sorted(soiree.letters()) == [(LetterKind.MOVED, name) for name in names]


def test_moved_again_while_half_have_heard_each_hears_once_of_where_they_thought_it_was(
    shop: Shop, in_parts: int
) -> None:
    soiree = Soiree.planned(shop)
    for number in range(4):
        soiree.guest(f"Guest {number}")
    thought = soiree.event.starts.isoformat()
    for hours in (24, 48):
        soiree.amend(starts=soiree.at(hours), ends=soiree.at(hours) + timedelta(hours=3))
    for _ in range(6):
        shop.bus.tick()
    with shop.storage.store.begin() as uow:
        for guest in uow.guests.of_event(soiree.id):
            (waiting,) = uow.letters.waiting_for(guest.id)
            assert waiting.facts["before"] == thought
        assert not uow.tellings.all()


def test_a_cancelled_event_voids_every_pass_of_a_long_list(shop: Shop, in_parts: int) -> None:
    soiree = Soiree.planned(shop)
    for number in range(5):
        soiree.guest(f"Guest {number}")
    soiree.move(Stage.CANCELLED)
    for _ in range(4):
        shop.bus.tick()
    assert [kind for kind, _ in soiree.letters()] == [LetterKind.CANCELLED] * 5
