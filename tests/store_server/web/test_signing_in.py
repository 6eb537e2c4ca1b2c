"""Pairing a device once, and a person's PIN after that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store_server.domain.typed_code import ALPHABET
from store_server.settings import Settings
from store_server.web.tokens import read_code, shown
from tests.store_server.web.boutique import API, PIN, Boutique


def test_a_pairing_code_is_eight_letters_of_twenty(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk").code
    assert len(set(ALPHABET)) == 20
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set(ALPHABET)


@pytest.mark.parametrize("typed", ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "BcDf-gHjK"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "BCDFGHJK"
    assert shown("BCDFGHJK") == "BCDF-GHJK"


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDFGHJKL", "ABCD-EFGH", "BCDF-GHJ0", "…"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_the_address_of_a_pairing_holds_the_code_in_its_fragment(boutique: Boutique) -> None:
    offer = boutique.web.pairings.create("kiosk")
    assert offer.url.endswith(f"/pair#{offer.code}")


def test_a_code_is_used_once(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk").code
    assert boutique.browser().post("/auth/pair", {"code": code}).status_code == 200
    refused = boutique.browser().post("/auth/pair", {"code": code})
    assert refused.status_code == 401
    assert refused.json["type"].endswith("#problem-wrong-code")


def test_a_code_ends_after_ten_minutes(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk").code
    boutique.clock.passes(601)
    assert boutique.browser().post("/auth/pair", {"code": code}).status_code == 401


def test_a_code_may_be_made_for_several_uses_and_a_longer_time(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk", valid=timedelta(hours=2), uses=2).code
    boutique.clock.passes(3600)
    for status in (200, 200, 401):
        assert boutique.browser().post("/auth/pair", {"code": code}).status_code == status


def test_the_code_itself_is_never_stored(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk").code
    boutique.storage.engine.dispose()
    kept = (boutique.settings.data_dir / "accueil.db").read_bytes()
    wal = boutique.settings.data_dir / "accueil.db-wal"
    kept += wal.read_bytes() if wal.exists() else b""
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept


def test_ten_wrong_codes_are_the_last_for_a_while(boutique: Boutique) -> None:
    guesser = boutique.browser()
    for _ in range(10):
        assert guesser.post("/auth/pair", {"code": "BCDF-GHJK"}).status_code == 401
    code = boutique.web.pairings.create("kiosk", valid=timedelta(hours=1)).code
    refused = guesser.post("/auth/pair", {"code": code})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    boutique.clock.passes(601)
    assert guesser.post("/auth/pair", {"code": code}).status_code == 200


def test_the_cookies_are_out_of_a_scripts_reach(boutique: Boutique) -> None:
    browser = boutique.browser()
    code = boutique.web.pairings.create("associate", associate_id=boutique.associate()).code
    paired = browser.post("/auth/pair", {"code": code})
    entered = browser.post("/auth/pin", {"pin": PIN, "new": True})
    for header in (paired.headers["Set-Cookie"], entered.headers["Set-Cookie"]):
        assert "HttpOnly" in header
        assert "SameSite=Strict" in header


def test_over_tls_cookies_and_answers_stay_there(settings: Settings) -> None:
    boutique = Boutique(replace(settings, public_url="https://accueil.example")).open()
    code = boutique.web.pairings.create("associate", associate_id=boutique.associate()).code
    browser = boutique.browser()
    paired = browser.post("/auth/pair", {"code": code})
    entered = browser.client.post(
        f"{API}/auth/pin", json={"pin": PIN, "new": True}, base_url="https://localhost"
    )
    for answer in (paired, entered):
        assert "; Secure;" in answer.headers["Set-Cookie"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    boutique.close()


def test_a_browser_is_told_what_it_is_to_the_house_and_never_refused(boutique: Boutique) -> None:
    nobody = boutique.browser().get("/auth/who")
    assert (nobody.status_code, nobody.json) == (200, {"me": None, "phone": None, "kinds": []})
    lena = boutique.associate("Lena")
    phone = boutique.phone_of(lena)
    before = phone.get("/auth/who").json
    assert (before["me"], before["phone"]["pin_is_set"]) == (None, False)
    phone.post("/auth/pin", {"pin": PIN, "new": True})
    signed_in = phone.get("/auth/who").json
    assert signed_in["me"]["associate"]["id"] == lena
    assert signed_in["kinds"] == ["associate"]
    assert boutique.kiosk().get("/auth/who").json["kinds"] == ["kiosk"]


def test_a_phone_says_whether_its_owner_has_a_pin(boutique: Boutique) -> None:
    associate_id = boutique.associate("Camille")
    phone = boutique.phone_of(associate_id)
    first = phone.get("/auth/device").json
    assert first == {
        "kind": "associate",
        "home": "/associate",
        "needs_pin": True,
        "pin_is_set": False,
        "associate_name": "Camille",
        "strong": "none",
    }
    unknown = phone.get("/auth/me")
    assert unknown.status_code == 401
    assert unknown.json["type"].endswith("#problem-pin-needed")
    assert unknown.json["extra"] == {"paired": True, "pin_is_set": False}


def test_the_first_pin_is_chosen_and_then_asked_for(boutique: Boutique) -> None:
    associate_id = boutique.associate()
    phone = boutique.phone_of(associate_id)
    assert phone.post("/auth/pin", {"pin": PIN}).status_code == 409
    me = phone.post("/auth/pin", {"pin": PIN, "new": True})
    assert me.json["associate"]["id"] == associate_id
    second = boutique.phone_of(associate_id)
    assert second.post("/auth/pin", {"pin": "1111", "new": True}).status_code == 409
    assert second.post("/auth/pin", {"pin": PIN}).status_code == 200


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "\uff11\uff12\uff13\uff14"])
def test_a_pin_is_four_to_eight_digits(boutique: Boutique, pin: str) -> None:
    phone = boutique.phone_of(boutique.associate())
    refused = phone.post("/auth/pin", {"pin": pin, "new": True})
    assert refused.status_code == 422
    assert refused.json["field"] == "pin"


def test_a_pin_is_of_no_use_without_a_paired_phone(boutique: Boutique) -> None:
    boutique.person()
    assert boutique.browser().post("/auth/pin", {"pin": PIN}).status_code == 401


def test_five_wrong_pins_lock_it_for_longer_and_longer(boutique: Boutique) -> None:
    associate_id = boutique.associate()
    boutique.signed_in(associate_id)
    phone = boutique.phone_of(associate_id)
    for left in (4, 3, 2, 1):
        wrong = phone.post("/auth/pin", {"pin": "000000"})
        assert (wrong.status_code, wrong.json["extra"]["tries_left"]) == (401, left)
    assert phone.post("/auth/pin", {"pin": "000000"}).headers["Retry-After"] == "30"
    assert phone.post("/auth/pin", {"pin": PIN}).status_code == 429
    boutique.clock.passes(31)
    assert phone.post("/auth/pin", {"pin": "000000"}).headers["Retry-After"] == "60"
    boutique.clock.passes(61)
    assert phone.post("/auth/pin", {"pin": PIN}).status_code == 200


def test_a_right_pin_forgives_the_wrong_ones(boutique: Boutique) -> None:
    associate_id = boutique.associate()
    phone = boutique.signed_in(associate_id)
    for _ in range(3):
        phone.post("/auth/pin", {"pin": "000000"})
        assert phone.post("/auth/pin", {"pin": PIN}).status_code == 200
    assert boutique.storage.accounts.pin_of(associate_id).failures == 0


def test_a_session_ends_after_half_a_day_of_silence(boutique: Boutique) -> None:
    phone = boutique.person()
    boutique.clock.passes(11 * 3600)
    assert phone.get("/auth/me").status_code == 200
    boutique.clock.passes(11 * 3600)
    assert phone.get("/auth/me").status_code == 200
    boutique.clock.passes(12 * 3600 + 1)
    assert phone.get("/auth/me").status_code == 401


def test_signing_out_leaves_the_phone_paired(boutique: Boutique) -> None:
    phone = boutique.person()
    assert phone.post("/auth/sign-out").status_code == 204
    assert phone.get("/auth/me").json["type"].endswith("#problem-pin-needed")
    assert phone.get("/auth/device").status_code == 200


def test_a_session_is_of_no_use_on_another_device(boutique: Boutique) -> None:
    phone = boutique.person()
    other = boutique.phone_of(boutique.associate("Other"))
    other.client.set_cookie("accueil_session", phone.cookie("accueil_session"))
    assert other.get("/auth/me").status_code == 401


def test_a_manager_pairs_a_colleagues_phone(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    associate_id = boutique.associate("Lena")
    offer = manager.post("/pairings", {"kind": "associate", "associate_id": associate_id})
    assert offer.status_code == 201
    paired = boutique.browser().post("/auth/pair", {"code": offer.json["code"]})
    assert paired.json["associate_name"] == "Lena"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "associate"}, 422),
        ({"kind": "client"}, 422),
        ({"kind": "associate", "associate_id": "nobody"}, 404),
        ({"kind": "client", "client_id": "nobody"}, 404),
        ({"kind": "gateway"}, 422),
    ],
)
def test_a_pairing_needs_whom_it_is_for(
    boutique: Boutique, body: dict[str, str], status: int
) -> None:
    assert boutique.person("manager").post("/pairings", body).status_code == status


def test_a_revoked_phone_is_a_strangers(boutique: Boutique) -> None:
    manager, phone = boutique.person("manager"), boutique.person("associate", "Lena")
    devices = manager.get("/paired-devices").json
    lenas = next(one for one in devices if one["associate_id"] == boutique.me(phone))
    assert manager.delete(f"/paired-devices/{lenas['id']}").status_code == 204
    assert phone.get("/auth/me").json["type"].endswith("#problem-not-signed-in")
    assert manager.delete(f"/paired-devices/{lenas['id']}").status_code == 404


def test_the_list_of_paired_devices_says_whose_and_when_last_used(boutique: Boutique) -> None:
    manager = boutique.person("manager", "Hélène")
    boutique.clock.passes(1)
    kiosk = boutique.kiosk()
    boutique.clock.passes(1)
    own = boutique.client_phone(boutique.client("Ana"))
    boutique.clock.passes(1)
    boutique.kiosk()
    used_at = boutique.clock.now()
    for browser in (kiosk, own):
        browser.get("/auth/device")
    boutique.clock.passes(3600)
    kiosk.get("/auth/device")
    listed = manager.get("/paired-devices").json
    holder = manager.get("/clients?q=ana").json[0]["display_name"]
    assert [(one["kind"], one["holder"], one["current"]) for one in listed] == [
        ("kiosk", "", False),
        ("client", holder, False),
        ("kiosk", "", False),
        ("associate", "Hélène", True),
    ]
    never, clients, kiosks, managers = (one["last_used_at"] for one in listed)
    assert never is None
    assert datetime.fromisoformat(clients) == used_at
    assert datetime.fromisoformat(kiosks) == boutique.clock.now()
    assert datetime.fromisoformat(managers) == boutique.clock.now()


def test_a_pin_that_was_reset_is_chosen_anew(boutique: Boutique) -> None:
    manager, associate_id = boutique.person("manager"), boutique.associate("Lena")
    phone = boutique.signed_in(associate_id)
    assert manager.delete(f"/associates/{associate_id}/pin").status_code == 204
    assert phone.get("/auth/me").json["extra"]["pin_is_set"] is False
    assert phone.post("/auth/pin", {"pin": "1357", "new": True}).status_code == 200


def test_who_has_left_the_house_is_signed_out(boutique: Boutique) -> None:
    manager, associate_id = boutique.person("manager"), boutique.associate("Lena")
    phone = boutique.signed_in(associate_id)
    assert manager.patch(f"/associates/{associate_id}", {"active": False}).status_code == 200
    assert phone.get("/auth/me").status_code == 401


def test_a_change_needs_the_sessions_own_token(boutique: Boutique) -> None:
    phone = boutique.person()
    token, phone.csrf = phone.csrf, ""
    refused = phone.put("/shift", {"on_shift": False})
    assert refused.status_code == 403
    assert refused.json["type"].endswith("#problem-csrf")
    phone.csrf = boutique.person("associate", "Other").csrf
    assert phone.put("/shift", {"on_shift": False}).status_code == 403
    phone.csrf = token
    assert phone.put("/shift", {"on_shift": False}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_change_from_another_site_is_refused(boutique: Boutique, headers: dict[str, str]) -> None:
    phone = boutique.person()
    assert phone.put("/shift", {"on_shift": False}, headers=headers).status_code == 403
    kiosk = boutique.kiosk()
    assert kiosk.post("/kiosk/pass", {"code": "x"}, headers=headers).status_code == 403


def test_a_managers_phone_opens_the_floor(boutique: Boutique) -> None:
    phone = boutique.phone_of(boutique.associate("Hélène", role="manager"))
    assert phone.get("/auth/device").json["home"] == "/dashboard"
