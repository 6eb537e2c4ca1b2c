"""Managers sign in by passkey, or by password and a code that is good once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from werkzeug.test import TestResponse

from store_server.settings import Settings
from store_server.web.api import strong
from tests.store_server.doors.test_shapes import check
from tests.store_server.web.authenticator import PRESENT, Authenticator
from tests.store_server.web.boutique import PIN, Boutique, Browser

PASSWORD = "three quiet marble rooms"


@pytest.fixture
def strict(settings: Settings) -> Iterator[Boutique]:
    """A boutique where no manager signs in with a PIN alone."""
    boutique = Boutique(replace(settings, managers_strong=True)).open()
    yield boutique
    boutique.close()


def enrol(browser: Browser, key: Authenticator, **more: Any) -> TestResponse:
    options = browser.post("/auth/passkeys/begin")
    assert options.status_code == 200, options.text
    return browser.post("/auth/passkeys", {"credential": key.make(options.json)} | more)


def show(browser: Browser, key: Authenticator) -> TestResponse:
    options = browser.post("/auth/passkeys/challenge").json
    return browser.post("/auth/passkeys/sign-in", {"credential": key.show(options)})


def with_password(boutique: Boutique, browser: Browser, login: str = "Hélène") -> tuple[str, Any]:
    """The authenticator's secret, and the answer."""
    secret = browser.post("/auth/password/begin", {"login": login}).json["secret"]
    code = pyotp.TOTP(secret).at(boutique.clock.now())
    chosen = browser.put("/auth/password", {"login": login, "password": PASSWORD, "code": code})
    assert chosen.status_code == 200, chosen.text
    return secret, chosen.json


def enter(browser: Browser, code: str, login: str = "Hélène", password: str = PASSWORD) -> int:
    body = {"login": login, "password": password, "code": code}
    return browser.post("/auth/password/sign-in", body).status_code


def code_of(boutique: Boutique, secret: str) -> str:
    return pyotp.TOTP(secret).at(boutique.clock.now())


# ---------------------------------------------------------------------- passkeys


def test_a_passkey_signs_in_on_any_browser_and_pairs_it(boutique: Boutique) -> None:
    manager = boutique.person("manager", "Hélène")
    key = Authenticator()
    assert enrol(manager, key, label="Key ring").status_code == 200
    elsewhere = boutique.browser()
    me = show(elsewhere, key)
    assert me.json["associate"]["display_name"] == "Hélène"
    elsewhere.csrf = me.json["csrf"]
    assert elsewhere.get("/floor").status_code == 200
    assert elsewhere.get("/auth/device").json["strong"] == "set"
    (kept,) = elsewhere.get("/auth/ways").json["passkeys"]
    assert (kept["label"], kept["last_used_at"] is not None) == ("Key ring", True)


def test_who_has_a_passkey_no_longer_signs_in_with_a_pin_alone(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    enrol(manager, Authenticator())
    phone = boutique.phone_of(boutique.me(manager))
    refused = phone.post("/auth/pin", {"pin": PIN})
    assert refused.status_code == 401
    assert refused.json["type"].endswith("#problem-strong-needed")
    assert refused.json["extra"] == {"strong": "set"}


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},  # nobody's finger, face or PIN was asked for
    ],
)
def test_a_passkey_of_another_site_or_without_its_holder_opens_nothing(
    boutique: Boutique, bent: dict[str, Any]
) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    enrol(manager, key)
    assert show(boutique.browser(), replace(key, **bent)).status_code == 401
    assert enrol(manager, Authenticator(**bent)).status_code == 401
    refused = [whom for _, what, whom in boutique.audited() if what == "passkey.refused"]
    assert refused == [boutique.me(manager)]


def test_an_answer_is_good_once_and_for_five_minutes(boutique: Boutique) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    enrol(manager, key)
    browser = boutique.browser()
    answer = {"credential": key.show(browser.post("/auth/passkeys/challenge").json)}
    assert browser.post("/auth/passkeys/sign-in", answer).status_code == 200
    assert browser.post("/auth/passkeys/sign-in", answer).status_code == 401
    late = {"credential": key.show(browser.post("/auth/passkeys/challenge").json)}
    boutique.clock.passes(301)
    assert browser.post("/auth/passkeys/sign-in", late).status_code == 401


def test_a_copy_of_a_passkey_that_counts_less_is_refused(boutique: Boutique) -> None:
    manager, key = boutique.person("manager"), Authenticator(count=7)
    enrol(manager, key)
    assert show(boutique.browser(), key).status_code == 200
    assert show(boutique.browser(), replace(key, count=2)).status_code == 401


