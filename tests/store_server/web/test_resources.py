"""What the operations do, where it is more than their handlers' own."""

from __future__ import annotations

import pytest

from devices.ble import eid_exchange
from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.storage.repositories.identities import EXCHANGE
from tests.store_server.web.boutique import Boutique


def test_a_new_client_is_found_by_name_and_not_recognised(boutique: Boutique) -> None:
    phone = boutique.person()
    made = phone.post(
        "/clients", {"given_name": " Zoé ", "family_name": "Moreau", "sizes": {"ring": "52"}}
    )
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/clients/{made.json['id']}")
    assert (made.json["given_name"], made.json["sizes"]) == ("Zoé", {"ring": "52"})
    assert [one["id"] for one in phone.get("/clients?q=zoe").json] == [made.json["id"]]
    assert phone.post(f"/clients/{made.json['id']}/here", {}).status_code == 409


def test_a_scanned_pass_finds_its_holder_or_nobody(boutique: Boutique) -> None:
    phone = boutique.person()
    client_id = boutique.client("Ana")
    boutique.bus.ask(ask.EnrolIdentity(client_id, "pass", key="ANA-0001"))
    for read in ("ANA-0001", "pass:ANA-0001", " ana-0001 "):
        assert [one["id"] for one in phone.get(f"/clients?code={read}").json] == [client_id]
    for read in ("ANA", "pass:", "https://example.org/?q=Ana"):
        assert phone.get("/clients", query_string={"code": read}).json == []
    assert phone.get(f"/clients?code={'x' * 201}").json["field"] == "code"


def test_what_is_left_out_of_a_change_stays(boutique: Boutique) -> None:
    phone = boutique.person()
    client_id = boutique.client("Ana", tastes=("gold",), note="a friend")
    changed = phone.patch(f"/clients/{client_id}", {"note": "", "birthday": "1990-05-12"})
    assert (changed.json["tastes"], changed.json["note"]) == (["gold"], "")
    assert changed.json["birthday"] == "1990-05-12"
    assert phone.patch(f"/clients/{client_id}", {"birthday": None}).json["birthday"] is None


def test_an_associate_who_is_not_one_is_refused(boutique: Boutique) -> None:
    phone = boutique.person()
    body = {"given_name": "A", "family_name": "B", "primary_associate_id": "nobody"}
    assert phone.post("/clients", body).status_code == 404


def test_every_look_at_a_card_is_audited(boutique: Boutique) -> None:
    phone = boutique.person()
    me, client_id = boutique.me(phone), boutique.client()
    boutique.arrives(client_id)
    phone.get(f"/clients/{client_id}")
    phone.get(f"/clients/{client_id}/card")
    phone.get("/signals")
    phone.get(f"/signals/{boutique.signal_of(me)}")
    looks = [what for who, what, whom in boutique.audited() if (who, whom) == (me, client_id)]
    assert looks == ["client.read", "card.read", "card.listed", "card.read"]


def test_the_audit_names_nobody(boutique: Boutique) -> None:
    phone = boutique.person("associate", "Camille")
    client_id = boutique.client("Anastasia")
    phone.get(f"/clients/{client_id}/card")
    written = str(boutique.audited())
    assert "Anastasia" not in written
    assert "Camille" not in written


def test_a_photo_is_shown_while_its_consent_stands(boutique: Boutique) -> None:
    phone = boutique.person()
    client_id = boutique.client()
    boutique.bus.ask(ask.GiveConsent(client_id, Purpose.PHOTO, "signed", "1"))
    with boutique.storage.store.begin() as uow:
        uow.history.set_photo(client_id, b"\xff\xd8 picture", "image/jpeg", boutique.clock.now())
        uow.commit()
    url = phone.get(f"/clients/{client_id}").json["photo_url"]
    shown = phone.client.get(url)
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    phone.delete(f"/clients/{client_id}/consents/photo")
    assert phone.client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "pass"}, "key"),
        ({"kind": "eddystone_eid"}, "secret_hex"),
        ({"kind": "eddystone_eid", "secret_hex": "12"}, "secret_hex"),
        ({"kind": "eddystone_eid", "secret_hex": "0" * 32, "exchange_hex": "0" * 64}, "secret_hex"),
        ({"kind": "irk", "key": "x"}, "secret_hex"),
        ({"kind": "irk", "secret_hex": "0" * 32, "exchange_hex": "0" * 64}, "exchange_hex"),
        ({"kind": "altbeacon", "key": "x", "secret_hex": "0" * 32}, "secret_hex"),
        ({"kind": "wifi", "key": "x"}, "kind"),
    ],
)
def test_a_beacon_needs_what_proves_it(
    boutique: Boutique, body: dict[str, str], field: str
) -> None:
    refused = boutique.person().post(f"/clients/{boutique.client()}/identities", body)
    assert (refused.status_code, refused.json["field"]) == (422, field)


def test_a_secret_goes_in_and_never_comes_out(boutique: Boutique) -> None:
    phone, client_id = boutique.person(), boutique.client()
    secret = "00112233445566778899aabbccddeeff"
    made = phone.post(
        f"/clients/{client_id}/identities", {"kind": "eddystone_eid", "secret_hex": secret}
    )
    assert made.status_code == 201
    assert secret not in made.text + phone.get(f"/clients/{client_id}").text


