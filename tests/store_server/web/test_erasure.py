"""A manager erases a client on their screen: with a proof of their own, good once, and no less."""

from __future__ import annotations

from typing import Any

import pytest

from store_server.web.api import erasure
from tests.store_server.doors.test_shapes import check
from tests.store_server.web.authenticator import Authenticator
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.test_strong_sign_in import (
    PASSWORD,
    code_of,
    enrol,
    with_password,
)


@pytest.fixture
def ana(boutique: Boutique) -> str:
    client_id: str = boutique.client("Ana")
    return client_id


@pytest.fixture
def manager(boutique: Boutique) -> Browser:
    return boutique.person("manager", "Hélène")


def erase(browser: Browser, client_id: str, **proof: Any) -> int:
    return browser.post(f"/clients/{client_id}/erasure", proof).status_code


def shown(browser: Browser, key: Authenticator) -> dict[str, Any]:
    credential: dict[str, Any] = key.show(browser.post("/auth/passkeys/challenge").json)
    return credential


def stands(boutique: Boutique, client_id: str) -> bool:
    return boutique.person("associate").get(f"/clients/{client_id}").status_code == 200


def test_a_password_and_a_code_erase_and_it_stands_in_the_log(
    boutique: Boutique, manager: Browser, ana: str
) -> None:
    secret, _ = with_password(boutique, manager)
    boutique.clock.passes(60)  # the code that chose the password is used up
    proof = {"password": PASSWORD, "code": code_of(boutique, secret)}
    assert erase(manager, ana, **proof) == 200
    assert not stands(boutique, ana)
    assert (boutique.me(manager), "client.erased", ana) in boutique.audited()
    other = boutique.client("Léa")
    assert erase(manager, other, **proof) == 401  # the code was good once
    assert stands(boutique, other)


def test_ones_own_passkey_erases_and_anothers_does_not(
    boutique: Boutique, manager: Browser, ana: str
) -> None:
    own, others = Authenticator(), Authenticator()
    enrol(manager, own)
    enrol(boutique.person("manager", "Marc"), others)
    assert erase(manager, ana, credential=shown(manager, others)) == 401
    assert stands(boutique, ana)
    once = shown(manager, own)
    assert erase(manager, ana, credential=once) == 200
    assert not stands(boutique, ana)
    other = boutique.client("Léa")
    assert erase(manager, other, credential=once) == 401


def test_a_session_is_no_proof_and_neither_is_what_nobody_has_chosen(
    boutique: Boutique, manager: Browser, ana: str
) -> None:
    assert erase(manager, ana) == 422
    assert erase(manager, ana, password=PASSWORD, code="123456") == 401
    with_password(boutique, manager)
    assert erase(manager, ana, password="another quiet room", code="123456") == 401
    assert stands(boutique, ana)


@pytest.mark.parametrize("role", ["associate", "host", "operator"])
def test_nobody_but_a_manager_erases(boutique: Boutique, ana: str, role: str) -> None:
    browser = boutique.person(role)
    assert browser.get(f"/clients/{ana}/erasure").status_code == 403
    assert erase(browser, ana, password=PASSWORD, code="123456") == 403
    assert stands(boutique, ana)


def test_what_would_go_is_counted_without_what_stays(
    boutique: Boutique, manager: Browser, ana: str
) -> None:
    manager.get(f"/clients/{ana}")
    boutique.audited()
    preview = manager.get(f"/clients/{ana}/erasure")
    counted = {one["key"]: one["entries"] for one in preview.json["sections"]}
    assert counted["book"] == 1
    assert "trail" not in counted  # the log stays, and is nobody's then
    assert preview.json["entries"] == sum(counted.values())
    assert stands(boutique, ana)
    assert (boutique.me(manager), "client.held-counted", ana) in boutique.audited()


def test_each_answer_has_the_shape_that_the_document_says(
    boutique: Boutique, manager: Browser, ana: str
) -> None:
    key = Authenticator()
    enrol(manager, key)
    path = f"/clients/{ana}/erasure"
    asked = {
        "preview_erasure": manager.get(path),
        "erase_client": manager.post(path, {"credential": shown(manager, key)}),
    }
    check(asked, erasure.RESOURCE)
