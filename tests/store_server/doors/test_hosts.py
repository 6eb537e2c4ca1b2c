"""The moment a guest is let in their host hears of it, and the arrival counts as presence."""

from __future__ import annotations

from typing import Any

from events.comings import Way
from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.views import SignalView
from tests.store_server.doors.evening import Evening


def signals(evening: Evening, associate_id: str) -> list[SignalView]:
    return list(evening.storage.queries.signals_for(associate_id))


def visits(evening: Evening) -> list[Any]:
    return list(evening.storage.queries.visits(open_only=False))


def test_the_host_of_a_guest_is_told_with_the_event(evening: Evening) -> None:
    camille, _yue = evening.associate("Camille"), evening.associate("Yue", languages=("en",))
    guest = evening.guest("Noor", host_id=camille, plus_ones=1)
    evening.show(evening.pass_of(guest))
    (signal,) = signals(evening, camille)
    assert signal.card is not None
    assert signal.card.display_name == "Noor Al-Sayed"
    assert signal.guest is not None
    assert signal.guest.guest_id == guest.id
    assert signal.guest.titles["en"] == "An evening in the garden"
    assert visits(evening) == []  # nobody's client: no presence is noted


def test_without_a_host_of_their_own_the_events_host_is_told(one_evening: Evening) -> None:
    camille = one_evening.associate("Camille", languages=("it",))
    one_evening.amend(host_id=camille)
    one_evening.show(one_evening.pass_of(one_evening.guest("Noor")))
    assert len(signals(one_evening, camille)) == 1


def test_a_client_who_may_be_recognised_is_here_and_has_one_card(evening: Evening) -> None:
    camille = evening.associate("Camille")
    client = evening.client("Ana")
    guest = evening.guest("Ana", client_id=client, host_id=camille)
    evening.show(evening.pass_of(guest))
    (visit,) = visits(evening)
    assert (visit.client_id, visit.whereabouts, visit.source) == (client, "here", "pass")
    (signal,) = signals(evening, camille)
    assert signal.card is not None
    assert signal.card.client_id == client


def test_c22_sensed_by_a_beacon_and_scanned_within_a_minute_is_one_arrival(
    evening: Evening,
) -> None:
    camille = evening.associate("Camille")
    client = evening.client("Ana", primary_associate_id=camille)
    evening.arrives(client)
    (before,) = signals(evening, camille)
    assert before.guest is None
    evening.clock.passes(40)
    evening.show(evening.pass_of(evening.guest("Ana", client_id=client)))
    (after,) = signals(evening, camille)
    assert after.id == before.id
    assert after.guest is not None
    assert len(visits(evening)) == 1
    assert evening.journal().count("ClientArrived") == 1


def test_without_the_consent_for_presence_no_visit_is_noted(one_evening: Evening) -> None:
    camille = one_evening.associate("Camille")
    client = one_evening.client("Ana", consent=False)
    guest = one_evening.guest("Ana", client_id=client, host_id=camille)
    one_evening.show(one_evening.pass_of(guest))
    assert visits(one_evening) == []
    (signal,) = signals(one_evening, camille)
    assert signal.card is not None
    assert (signal.card.client_id, signal.card.purchases) == ("", ())


def test_withdrawing_the_consent_takes_the_clients_card_away(one_evening: Evening) -> None:
    camille = one_evening.associate("Camille")
    client = one_evening.client("Ana")
    one_evening.show(
        one_evening.pass_of(one_evening.guest("Ana", client_id=client, host_id=camille))
    )
    one_evening.bus.ask(ask.WithdrawConsent(client, Purpose.PRESENCE))
    assert signals(one_evening, camille) == []


def test_the_host_is_told_once_however_often_the_guest_comes_and_goes(
    one_evening: Evening,
) -> None:
    camille = one_evening.associate("Camille")
    code = one_evening.pass_of(one_evening.guest("Noor", host_id=camille))
    one_evening.show(code)
    for way in (Way.OUT, Way.IN):
        one_evening.clock.passes(60)
        one_evening.show(code, way=way)
    kinds = [one.kind for one in one_evening.storage.queries.notices_after(camille, 0)]
    assert kinds == ["changed", "changed"]
    assert one_evening.journal().count("SignalRaised") == 1


def test_a_plus_one_who_comes_first_is_announced_and_the_guest_changes_the_same_card(
    one_evening: Evening,
) -> None:
    camille = one_evening.associate("Camille")
    code = one_evening.pass_of(one_evening.guest("Noor", host_id=camille, plus_ones=1))
    one_evening.show(code, plus_one=True)
    (first,) = signals(one_evening, camille)
    assert first.guest is not None
    assert first.guest.notes == ("plus_one_first",)
    one_evening.clock.passes(60)
    one_evening.show(code)
    (second,) = signals(one_evening, camille)
    assert second.id == first.id
    assert second.guest is not None
    assert second.guest.notes == ()


def test_an_admission_that_is_undone_calls_the_host_back(one_evening: Evening) -> None:
    camille = one_evening.associate("Camille")
    code = one_evening.pass_of(one_evening.guest("Noor", host_id=camille))
    answered = one_evening.show(code)
    scan = answered.kept.scan_id
    path = f"/events/{one_evening.event.id}/showings/{scan}/undo"
    assert one_evening.manager.post(path, {}).status_code == 200
    assert signals(one_evening, camille) == []
