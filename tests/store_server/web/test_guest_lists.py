"""The guest list over REST: filled, invited, answered by link, and never oversold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.views import PurchaseView
from tests.store_server.web.boutique import OPENING, Boutique
from tests.store_server.web.guests import GuestList
from tests.store_server.web.programme import planned


def test_a_guest_is_added_invited_and_accepts_by_their_link(boutique: Boutique) -> None:
    soiree = GuestList(boutique, rules={"plus_ones": 1})
    (token,) = soiree.invite("Noor")
    invitation = soiree.guest.get(f"/invitations/{token}").json
    assert (invitation["given_name"], invitation["standing"]) == ("Noor", "invited")
    assert (invitation["plus_ones"], invitation["may_answer"]) == (1, True)
    answered = soiree.accept(token, companions=["Lina"])
    assert (answered["standing"], answered["companions"]) == ("confirmed", ["Lina"])
    (places,) = soiree.read()["places"]
    assert (places["confirmed"], places["left"]) == (2, 22)
    assert soiree.letters() == [("invitation", "Noor"), ("confirmed", "Noor")]


def test_the_last_place_goes_once_and_the_next_guest_waits(boutique: Boutique) -> None:
    soiree = GuestList(boutique, capacity=1)
    first, second = soiree.invite("Ann", "Bea")
    assert soiree.accept(first)["standing"] == "confirmed"
    assert soiree.manager.get(soiree.path).json["stage"] == "full"
    assert soiree.accept(second)["standing"] == "waiting"
    assert soiree.line("Bea")["turn"] == 1
    soiree.decline(first)
    assert soiree.standings() == {"Ann": "cancelled", "Bea": "offered"}
    assert soiree.accept(second)["standing"] == "confirmed"


def test_the_same_answer_again_changes_nothing_and_writes_nothing(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    soiree.accept(token)
    before, written = boutique.journal(), soiree.letters()
    assert soiree.accept(token)["standing"] == "confirmed"
    assert (boutique.journal(), soiree.letters()) == (before, written)


def test_a_guest_who_cancels_has_no_pass_from_then_on(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    soiree.accept(token)
    guest_id = soiree.line("Noor")["id"]
    with boutique.storage.store.begin() as uow:
        assert uow.passes.standing_of(guest_id) is not None
    assert soiree.decline(token)["standing"] == "cancelled"
    with boutique.storage.store.begin() as uow:
        assert uow.passes.standing_of(guest_id) is None


def test_c25_a_name_that_is_corrected_leaves_the_pass_as_it_is(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    soiree.accept(token)
    guest_id = soiree.line("Noor")["id"]
    with boutique.storage.store.begin() as uow:
        before = uow.passes.standing_of(guest_id)
    changed = soiree.manager.patch(f"/guests/{guest_id}", {"given_name": "Nour"})
    assert changed.json["display_name"] == "Nour"
    with boutique.storage.store.begin() as uow:
        assert uow.passes.standing_of(guest_id) == before
    assert soiree.guest.get(f"/invitations/{token}").json["standing"] == "confirmed"


def test_the_answer_is_refused_with_a_reason_that_the_page_can_say(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    too_many = soiree.guest.put(
        f"/invitations/{token}/answer", {"coming": True, "companions": ["A", "B"]}
    )
    assert (too_many.status_code, too_many.json["extra"]["reason"]) == (409, "too_many")
    soiree.manager.post(f"{soiree.path}/stage", {"stage": "cancelled"})
    over = soiree.guest.put(f"/invitations/{token}/answer", {"coming": True})
    assert over.json["extra"]["reason"] == "over"
    assert soiree.guest.get(f"/invitations/{token}").json["cancelled"] is True


def test_nobody_is_invited_to_a_draft_and_nobody_twice(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    soiree.invite("Noor")
    again = soiree.manager.post(f"{soiree.path}/invitations", {}).json
    assert (again["by_letter"], again["by_hand"]) == ([], [])
    assert soiree.letters() == [("invitation", "Noor")]
    draft = planned(soiree.manager)["id"]
    soiree.manager.post(f"/events/{draft}/guests", {"given_name": "Ann"})
    assert soiree.manager.post(f"/events/{draft}/invitations", {}).status_code == 409


def test_who_has_no_address_is_given_their_link_by_hand(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    guest = soiree.add("Noor", email="")
    invited = soiree.manager.post(f"{soiree.path}/invitations", {}).json
    assert (invited["by_letter"], invited["by_hand"]) == ([], [guest["id"]])
    assert soiree.accept(soiree.token(guest["id"]))["standing"] == "confirmed"


def test_clients_come_to_the_list_once_and_are_written_to_while_they_agree(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    agrees = boutique.client("Ana", email="ana@clients.example", tier="vip")
    silent = boutique.client("Bea", email="bea@clients.example")
    boutique.bus.ask(ask.GiveConsent(agrees, Purpose.EVENTS, "signed", "1"))
    body = {"client_ids": [agrees, silent, agrees]}
    assert soiree.manager.post(f"{soiree.path}/guests/clients", body).json == {"added": 2}
    assert soiree.manager.post(f"{soiree.path}/guests/clients", body).json == {"added": 0}
    invited = soiree.manager.post(f"{soiree.path}/invitations", {}).json
    assert invited["by_letter"] == [soiree.line("Ana")["id"]]
    assert invited["by_hand"] == [soiree.line("Bea")["id"]]
    assert (soiree.line("Ana")["tier"], soiree.line("Ana")["priority"]) == ("vip", 2)
    assert soiree.letters() == [("invitation", "Ana")]


def test_the_same_guest_is_not_put_on_the_list_twice(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    soiree.add("Noor")
    body = {"given_name": " noor ", "email": "NOOR@guests.example"}
    assert soiree.manager.post(f"{soiree.path}/guests", body).status_code == 409
    soiree.add("Noor", email="another.noor@guests.example")
    assert len(soiree.read()["guests"]) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"given_name": "x" * 121}, "given_name"),
        ({"given_name": "Noor", "email": "nobody"}, "email"),
        ({"given_name": "Noor", "plus_ones": 51}, "plus_ones"),
        ({"given_name": "Noor", "standing": "confirmed"}, "standing"),
        ({}, "given_name"),
    ],
)
def test_a_line_that_is_wrong_says_where(
    boutique: Boutique, body: dict[str, object], field: str
) -> None:
    soiree = GuestList(boutique)
    refused = soiree.manager.post(f"{soiree.path}/guests", body)
    assert (refused.status_code, refused.json["field"]) == (422, field)
    assert soiree.read()["guests"] == []


def test_a_withdrawn_guest_loses_place_and_pass_and_may_be_invited_anew(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    (token,) = soiree.invite("Noor")
    soiree.accept(token)
    path = f"/guests/{soiree.line('Noor')['id']}/ruling"
    assert soiree.manager.post(path, {"ruling": "withdraw"}).json["standing"] == "cancelled"
    refused = soiree.guest.put(f"/invitations/{token}/answer", {"coming": True})
    assert refused.json["extra"]["reason"] == "not_invited"
    assert soiree.letters()[-1] == ("withdrawn", "Noor")
    assert soiree.manager.post(path, {"ruling": "relist"}).json["standing"] == "listed"
    soiree.manager.post(f"{soiree.path}/invitations", {})
    assert soiree.accept(token)["standing"] == "confirmed"


def test_who_might_be_invited_is_found_by_tier_taste_last_purchase_and_book(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    camille = boutique.associate("Camille")
    ana = boutique.client("Ana", tier="vip", tastes=["Jardin blanc"])
    bea = boutique.client("Bea", tier="client", primary_associate_id=camille)
    boutique.client("Élise", tier="client", tastes=["cuir"])
    bought = PurchaseView(OPENING.date() - timedelta(days=3), "Gants", 4200, "EUR", "Paris")
    with boutique.storage.store.begin() as uow:
        uow.history.add_purchase(bea, bought)
        uow.commit()
    soiree.manager.post(f"{soiree.path}/guests/clients", {"client_ids": [ana]})

    def found(**asked: str) -> list[str]:
        answer = soiree.manager.get(f"{soiree.path}/candidates", query_string=asked)
        return [one["display_name"].split()[0] for one in answer.json]

    assert found() == ["Ana", "Bea", "Élise"]  # the closest to the maison first
    assert found(tier="client") == ["Bea", "Élise"]
    assert found(taste="jardin") == ["Ana"]
    assert found(bought_since=str(OPENING.date() - timedelta(days=30))) == ["Bea"]
    assert found(bought_since=str(OPENING.date())) == []
    assert found(associate=camille) == ["Bea"]
    assert found(q="elise") == ["Élise"]
    listed = soiree.manager.get(f"{soiree.path}/candidates").json
    assert [one["on_list"] for one in listed] == [True, False, False]
