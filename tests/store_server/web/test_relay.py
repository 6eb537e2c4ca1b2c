"""The page for Android terminals, and what it asks."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store_server.device_ports import PushedDevice
from store_server.web import tokens
from store_server.web.assets import Assets
from store_server.web.catalogue import LANGUAGES, Catalogue
from store_server.web.problems import answer_with_problems
from store_server.web.relay import DIALECTS, STRANGERS_AT_MOST, WORDS, Relay
from store_server.web.verdict_board import PINNED_AT_MOST, Pinned, VerdictBoard
from tests.store_server.web.boutique import HandClock

KEY = "a-key-of-256-bits"
KNOWN = {
    tokens.fingerprint(KEY): PushedDevice("tc52-1", "datawedge", False),
    tokens.fingerprint("asleep"): PushedDevice("tc52-2", "datawedge", True),
    tokens.fingerprint("counter"): PushedDevice("entrance", "xovis", False),
}


class TokensInMemory:
    def resolve(self, token_hash: str) -> PushedDevice | None:
        return KNOWN.get(token_hash)


@pytest.fixture
def board() -> VerdictBoard:
    return VerdictBoard()


@pytest.fixture
def client(board: VerdictBoard) -> FlaskClient:
    app = Flask("store_server.web")
    answer_with_problems(app)
    words = Catalogue(Assets.find().catalogue_folder, "fr")
    relay = Relay(TokensInMemory(), board, words, HandClock(), lambda _request: "10.0.0.9")
    app.register_blueprint(relay.blueprint())
    return app.test_client()


def by(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(("language", "word"), [("fr", "Prêt à lire"), ("en", "Ready to scan")])
def test_the_page_speaks_the_terminals_language_and_holds_no_key(
    client: FlaskClient, language: str, word: str
) -> None:
    page = client.get("/devices/relay", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert word in page.text
    assert f'lang="{language}"' in page.text
    assert "<script>" not in page.text
    assert KEY not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_page_is_in_the_catalogue(language: str) -> None:
    words = Catalogue(Assets.find().catalogue_folder, "fr")
    for word in WORDS:
        assert words.say(language, f"relay.{word}") != f"relay.{word}"


def test_a_terminal_learns_whose_extras_it_speaks_in(client: FlaskClient) -> None:
    answer = client.get("/devices/relay/device", headers=by(KEY))
    assert answer.json == {"device": "tc52-1", "dialect": "datawedge"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(DIALECTS) == {"datawedge", "honeywell", "newland", "datalogic"}


@pytest.mark.parametrize(("key", "status"), [("", 404), ("wrong", 404), ("counter", 404)])
def test_whoever_is_no_terminal_learns_nothing(client: FlaskClient, key: str, status: int) -> None:
    assert client.get("/devices/relay/device", headers=by(key)).status_code == status
    assert client.get("/devices/relay/verdicts/1", headers=by(key)).status_code == status


def test_a_suspended_terminal_is_told_so(client: FlaskClient) -> None:
    assert client.get("/devices/relay/device", headers=by("asleep")).status_code == 403


def test_a_stranger_who_tries_keys_is_held_up_and_no_terminal_is(client: FlaskClient) -> None:
    for _ in range(STRANGERS_AT_MOST):
        client.get("/devices/relay/device", headers=by("wrong"))
    assert client.get("/devices/relay/device", headers=by("wrong")).status_code == 429
    assert client.get("/devices/relay/device", headers=by(KEY)).status_code == 200


def test_a_verdict_is_waited_for_and_is_ones_own(
    client: FlaskClient, board: VerdictBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.put("another", "s-1", "stop", "Non.")
    put = threading.Timer(0.05, board.put, ("tc52-1", "s-1", "welcome", "Bienvenue."))
    put.start()
    answer = client.get("/devices/relay/verdicts/s-1", headers=by(KEY))
    put.join()
    assert answer.json == {"verdict": "welcome", "text": "Bienvenue."}
    monkeypatch.setattr("store_server.web.relay.VERDICT_WITHIN_S", 0.01)
    assert client.get("/devices/relay/verdicts/s-2", headers=by(KEY)).status_code == 204


def test_the_board_is_bounded(board: VerdictBoard) -> None:
    for number in range(PINNED_AT_MOST + 5):
        board.put("tc52-1", str(number), "stop", "")
    assert board.wait("tc52-1", "4", 0) is None
    assert board.wait("tc52-1", "5", 0) == Pinned("stop", "")
