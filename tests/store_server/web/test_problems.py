"""Every no is a problem, and says which input is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from store_server import messages as ask
from store_server.ports import BusyError, ConflictError, FullError, NotFoundError
from tests.store_server.web.boutique import API, Boutique, Browser

CLIENT = {"given_name": "Ana", "family_name": "Silva"}


def is_problem(answer: TestResponse, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    problem: dict[str, Any] = answer.json
    assert problem["type"] == f"/api/v1/docs#problem-{kind}"
    assert problem["status"] == status
    assert problem["title"]
    return problem


@pytest.fixture
def phone(boutique: Boutique) -> Browser:
    return boutique.person()


def send(phone: Browser, raw: bytes, media: str = "application/json") -> TestResponse:
    return phone.post("/clients", data=raw, content_type=media)


def test_an_unknown_address_is_a_problem(boutique: Boutique) -> None:
    problem = is_problem(boutique.browser().get("/nothing"), 404, "not-found")
    assert problem["instance"] == f"{API}/nothing"
    assert boutique.web.app.test_client().get("/nothing").status_code == 404


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(boutique: Boutique) -> None:
    answer = boutique.browser().delete("/health")
    is_problem(answer, 405, "method")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "none"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"given_name":"A","given_name":"B","family_name":"C"}', "twice"),
        (b'{"given_name":NaN}', "NaN"),
        (b"[" * 30_000, "nested"),
        (b'{"given_name":' + b"9" * 5000 + b"}", "too long"),
        (b'{"given_name":"A","family_name":"B"} x', "not JSON"),
    ],
)
def test_what_is_not_json_is_unreadable(phone: Browser, raw: bytes, words: str) -> None:
    assert words in is_problem(send(phone, raw), 400, "unreadable")["detail"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"given_name": "   "}, "given_name"),
        ({"given_name": 5}, "given_name"),
        ({"phone": "call me"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"tier": "platinum"}, "tier"),
        ({"languages": ["fr", "??"]}, "languages[1]"),
        ({"sizes": {"ring": 52}}, "sizes"),
        ({"birthday": "1990-02-30"}, "birthday"),
        ({"surname": "Silva"}, "surname"),
        ({"note": "x" * 2001}, "note"),
        ({"note": "a\u0000b"}, "note"),
        ({"tastes": ["a", "b\u001bc"]}, "tastes[1]"),
    ],
)
def test_a_wrong_input_is_named(phone: Browser, more: dict[str, Any], field: str) -> None:
    problem = is_problem(phone.post("/clients", CLIENT | more), 422, "invalid")
    assert problem["field"] == field
    assert "$" not in problem["detail"]


def test_a_missing_input_is_named(phone: Browser) -> None:
    answer = phone.post("/clients", {"given_name": "Ana"})
    assert is_problem(answer, 422, "invalid")["field"] == "family_name"


def test_half_a_character_is_refused(phone: Browser) -> None:
    raw = b'{"given_name":"\\ud800","family_name":"B"}'
    assert is_problem(send(phone, raw), 422, "invalid")["field"] == "given_name"


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=many", "limit"), ("color=red", "color"), ("q=a&q=b", "q")],
)
def test_a_wrong_query_is_named(phone: Browser, query: str, field: str) -> None:
    assert is_problem(phone.get(f"/clients?{query}"), 422, "invalid")["field"] == field


def test_a_wrong_name_in_the_path_is_named(boutique: Boutique, phone: Browser) -> None:
    client_id = boutique.client()
    answer = phone.delete(f"/clients/{client_id}/consents/everything")
    assert is_problem(answer, 422, "invalid")["field"] == "purpose"


@pytest.mark.parametrize("client_id", ["%00", "a" * 200, "%0a", "'%20or%201=1"])
def test_an_odd_id_is_simply_not_found(phone: Browser, client_id: str) -> None:
    is_problem(phone.get(f"/clients/{client_id}"), 404, "not-found")


def test_a_body_beyond_64_kib_is_too_large(phone: Browser) -> None:
    is_problem(send(phone, b'{"note":"' + b"x" * 70_000 + b'"}'), 413, "too-large")


def test_a_body_is_json_by_its_type(phone: Browser) -> None:
    for media in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        is_problem(send(phone, b"{}", media), 415, "media-type")


def test_an_operation_without_a_body_takes_none_or_an_empty_one(
    boutique: Boutique, phone: Browser
) -> None:
    client_id = boutique.client()
    boutique.arrives(client_id)
    assert phone.post(f"/clients/{client_id}/gone", {}).status_code == 204
    assert phone.post(f"/clients/{client_id}/gone").status_code == 204
    refused = phone.post(f"/clients/{client_id}/gone", {"why": "late"})
    assert is_problem(refused, 422, "invalid")["field"] == "why"


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFoundError("no such client"), 404, "not-found"),
        (ConflictError("not now"), 409, "conflict"),
        (FullError("disk"), 507, "disk-full"),
        (BusyError("locked"), 503, "unavailable"),
        (TimeoutError(), 503, "unavailable"),
        (RuntimeError("a secret of ours"), 500, "internal"),
    ],
)
def test_an_error_of_the_house_is_a_problem(
    boutique: Boutique, error: Exception, status: int, kind: str
) -> None:
    phone = boutique.person()

    def fail(_command: Any) -> None:
        raise error

    boutique.bus._handlers[ask.RegisterClient] = fail
    problem = is_problem(phone.post("/clients", CLIENT), status, kind)
    assert "secret" not in problem["detail"]


def test_a_step_that_is_not_open_is_a_conflict(boutique: Boutique) -> None:
    phone = boutique.person()
    boutique.arrives(boutique.client())
    signal_id = boutique.signal_of(boutique.me(phone))
    is_problem(phone.post(f"/signals/{signal_id}/welcome"), 409, "conflict")
