"""Places under many hands at once, offers by the clock, and what two clients who are one keep."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from events.answering import AnswerRefusedError
from events.event import Rules
from events.guest import Guest, Standing
from events.guest_consent import GuestPurpose, Needs
from store_server import messages as ask
from store_server.admission_messages import Door, ShowPass
from store_server.event_messages import AmendEvent
from store_server.guest_messages import (
    AddClients,
    AddGuest,
    AnswerInvitation,
    GiveGuestConsent,
    InviteGuests,
    KeepNeeds,
    RuleOnGuest,
    Ruling,
    SetAllocation,
    WithdrawGuestConsent,
)
from store_server.handlers.answer_invitations import AnswerInvitations
from store_server.handlers.desk import Desk
from store_server.ports import ConflictError, StorageError
from store_server.web.tokens import fingerprint
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening

HANDS = 20


def lines(soiree: OpenEvening) -> dict[str, Guest]:
    with soiree.shop.storage.store.begin() as uow:
        return {one.given_name: one for one in uow.guests.of_event(soiree.event.id)}


def standings(soiree: OpenEvening) -> dict[str, str]:
    return {name: one.standing.value for name, one in lines(soiree).items()}


def answer(shop: Shop, guest: Guest, coming: bool = True, **more: Any) -> None:
    shop.bus.ask(AnswerInvitation(guest.id, coming, **more))


def at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Each from a thread of its own, all let go together; what each ended in."""
    ready = threading.Barrier(len(acts))

    def act(one: Callable[[], Any]) -> str:
        ready.wait(60)
        try:
            one()
        except (AnswerRefusedError, ConflictError, StorageError) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(act, acts))


def test_c13_twenty_who_accept_at_once_never_get_more_places_than_there_are(shop: Shop) -> None:
    """Without the bus: as from processes that know nothing of each other but the database."""
    soiree = OpenEvening(shop, capacity=7, rules=Rules(plus_ones=1))
    guests = [
        soiree.guest(f"Guest{number}", standing=Standing.INVITED, plus_ones=1)
        for number in range(HANDS)
    ]

    def accepting(guest: Guest, number: int) -> Callable[[], Any]:
        desk = Desk(shop.storage.store, shop.clock, [].append)
        companions = ("",) * (number % 2)
        command = AnswerInvitation(guest.id, True, companions)
        return lambda: AnswerInvitations(desk).answer(command)

    outcome = at_once([accepting(one, number) for number, one in enumerate(guests)])
    found = lines(soiree).values()
    people = sum(one.party for one in found if one.standing is Standing.CONFIRMED)
    assert set(outcome) <= {"done", "BusyError"}, outcome
    assert 6 <= people <= 7
    confirmed = [one for one in found if one.standing is Standing.CONFIRMED]
    with shop.storage.store.begin() as uow:
        assert len(uow.passes.of_event(soiree.event.id)) == len(confirmed)


def test_c13_one_freed_place_under_twenty_hands_is_one_place(shop: Shop) -> None:
    soiree = OpenEvening(shop, capacity=1)
    holder = soiree.guest("Holder", standing=Standing.INVITED)
    answer(shop, holder)
    guests = [soiree.guest(f"Guest{n}", standing=Standing.INVITED) for n in range(HANDS)]

    def acting(guest: Guest, coming: bool) -> Callable[[], Any]:
        desk = Desk(shop.storage.store, shop.clock, [].append)
        return lambda: AnswerInvitations(desk).answer(AnswerInvitation(guest.id, coming))

    at_once([acting(holder, False), *(acting(one, True) for one in guests)])
    held = [
        one
        for one in lines(soiree).values()
        if one.standing in (Standing.CONFIRMED, Standing.OFFERED)
    ]
    assert len(held) == 1


def test_c13_an_offer_that_passes_goes_to_the_next_by_the_clock(shop: Shop) -> None:
    soiree = OpenEvening(shop, capacity=1, rules=Rules(offer_lasts_min=60))
    ann, bea, cleo = (
        soiree.guest(name, standing=Standing.INVITED, priority=priority)
        for name, priority in (("Ann", 0), ("Bea", 10), ("Cleo", 0))
    )
    for guest in (ann, bea, cleo):
        answer(shop, guest)
    answer(shop, ann, coming=False)
    assert standings(soiree) == {"Ann": "cancelled", "Bea": "offered", "Cleo": "waiting"}
    shop.clock.passed_s += 3601
    shop.bus.tick()
    assert standings(soiree) == {"Ann": "cancelled", "Bea": "waiting", "Cleo": "offered"}
    answer(shop, cleo)
    assert standings(soiree)["Cleo"] == "confirmed"


