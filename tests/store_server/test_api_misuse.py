"""Wrong input over real HTTP: a problem that names the field, and nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store_server import messages as ask
from store_server.app import House, build
from store_server.settings import Settings
from store_server.web.tokens import hash_pin
from tests.caller import Caller
from tests.services import Mosquitto, free_port

PIN = "2580"
NOBODY = "01990000-0000-7000-8000-000000000000"
CLIENT = {"given_name": "Aliénor", "family_name": "Castelmaure"}


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, mosquitto_of_the_run: Mosquitto
) -> Iterator[House]:
    settings = Settings(
        boutique="misused",
        data_dir=tmp_path_factory.mktemp("misused"),
        port=free_port(),
        mqtt_host=mosquitto_of_the_run.host,
        mqtt_port=mosquitto_of_the_run.port,
    )
    house = build(settings)
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def manager(house: House) -> Caller:
    associate_id = house.bus.ask(ask.AddAssociate("Hélène", "manager", ("fr",)))
    house.storage.accounts.set_pin(associate_id, hash_pin(PIN))
    caller = Caller(house.settings.port)
    code = house.web.pairings.create("associate", associate_id=associate_id).code
    caller.sign_in(code, PIN)
    return caller


@pytest.fixture(scope="module")
def client_id(house: House) -> str:
    made: str = house.bus.ask(ask.RegisterClient(CLIENT))
    return made


@pytest.fixture
def unchanged(house: House) -> Iterator[None]:
    """The journal and the book of clients are afterwards what they were before."""

    def written() -> Any:
        with house.storage.store.begin() as uow:
            journal = [entry.id for entry in uow.journal.after(0, 10_000)]
        return journal, [found.id for found in house.storage.queries.find_clients("", 50)]

    before = written()
    yield
    assert written() == before


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "/clients", {}, 422, "given_name"),
        ("POST", "/clients", {**CLIENT, "given_name": " "}, 422, "given_name"),
        ("POST", "/clients", {**CLIENT, "given_name": "x" * 121}, 422, "given_name"),
        ("POST", "/clients", {**CLIENT, "given_name": 7}, 422, "given_name"),
        ("POST", "/clients", {**CLIENT, "tier": "emperor"}, 422, "tier"),
        ("POST", "/clients", {**CLIENT, "email": "nobody"}, 422, "email"),
        ("POST", "/clients", {**CLIENT, "birthday": "2026-02-30"}, 422, "birthday"),
        ("POST", "/clients", {**CLIENT, "language": "français"}, 422, "language"),
        ("POST", "/clients", {**CLIENT, "note": "\x00"}, 422, "note"),
        ("POST", "/clients", {**CLIENT, "surprise": 1}, 422, "surprise"),
        ("POST", "/clients", {**CLIENT, "primary_associate_id": NOBODY}, 404, ""),
        ("PATCH", "/clients/{client}", {"given_name": "Ok", "tier": None}, 422, "tier"),
        ("PUT", "/clients/{client}/consents/dancing", {"proof": "x"}, 422, "purpose"),
        ("PUT", "/clients/{client}/consents/presence", {}, 422, None),
        ("POST", "/clients/{client}/identities", {"kind": "retina"}, 422, "kind"),
        ("POST", "/clients/{client}/merge", {"duplicate_id": NOBODY}, 404, ""),
        ("POST", "/clients/{client}/merge", {"duplicate_id": "{client}"}, 409, ""),
        ("GET", f"/clients/{NOBODY}", None, 404, ""),
        ("GET", "/clients?limit=lots", None, 422, "limit"),
        ("POST", f"/signals/{NOBODY}/claim", {"tap_id": "t"}, 404, ""),
        ("POST", f"/signals/{NOBODY}/claim", {"tap_id": ""}, 422, "tap_id"),
        ("POST", f"/signals/{NOBODY}/decline", {"snooze_min": 3}, 422, "snooze_min"),
        ("POST", "/pairings", {"kind": "associate"}, 422, "associate_id"),
        ("POST", "/pairings", {"kind": "toaster"}, 422, "kind"),
        ("POST", "/associates", {"display_name": "", "role": "associate"}, 422, "display_name"),
        ("PUT", "/shift", {"on_shift": "perhaps"}, 422, "on_shift"),
        ("PUT", "/zones/salon", {"name": "Salon", "capacity": -1}, 422, "capacity"),
        ("POST", "/push/subscriptions", {"endpoint": "ftp://x", "keys": {}}, 422, None),
        ("GET", "/nowhere", None, 404, ""),
        ("DELETE", "/floor", None, 405, ""),
    ],
)
def test_a_wrong_input_is_a_problem_that_names_its_field(
    manager: Caller,
    client_id: str,
    method: str,
    path: str,
    body: Any,
    status: int,
    field: str | None,
) -> None:
    sent = None if body is None else msgspec.json.encode(body).decode()
    answer = manager.send(
        method,
        path.replace("{client}", client_id),
        None if sent is None else sent.replace("{client}", client_id).encode(),
    )
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["title"]
    if field is None:
        assert answer.json["field"]
    else:
        assert answer.json.get("field", "") == field


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"{", 400, id="half"),
        pytest.param(b'{"given_name":"a","given_name":"b","family_name":"c"}', 400, id="twice"),
        pytest.param(b'{"given_name":"\xff","family_name":"c"}', 400, id="not UTF-8"),
        pytest.param(b"[" * 30_000, 400, id="deep"),
        pytest.param(b'{"given_name":NaN}', 400, id="NaN"),
        pytest.param(b"[]", 422, id="a list"),
        pytest.param(b" " * 1_000_000 + b"{}", 413, id="a megabyte"),
    ],
)
def test_a_body_that_is_no_good_is_refused(manager: Caller, body: bytes, status: int) -> None:
    answer = manager.send("POST", "/clients", body)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.usefixtures("unchanged")
def test_a_body_of_another_kind_is_refused(manager: Caller) -> None:
    body = msgspec.json.encode(CLIENT)
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert manager.send("POST", "/clients", body, content_type).status == 415


@pytest.mark.usefixtures("unchanged")
def test_a_change_needs_the_token_of_its_session(manager: Caller) -> None:
    body = msgspec.json.encode(CLIENT)
    for wrong in ("", "guessed", "é".encode().decode("latin-1")):
        answer = manager.send("POST", "/clients", body, X_CSRF=wrong)
        assert (answer.status, answer.json["type"].rsplit("-", 1)[-1]) == (403, "csrf")


@pytest.mark.usefixtures("unchanged")
def test_a_change_from_another_site_is_refused(manager: Caller) -> None:
    body = msgspec.json.encode(CLIENT)
    assert manager.send("POST", "/clients", body, Origin="https://evil.example").status == 403
    assert manager.send("POST", "/clients", body, Sec_Fetch_Site="cross-site").status == 403


@pytest.mark.usefixtures("unchanged")
def test_whoever_is_not_signed_in_is_told_so_and_nothing_else(house: House, client_id: str) -> None:
    stranger = Caller(house.settings.port)
    for path in ("/clients", f"/clients/{client_id}", "/signals", "/floor", "/my", "/devices"):
        assert stranger.get(path).status == 401
    forged = Caller(house.settings.port, cookies={"accueil_session": "x" * 5000})
    assert forged.get("/clients").status in (401, 431)


def test_a_client_who_is_right_is_written_after_all_that(manager: Caller) -> None:
    answer = manager.post("/clients", CLIENT)
    assert answer.status == 201
    assert manager.get(f"/clients/{answer.json['id']}").json["family_name"] == "Castelmaure"