def test_a_rotating_beacon_is_registered_by_exchanging_halves(boutique: Boutique) -> None:
    phone, client_id = boutique.person(), boutique.client()
    url = f"/clients/{client_id}/identities"
    half = bytes.fromhex(phone.get("/identities/exchange").json["public_half_hex"])
    beacon = eid_exchange.new_private_half()
    body = {
        "kind": "eddystone_eid",
        "exchange_hex": eid_exchange.public_half(beacon).hex(),
        "exponent": 4,
    }
    identity_id = phone.post(url, body).json["id"]
    with boutique.storage.store.begin() as uow:
        known = {one.id: one for one in uow.identities.recognisable()}
    ours = boutique.storage.box.derive(EXCHANGE)
    assert eid_exchange.public_half(ours) == half
    key = eid_exchange.identity_key(ours, eid_exchange.public_half(beacon))
    assert known[identity_id].secret == key
    refused = phone.post(url, {"kind": "eddystone_eid", "exchange_hex": "0" * 64})
    assert refused.status_code == 409


def test_a_guest_is_welcomed_by_first_name_and_only_once(boutique: Boutique) -> None:
    kiosk = boutique.kiosk()
    host = boutique.associate("Camille")
    boutique.client("Ana", primary_associate_id=host, language="it")
    first = kiosk.post("/kiosk/pass", {"code": "Ana"}).json
    assert first == {
        "verdict": "welcome",
        "given_name": "Ana",
        "language": "it",
        "host": "Camille",
    }
    assert kiosk.post("/kiosk/pass", {"code": "pass:Ana"}).json["verdict"] == "already"


def test_a_guest_never_reads_why_not(boutique: Boutique) -> None:
    kiosk = boutique.kiosk()
    boutique.client("Ana", consent=False)
    moment = {"verdict": "moment", "given_name": "", "language": "", "host": ""}
    assert kiosk.post("/kiosk/pass", {"code": "Ana"}).json == moment
    assert kiosk.post("/kiosk/pass", {"code": "nobody"}).json == moment


def test_guessing_passes_ends_soon(boutique: Boutique) -> None:
    kiosk = boutique.kiosk()
    boutique.client("Ana")
    for number in range(20):
        assert kiosk.post("/kiosk/pass", {"code": f"guess {number}"}).status_code == 200
    assert kiosk.post("/kiosk/pass", {"code": "Ana"}).status_code == 429
    boutique.clock.passes(61)
    assert kiosk.post("/kiosk/pass", {"code": "Ana"}).json["verdict"] == "welcome"


def test_a_client_sees_and_changes_what_is_their_own(boutique: Boutique) -> None:
    client_id = boutique.client("Ana")
    own = boutique.client_phone(client_id)
    assert own.get("/my").json["id"] == client_id
    given = own.put("/my/consents/messages", {"text_version": "2"}).json["consents"]
    messages = next(one for one in given if one["purpose"] == "messages")
    assert (messages["stands"], messages["text_version"]) == (True, "2")
    withdrawn = own.delete("/my/consents/presence").json["consents"]
    assert not next(one for one in withdrawn if one["purpose"] == "presence")["stands"]


def test_a_device_whose_name_has_a_slash_is_placed(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    placed = manager.patch("/devices/espresense%2Fdoor", {"name": "Door", "zone": "entrance"})
    assert (placed.json["id"], placed.json["zone"]) == ("espresense/door", "entrance")
    assert manager.delete("/devices/espresense/door").status_code == 204
    assert manager.get("/devices").json == []


def test_not_now_tells_the_next(boutique: Boutique) -> None:
    first = boutique.associate("Camille")
    boutique.associate("Lena", languages=("fr",))
    phone = boutique.signed_in(first)
    boutique.arrives(boutique.client("Ana", primary_associate_id=first))
    signal_id = boutique.signal_of(first)
    assert phone.post(f"/signals/{signal_id}/decline", {"snooze_min": 3}).status_code == 422
    assert phone.post(f"/signals/{signal_id}/decline", {"snooze_min": 5}).status_code == 200


def test_a_signal_is_handed_over_to_a_colleague(boutique: Boutique) -> None:
    first, second = boutique.associate("Camille"), boutique.associate("Lena")
    phone = boutique.signed_in(first)
    boutique.arrives(boutique.client("Ana", primary_associate_id=first))
    signal_id = boutique.signal_of(first)
    phone.post(f"/signals/{signal_id}/claim", {"tap_id": "t"})
    handed = phone.post(
        f"/signals/{signal_id}/hand-over", {"to_id": second, "note": "she speaks Italian"}
    )
    assert handed.status_code == 200, handed.text
    assert boutique.signal_of(second) == signal_id


def test_health_is_a_word_for_anybody_and_parts_for_the_house(boutique: Boutique) -> None:
    assert boutique.browser().get("/health").json == {"status": "ok"}
    assert boutique.browser().get("/health/parts").status_code == 401


def test_a_signal_that_one_was_never_told_of_is_not_there(boutique: Boutique) -> None:
    told = boutique.associate("Camille")
    other = boutique.person("associate", "Lena")
    boutique.arrives(boutique.client("Ana", primary_associate_id=told))
    signal_id = boutique.signal_of(told)
    assert other.get(f"/signals/{signal_id}").status_code == 404