def test_a_stranger_and_nonsense_are_refused_and_slowed_down(boutique: Boutique) -> None:
    browser = boutique.browser()
    assert show(browser, Authenticator()).status_code == 401
    for nonsense in ({}, {"id": 7}, {"id": "x", "response": {"clientDataJSON": "!"}}):
        assert browser.post("/auth/passkeys/sign-in", {"credential": nonsense}).status_code == 401
    for _ in range(6):
        show(browser, Authenticator())
    assert show(browser, Authenticator()).status_code == 429


def test_a_passkey_ends_with_its_removal_and_with_its_holders_leaving(boutique: Boutique) -> None:
    manager, key, other = boutique.person("manager"), Authenticator(), Authenticator()
    enrol(manager, key)
    enrol(manager, other)
    first, _ = manager.get("/auth/ways").json["passkeys"]
    colleague = boutique.person("operator")
    assert colleague.delete(f"/auth/passkeys/{first['id']}").status_code == 404
    assert manager.delete(f"/auth/passkeys/{first['id']}").status_code == 204
    assert show(boutique.browser(), key).status_code == 401
    assert show(boutique.browser(), other).status_code == 200
    chief = boutique.person("manager", "Chief")
    chief.patch(f"/associates/{boutique.me(manager)}", {"active": False})
    assert show(boutique.browser(), other).status_code == 401


def test_an_address_without_a_name_has_no_passkeys(boutique: Boutique) -> None:
    refused = boutique.browser().post("/auth/passkeys/challenge", base_url="http://192.168.1.5")
    assert refused.status_code == 409
    assert "by its name" in refused.json["detail"]


# ---------------------------------------------------------------------- password and code


def test_a_password_and_a_code_sign_in_on_any_browser(boutique: Boutique) -> None:
    secret, chosen = with_password(boutique, boutique.person("manager"))
    assert len(set(chosen["recovery_codes"])) == 10
    boutique.clock.passes(60)
    assert enter(boutique.browser(), code_of(boutique, secret), "  hélène ") == 200


def test_a_code_is_good_once(boutique: Boutique) -> None:
    secret, _ = with_password(boutique, boutique.person("manager"))
    browser = boutique.browser()
    assert enter(browser, code_of(boutique, secret)) == 401  # it proved the authenticator
    boutique.clock.passes(60)
    code = code_of(boutique, secret)
    assert (enter(browser, code), enter(browser, code)) == (200, 401)


