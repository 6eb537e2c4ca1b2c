"""Where no PIN is enough, the first manager still comes in, and so does one who lost every way."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner

from store_server.cli import accueil
from store_server.settings import Settings
from tests.store_server.web.authenticator import Authenticator
from tests.store_server.web.boutique import PIN, Boutique, Browser
from tests.store_server.web.test_strong_sign_in import enrol, show, with_password


@pytest.fixture
def strict(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Boutique]:
    """As the playbook sets a boutique up; the command line is on the same box."""
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ACCUEIL_BOUTIQUE", settings.boutique)
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ACCUEIL_MANAGERS_STRONG", "yes")
    boutique = Boutique(replace(settings, managers_strong=True)).open()
    yield boutique
    boutique.close()


def call(*words: str) -> dict[str, str]:
    done = CliRunner().invoke(accueil, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def browser_with(boutique: Boutique, code: str) -> Browser:
    browser = boutique.browser()
    assert browser.post("/auth/pair", {"code": code}).status_code == 200
    return browser


def test_the_first_managers_code_leads_to_a_choice_and_the_choice_is_the_sign_in(
    strict: Boutique,
) -> None:
    added = call("user", "add", "Hélène", "-r", "manager")
    browser = browser_with(strict, added["code"])
    assert browser.get("/auth/device").json["strong"] == "needed"
    assert browser.post("/auth/pin", {"pin": PIN, "new": True}).status_code == 401
    browser.csrf = with_password(strict, browser)[1]["me"]["csrf"]
    assert browser.get("/audit").status_code == 200
    camille = browser.post(
        "/associates", {"display_name": "Camille", "role": "associate", "languages": ["fr"]}
    )
    assert camille.status_code == 201


def test_who_is_recovered_comes_in_by_nothing_that_they_had_and_chooses_anew(
    strict: Boutique,
) -> None:
    added = call("user", "add", "Hélène", "-r", "manager")
    browser = browser_with(strict, added["code"])
    key = Authenticator()
    browser.csrf = enrol(browser, key).json["me"]["csrf"]
    with_password(strict, browser)
    assert browser.get("/floor").status_code == 200

    code = call("user", "recover", "Hélène")["code"]
    assert browser.get("/floor").status_code == 401
    assert browser.post("/auth/passkeys/begin").status_code == 401  # it is paired no longer
    assert show(strict.browser(), key).status_code == 401
    accounts = strict.storage.accounts
    assert accounts.password_of(added["id"]) is None
    assert accounts.recovery_codes_left(added["id"]) == 0
    assert ("command line", "ways.forgotten", added["id"]) in strict.audited()

    again = browser_with(strict, code)
    again.csrf = enrol(again, Authenticator()).json["me"]["csrf"]
    assert again.get("/floor").status_code == 200
