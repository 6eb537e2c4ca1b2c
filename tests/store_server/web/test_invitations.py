"""A guest's own link: what it opens, what it keeps apart, and how long somebody may guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store_server import messages as ask
from store_server.domain.consent import Purpose
from tests.store_server.web.boutique import Boutique
from tests.store_server.web.guests import GuestList
from tests.store_server.web.programme import STARTS
from tests.store_server.web.test_event_things import a_picture


def test_who_guesses_links_waits_and_learns_nothing(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    guesser = boutique.browser()
    for number in range(20):
        assert guesser.get(f"/invitations/guess-{number}").status_code == 404
    refused = guesser.get(f"/invitations/{token}")
    assert (refused.status_code, "Noor" in refused.text) == (429, False)
    boutique.clock.passes(601)
    assert guesser.get(f"/invitations/{token}").status_code == 200


def test_a_link_that_was_replaced_opens_nothing(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (old,) = soiree.invite("Noor")
    new = soiree.token(soiree.line("Noor")["id"], renew=True)
    assert soiree.guest.get(f"/invitations/{old}").status_code == 404
    assert soiree.guest.get(f"/invitations/{new}").status_code == 200


def test_needs_are_read_by_their_host_and_the_manager_and_each_look_is_audited(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    host, other = boutique.person(name="Camille"), boutique.person(name="Yasmine")
    (token,) = soiree.invite("Noor", host_id=boutique.me(host))
    told = soiree.guest.put(f"/invitations/{token}/needs", {"allergies": "no nuts"}).json
    assert told["allergies"] == "no nuts"
    guest_id = soiree.line("Noor")["id"]
    assert host.get(f"/guests/{guest_id}/needs").json["allergies"] == "no nuts"
    assert other.get(f"/guests/{guest_id}/needs").status_code == 404
    assert soiree.manager.get(f"{soiree.path}/needs").json[0]["allergies"] == "no nuts"
    looks = [(what, whom) for _, what, whom in boutique.audited() if what.startswith("needs.")]
    assert looks == [("needs.read", guest_id), ("needs.listed", soiree.event["id"])]
    assert "nuts" not in soiree.manager.get(f"{soiree.path}/guests").text


def test_what_a_guest_agreed_to_is_taken_back_in_one_tap(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    page = f"/invitations/{token}"
    soiree.guest.put(f"{page}/needs", {"access": "a chair"})
    agreed = soiree.guest.put(f"{page}/consents/photos", {}).json["consents"]
    assert {one["purpose"]: one["stands"] for one in agreed} == {
        "needs": True,
        "photos": True,
        "events": False,
    }
    left = soiree.guest.delete(f"{page}/consents/needs").json
    assert (left["access"], left["consents"][0]["stands"]) == ("", False)
    assert soiree.line("Noor")["told_needs"] is False


def test_a_clients_consent_for_events_is_the_one_in_the_book(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    client_id = boutique.client("Ana", email="ana@clients.example")
    boutique.bus.ask(ask.GiveConsent(client_id, Purpose.EVENTS, "signed", "1"))
    soiree.manager.post(f"{soiree.path}/guests/clients", {"client_ids": [client_id]})
    soiree.manager.post(f"{soiree.path}/invitations", {})
    token = soiree.token(soiree.line("Ana")["id"])
    soiree.guest.delete(f"/invitations/{token}/consents/events")
    stands = {
        one["purpose"]: one["stands"]
        for one in soiree.manager.get(f"/clients/{client_id}").json["consents"]
    }
    assert stands["events"] is False


def test_an_associate_sees_their_own_guests_and_nobody_elses(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    camille = boutique.person(name="Camille")
    me = boutique.me(camille)
    soiree.manager.put(f"{soiree.path}/allocations/{me}", {"guests": 1})
    soiree.invite("Noor")
    (mine,) = camille.post(f"{soiree.path}/proposals", {"given_name": "Lina"}).json
    assert (mine["allocation"], mine["used"]) == (1, 1)
    assert [one["given_name"] for one in mine["guests"]] == ["Lina"]
    assert camille.post(f"{soiree.path}/proposals", {"given_name": "Mia"}).status_code == 409
    theirs = soiree.line("Noor")["id"]
    assert camille.post(f"/guests/{theirs}/link", {}).status_code == 404
    assert camille.post(f"/guests/{theirs}/answer", {"coming": True}).status_code == 404


def test_html_in_a_name_is_a_name(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("<b>Noor</b>", email="noor@guests.example")
    shown = soiree.guest.get(f"/invitations/{token}")
    assert (shown.json["given_name"], shown.content_type) == ("<b>Noor</b>", "application/json")


@pytest.mark.parametrize("live", [False, True])
def test_who_confirms_finds_their_pass_on_their_page(boutique: Boutique, live: bool) -> None:
    soiree = GuestList(boutique, rules={"live_pass": live})
    (token,) = soiree.invite("Noor")
    before = soiree.guest.get(f"/invitations/{token}").json
    assert before["pass_number"] is None
    shown = soiree.accept(token)
    assert (shown["pass_number"] is None, shown["live_pass"]) == (False, live)
    assert soiree.decline(token)["pass_number"] is None


def test_the_picture_of_an_event_is_on_its_guests_page_by_their_link_alone(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    page = f"/invitations/{token}"
    assert soiree.guest.get(page).json["picture"] == ""
    assert soiree.guest.get(f"{page}/picture").status_code == 404
    soiree.manager.put(f"{soiree.path}/picture", data=a_picture(), content_type="image/jpeg")
    assert soiree.guest.get(page).json["picture"]
    picture = soiree.guest.get(f"{page}/picture")
    assert (picture.status_code, picture.content_type) == (200, "image/jpeg")
    assert soiree.guest.get("/invitations/guessed/picture").status_code == 404


def test_needs_are_not_asked_for_after_the_end_and_can_be_taken_back(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    soiree.accept(token)
    needs = f"/invitations/{token}/needs"
    assert soiree.guest.put(needs, {"allergies": "no nuts"}).status_code == 200
    boutique.clock.passes((STARTS + timedelta(hours=5) - boutique.clock.now()).total_seconds())
    assert soiree.guest.put(needs, {"allergies": "shellfish"}).status_code == 409
    left = soiree.guest.put(needs, {}).json
    assert (left["allergies"], left["may_leave"]) == ("", False)


def test_a_host_says_yes_for_their_guest_to_one_of_the_sessions(boutique: Boutique) -> None:
    hours = [STARTS + timedelta(hours=after) for after in (0, 1, 2)]
    sessions = [
        {"number": 1, "starts": hours[0].isoformat(), "ends": hours[1].isoformat(), "capacity": 1},
        {"number": 2, "starts": hours[1].isoformat(), "ends": hours[2].isoformat(), "capacity": 4},
    ]
    soiree = GuestList(boutique, sessions=sessions)
    camille = boutique.person(name="Camille")
    (token, _) = soiree.invite("Mia", "Noor", host_id=boutique.me(camille))
    soiree.accept(token, session=1)
    (mine,) = camille.get("/my-guests").json
    assert [(one["number"], one["full"]) for one in mine["sessions"]] == [(1, True), (2, False)]
    noor = soiree.line("Noor")["id"]
    said = camille.post(f"/guests/{noor}/answer", {"coming": True, "session": 2})
    assert said.status_code == 200, said.text
    assert (soiree.line("Noor")["standing"], soiree.line("Noor")["session"]) == ("confirmed", 2)