def test_a_recovery_code_stands_in_once(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    _, chosen = with_password(boutique, manager)
    code = chosen["recovery_codes"][3]
    browser = boutique.browser()
    assert (enter(browser, code.lower()), enter(browser, code)) == (200, 401)
    assert manager.get("/auth/ways").json["recovery_codes_left"] == 9
    me = boutique.me(manager)
    assert (me, "recovery-code.used", me) in boutique.audited()


def test_neither_secret_nor_codes_nor_password_are_kept_as_they_are(boutique: Boutique) -> None:
    secret, chosen = with_password(boutique, boutique.person("manager"))
    boutique.storage.engine.dispose()
    kept = b"".join(one.read_bytes() for one in boutique.settings.data_dir.glob("accueil.db*"))
    for said in (secret, PASSWORD, *chosen["recovery_codes"]):
        assert said.encode() not in kept
        assert said.replace("-", "").encode() not in kept


def test_five_wrong_tries_lock_the_name_and_say_no_more_than_of_an_unknown_one(
    boutique: Boutique,
) -> None:
    secret, _ = with_password(boutique, boutique.person("manager"))
    boutique.clock.passes(60)
    browser = boutique.browser()
    wrong = {"login": "Hélène", "password": "wrong words here", "code": "000000"}
    told = browser.post("/auth/password/sign-in", wrong).json
    unknown = browser.post("/auth/password/sign-in", wrong | {"login": "nobody"}).json
    assert told == unknown
    for _ in range(4):
        browser.post("/auth/password/sign-in", wrong)
    assert enter(browser, code_of(boutique, secret)) == 429
    boutique.clock.passes(61)
    assert enter(browser, code_of(boutique, secret)) == 200


def test_ten_wrong_tries_from_one_address_are_the_last_for_a_while(boutique: Boutique) -> None:
    browser = boutique.browser()
    for number in range(10):
        assert enter(browser, "000000", f"nobody-{number}") == 401
    assert enter(browser, "000000") == 429


@pytest.mark.parametrize(
    "password",
    ["short", "aaaaaaaaaaaaaaaa", "helene-for-ever", "Maison Accueil 1", "1212121212121212"],
)
def test_a_weak_password_is_refused(boutique: Boutique, password: str) -> None:
    manager = boutique.person("manager")
    secret = manager.post("/auth/password/begin", {"login": "helene"}).json["secret"]
    code = code_of(boutique, secret)
    refused = manager.put("/auth/password", {"login": "helene", "password": password, "code": code})
    assert (refused.status_code, refused.json["field"]) == (422, "password")


def test_an_authenticator_counts_once_it_has_shown_a_code(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    begun = manager.post("/auth/password/begin", {"login": "helene"}).json
    assert begun["address"].startswith("otpauth://totp/")
    body = {"login": "helene", "password": PASSWORD, "code": "000000"}
    assert manager.put("/auth/password", body).json["field"] == "code"
    boutique.clock.passes(601)
    assert manager.post("/auth/proof", {"pin": PIN}).status_code == 200
    body["code"] = code_of(boutique, begun["secret"])
    assert manager.put("/auth/password", body).status_code == 409


# ---------------------------------------------------------------------- where no PIN is enough


def test_where_no_pin_is_enough_a_new_browser_chooses_more(strict: Boutique) -> None:
    phone = strict.phone_of(strict.associate("Hélène", "manager"))
    assert phone.get("/auth/device").json["strong"] == "needed"
    assert phone.post("/auth/pin", {"pin": PIN, "new": True}).status_code == 401
    chosen = enrol(phone, Authenticator()).json
    phone.csrf = chosen["me"]["csrf"]
    assert phone.get("/floor").status_code == 200
    with_password(strict, phone)


def test_a_pin_from_before_is_asked_for_before_more_is_chosen(strict: Boutique) -> None:
    helene = strict.associate("Hélène", "manager")
    phone = strict.phone_of(helene)
    from store_server.web.tokens import hash_pin

    strict.storage.accounts.set_pin(helene, hash_pin(PIN))
    assert enrol(phone, Authenticator()).json["field"] == "pin"
    assert enrol(phone, Authenticator(), pin="000000").status_code == 401
    assert enrol(phone, Authenticator(), pin=PIN).status_code == 200
    other = strict.phone_of(helene)
    assert enrol(other, Authenticator(), pin=PIN).json["extra"] == {"strong": "set"}


def test_an_associates_pin_is_enough(strict: Boutique) -> None:
    phone = strict.person("associate")
    assert phone.get("/auth/me").status_code == 200
    for browser in (phone, strict.phone_of(strict.associate("Léa"))):
        assert browser.post("/auth/passkeys/begin").status_code == 409
        assert browser.post("/auth/password/begin", {"login": "lea"}).status_code == 409


# ---------------------------------------------------------------------- one's own sessions


def test_everybody_sees_and_ends_their_own_sessions_and_no_others(boutique: Boutique) -> None:
    lena = boutique.associate("Lena")
    phone, tablet = boutique.signed_in(lena), boutique.signed_in(lena)
    other = boutique.person("associate", "Other")
    current, standing = phone.get("/auth/sessions").json
    assert (current["current"], standing["current"]) in ((True, False), (False, True))
    theirs = next(one for one in (current, standing) if not one["current"])
    assert other.delete(f"/auth/sessions/{theirs['id']}").status_code == 404
    assert phone.delete(f"/auth/sessions/{theirs['id']}").status_code == 204
    assert tablet.get("/auth/me").status_code == 401
    assert tablet.get("/auth/device").status_code == 200
    assert other.delete(f"/auth/devices/{theirs['device_id']}").status_code == 404
    assert phone.delete(f"/auth/devices/{theirs['device_id']}").status_code == 204
    assert tablet.get("/auth/device").status_code == 401


def test_a_session_ends_after_a_week_however_busy(boutique: Boutique) -> None:
    phone = boutique.person()
    for _ in range(7 * 3):
        assert phone.get("/auth/me").status_code == 200
        boutique.clock.passes(8 * 3600)
    assert phone.get("/auth/me").status_code == 401


def test_each_answer_has_the_shape_that_the_document_says(boutique: Boutique) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    begun = manager.post("/auth/passkeys/begin")
    kept = manager.post("/auth/passkeys", {"credential": key.make(begun.json)})
    secret = manager.post("/auth/password/begin", {"login": "helene"})
    code = code_of(boutique, secret.json["secret"])
    body = {"login": "helene", "password": PASSWORD, "code": code}
    chosen = manager.put("/auth/password", body)
    boutique.clock.passes(60)
    body["code"] = code_of(boutique, secret.json["secret"])
    challenge = boutique.browser().post("/auth/passkeys/challenge")
    asked = {
        "begin_passkey": begun,
        "keep_passkey": kept,
        "begin_password": secret,
        "keep_password": chosen,
        "challenge_passkey": challenge,
        "sign_in_by_passkey": show(boutique.browser(), key),
        "sign_in_by_password": boutique.browser().post("/auth/password/sign-in", body),
        "read_ways": manager.get("/auth/ways"),
        "list_sessions": manager.get("/auth/sessions"),
        "read_proof": manager.get("/auth/proof"),
        "prove_anew": anew(manager, key),
    }
    check(asked, strong.RESOURCE)


# ---------------------------------------------------------------------- who it is, once more

LATER_S = 301.0


def changes(browser: Browser) -> set[int]:
    """What each change of a way in is answered with."""
    return {
        browser.post("/auth/passkeys/begin").status_code,
        browser.post("/auth/passkeys", {"credential": {}}).status_code,
        browser.delete("/auth/passkeys/nobody").status_code,
        browser.post("/auth/password/begin", {"login": "helene"}).status_code,
        browser.put(
            "/auth/password", {"login": "helene", "password": PASSWORD, "code": "1"}
        ).status_code,
        browser.delete("/auth/password").status_code,
    }


def anew(browser: Browser, key: Authenticator) -> TestResponse:
    options = browser.post("/auth/passkeys/challenge").json
    return browser.post("/auth/proof", {"credential": key.show(options)})


def test_a_session_alone_changes_no_way_in(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    enrol(manager, Authenticator())
    with_password(boutique, manager)
    boutique.clock.passes(LATER_S)
    assert manager.get("/auth/proof").json == {"proven": False}
    assert changes(manager) == {403}
    ways = manager.get("/auth/ways").json
    assert (len(ways["passkeys"]), ways["login"]) == (1, "hélène")


def test_a_passkey_or_password_and_code_shown_anew_opens_it_for_five_minutes(
    boutique: Boutique,
) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    enrol(manager, key)
    secret, _ = with_password(boutique, manager)
    boutique.clock.passes(LATER_S)
    assert anew(manager, key).json == {"proven": True}
    assert enrol(manager, Authenticator()).status_code == 200
    boutique.clock.passes(LATER_S)
    assert changes(manager) == {403}
    body = {"password": PASSWORD, "code": code_of(boutique, secret)}
    assert manager.post("/auth/proof", body).status_code == 200
    assert manager.delete("/auth/password").status_code == 204
    assert manager.post("/auth/proof", body).status_code == 401  # a code is good once


def test_anothers_passkey_a_wrong_code_or_nothing_is_no_proof(boutique: Boutique) -> None:
    manager, other, key = boutique.person("manager"), boutique.person("manager"), Authenticator()
    enrol(manager, Authenticator())
    enrol(other, key)
    boutique.clock.passes(LATER_S)
    assert anew(manager, key).status_code == 401
    assert manager.post("/auth/proof", {"password": PASSWORD, "code": "000000"}).status_code == 401
    for empty in ({}, {"pin": PIN}):  # who has more than a PIN proves it by that
        assert manager.post("/auth/proof", empty).status_code == 422
    assert changes(manager) == {403}


def test_a_proof_is_of_the_session_that_showed_it_and_of_no_other(boutique: Boutique) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    enrol(manager, key)
    boutique.clock.passes(LATER_S)
    elsewhere = boutique.browser()
    elsewhere.csrf = show(elsewhere, key).json["csrf"]
    assert elsewhere.get("/auth/proof").json == {"proven": True}
    assert changes(manager) == {403}


def test_a_pin_is_proof_of_whoever_has_nothing_stronger_and_its_tries_are_counted(
    boutique: Boutique,
) -> None:
    manager = boutique.person("manager")
    boutique.clock.passes(LATER_S)
    assert changes(manager) == {403}
    assert manager.post("/auth/proof", {"pin": PIN}).json == {"proven": True}
    assert enrol(manager, Authenticator()).status_code == 200
    other = boutique.person("manager")
    wrong = [other.post("/auth/proof", {"pin": "000000"}).status_code for _ in range(6)]
    assert wrong[0] == 401
    assert wrong[-1] == 429


@pytest.mark.parametrize("change", ["a passkey removed", "a password chosen", "a password removed"])
def test_who_changes_a_way_in_is_signed_out_everywhere_else(
    boutique: Boutique, change: str
) -> None:
    manager, key = boutique.person("manager"), Authenticator()
    enrol(manager, key)
    enrol(manager, Authenticator())
    if change == "a password removed":
        with_password(boutique, manager)
    elsewhere = boutique.browser()
    elsewhere.csrf = show(elsewhere, key).json["csrf"]
    assert elsewhere.get("/auth/ways").status_code == 200
    if change == "a passkey removed":
        first, _ = manager.get("/auth/ways").json["passkeys"]
        assert manager.delete(f"/auth/passkeys/{first['id']}").status_code == 204
    elif change == "a password chosen":
        with_password(boutique, manager)
    else:
        assert manager.delete("/auth/password").status_code == 204
    assert elsewhere.get("/auth/ways").status_code == 401
    assert manager.get("/auth/ways").status_code == 200