def test_c13_a_guest_cancels_twenty_minutes_before_and_the_offer_ends_in_ten(shop: Shop) -> None:
    soiree = OpenEvening(shop, capacity=1)
    ann = soiree.guest("Ann", standing=Standing.INVITED)
    bea = soiree.guest("Bea", standing=Standing.INVITED)
    answer(shop, ann)
    answer(shop, bea)
    before = soiree.event.starts - shop.clock.now() - timedelta(minutes=20)
    shop.clock.passed_s += before.total_seconds()
    shop.bus.tick()
    answer(shop, ann, coming=False)
    offered = lines(soiree)["Bea"]
    assert offered.offer_until == soiree.event.starts - timedelta(minutes=10)
    shop.clock.passed_s += 11 * 60
    shop.bus.tick()
    assert standings(soiree)["Bea"] == "offered"  # nobody else waits: it is theirs once more
    shop.clock.passed_s += 20 * 60
    shop.bus.tick()
    assert standings(soiree)["Bea"] == "waiting"


def test_more_room_is_offered_to_who_waits(shop: Shop) -> None:
    soiree = OpenEvening(shop, capacity=1)
    guests = [soiree.guest(name, standing=Standing.INVITED) for name in ("Ann", "Bea")]
    for guest in guests:
        answer(shop, guest)
    shop.bus.ask(AmendEvent(soiree.event.id, {"capacity": 2}))
    assert standings(soiree) == {"Ann": "confirmed", "Bea": "offered"}


def test_a_power_cut_loses_no_answer_and_no_offer(shop: Shop) -> None:
    soiree = OpenEvening(shop, capacity=1)
    ann = soiree.guest("Ann", standing=Standing.INVITED)
    bea = soiree.guest("Bea", standing=Standing.INVITED)
    answer(shop, ann)
    answer(shop, bea)
    answer(shop, ann, coming=False)
    shop.killed_and_restarted(after_s=25 * 3600)
    shop.bus.tick()
    assert lines(soiree)["Bea"].missed == 1


def test_an_associate_proposes_within_their_allocation_and_the_manager_decides(
    shop: Shop,
) -> None:
    soiree = OpenEvening(shop)
    camille = shop.associate("Camille")
    propose = AddGuest(soiree.event.id, {"given_name": "Noor"}, camille, proposal=True)
    with pytest.raises(ConflictError, match="allocation"):
        shop.bus.ask(propose)
    shop.bus.ask(SetAllocation(soiree.event.id, camille, 1))
    noor = shop.bus.ask(propose)
    with pytest.raises(ConflictError, match="used up"):
        shop.bus.ask(AddGuest(soiree.event.id, {"given_name": "Mia"}, camille, proposal=True))
    assert lines(soiree)["Noor"].standing is Standing.PROPOSED
    assert shop.bus.ask(InviteGuests(soiree.event.id)).by_hand == ()
    shop.bus.ask(RuleOnGuest(noor, Ruling.REFUSE))
    mia = shop.bus.ask(AddGuest(soiree.event.id, {"given_name": "Mia"}, camille, proposal=True))
    shop.bus.ask(RuleOnGuest(mia, Ruling.APPROVE))
    assert standings(soiree) == {"Noor": "refused", "Mia": "listed"}
    assert lines(soiree)["Mia"].host_id == camille


def test_needs_are_sealed_and_go_with_their_consent_or_with_the_event(shop: Shop) -> None:
    soiree = OpenEvening(shop)
    ann, bea = soiree.guest("Ann"), soiree.guest("Bea")
    for guest in (ann, bea):
        shop.bus.ask(KeepNeeds(guest.id, "no nuts", "a chair by the door"))
    with shop.storage.engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed FROM guest_needs").scalars().all()
    assert len(sealed) == 2
    assert all(b"nuts" not in bytes(one) for one in sealed)
    shop.bus.ask(WithdrawGuestConsent(ann.id, GuestPurpose.NEEDS))
    with shop.storage.store.begin() as uow:
        assert uow.needs.of(ann.id) is None
        kept = uow.needs.of(bea.id)
    assert kept is not None
    assert kept.allergies == "no nuts"
    left = soiree.event.ends - shop.clock.now()
    shop.clock.passed_s += left.total_seconds() + 61
    shop.bus.tick()
    with shop.storage.store.begin() as uow:
        assert uow.needs.of(bea.id) is None
    with pytest.raises(ConflictError, match="over"):
        shop.bus.ask(KeepNeeds(bea.id, "no nuts"))


def test_a_reminder_goes_once_to_who_was_invited_before_it_was_due(shop: Shop) -> None:
    soiree = OpenEvening(shop, remind_at=shop.clock.now() + timedelta(days=3))
    soiree.guest("Ann", standing=Standing.INVITED, invited_at=shop.clock.now())
    soiree.guest("Bea", standing=Standing.DECLINED, invited_at=shop.clock.now())
    due = soiree.event.remind_at
    assert due is not None
    soiree.guest("Late", standing=Standing.INVITED, invited_at=due + timedelta(hours=1))
    for _ in range(2):
        shop.clock.passed_s += 3 * 24 * 3600 + 1800
        shop.bus.tick()
    with shop.storage.engine.connect() as connection:
        kinds = connection.exec_driver_sql("SELECT kind, guest_id FROM letters").all()
    assert [tuple(one) for one in kinds] == [("reminder", lines(soiree)["Ann"].id)]


