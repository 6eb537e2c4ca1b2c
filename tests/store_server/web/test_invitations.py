"""A guest's own link: what it opens, what it keeps apart, and how long somebody may guess."""

from __future__ import annotations

from store_server import messages as ask
from store_server.domain.consent import Purpose
from tests.store_server.web.boutique import Boutique
from tests.store_server.web.guests import GuestList


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