def test_two_clients_who_are_one_are_one_guest_with_the_better_line(shop: Shop) -> None:
    soiree = OpenEvening(shop)
    kept, double = shop.client("Ana"), shop.client("Anna")
    shop.bus.ask(AddClients(soiree.event.id, (kept, double)))
    shop.bus.ask(InviteGuests(soiree.event.id))
    answer(shop, lines(soiree)["Anna"])
    ana = lines(soiree)["Ana"].id
    with shop.storage.store.begin() as uow:
        link = uow.links.token(ana)
        uow.commit()
    shop.bus.ask(ask.MergeClients(kept, double))
    found = lines(soiree)
    assert found["Anna"].standing is Standing.CONFIRMED
    assert found["Anna"].client_id == kept
    assert (found["Ana"].client_id, found["Ana"].same_as_id) == (None, found["Anna"].id)
    shown = shop.storage.guest_queries.list(soiree.event.id)
    assert [one.given_name for one in shown.guests] == ["Anna"]
    by_old_link = shop.storage.guest_queries.guest_by_link(fingerprint(link))
    assert by_old_link is not None
    assert by_old_link.id == found["Anna"].id


def test_two_who_confirmed_and_are_one_hold_one_place_and_both_passes_are_theirs(
    shop: Shop,
) -> None:
    soiree = OpenEvening(shop, capacity=2)
    kept, double = shop.client("Ana"), shop.client("Anna")
    shop.bus.ask(AddClients(soiree.event.id, (kept, double)))
    shop.bus.ask(InviteGuests(soiree.event.id))
    for name in ("Ana", "Anna"):
        answer(shop, lines(soiree)[name])
    shop.bus.ask(ask.MergeClients(kept, double))
    stays = lines(soiree)["Ana"]
    (places,) = shop.storage.guest_queries.list(soiree.event.id).places
    assert (places.confirmed, places.left) == (1, 1)
    with shop.storage.store.begin() as uow:
        assert {one.guest_id for one in uow.passes.of_event(soiree.event.id)} == {stays.id}
    answer(shop, stays, coming=False)
    with shop.storage.store.begin() as uow:
        assert uow.passes.standing_of(stays.id) is None


def test_what_happened_on_either_line_of_two_who_are_one_is_theirs(shop: Shop) -> None:
    """The line that goes was let in at the door, told of nuts, and agreed to photographs."""
    soiree = OpenEvening(shop)
    kept, double = shop.client("Ana"), shop.client("Anna")
    shop.bus.ask(AddClients(soiree.event.id, (kept, double)))
    shop.bus.ask(InviteGuests(soiree.event.id))
    for name in ("Ana", "Anna"):
        answer(shop, lines(soiree)[name])
    stays, goes = lines(soiree)["Ana"], lines(soiree)["Anna"]
    shop.bus.ask(KeepNeeds(stays.id, "no fish", "", "1", "told"))
    shop.bus.ask(KeepNeeds(goes.id, "no nuts", "a chair", "1", "told"))
    shop.bus.ask(GiveGuestConsent(stays.id, GuestPurpose.PHOTOS, "1", "told"))
    shop.bus.ask(GiveGuestConsent(goes.id, GuestPurpose.PHOTOS, "1", "told"))
    shop.clock.passed_s += 60
    shop.bus.ask(WithdrawGuestConsent(goes.id, GuestPurpose.PHOTOS))
    shown = ShowPass("s1", "gate", Door.LIST, guest_id=goes.id, by_id=shop.associate("Maud"))
    shop.clock.passed_s += (soiree.event.starts - shop.clock.now()).total_seconds()
    shop.bus.ask(shown)
    shop.bus.ask(ask.MergeClients(kept, double))
    door = shop.storage.door_queries.list_of(soiree.event.id)
    (line,) = [one for one in door.guests if one.id == stays.id]
    assert (line.inside, line.came, door.counts.inside) == (True, 1, 1)
    with shop.storage.store.begin() as uow:
        needs = uow.needs.of(stays.id)
        assert needs == Needs("no fish; no nuts", "a chair")
        assert not uow.guest_consents.stands(stays.id, GuestPurpose.PHOTOS)
        assert uow.guest_consents.stands(stays.id, GuestPurpose.NEEDS)
        assert [one.scan_id for one in uow.admissions.entries(stays.id)] == ["s1"]
    again = shop.bus.ask(replace(shown, scan_id="s2", gate="garden", guest_id=stays.id))
    assert again.kept.decision.verdict == "already"
