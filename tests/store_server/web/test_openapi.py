"""The OpenAPI document says what is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from store_server.web.api import RESOURCES, operations
from store_server.web.openapi import document
from store_server.web.operations import Operation
from tests.store_server.web import guests, programme, selling
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.till import sold

DOCUMENT = document(RESOURCES, "1.0")


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_document_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert {"title", "version"} <= DOCUMENT["info"].keys()


def test_the_document_satisfies_the_specifications_own_schema() -> None:
    written = msgspec.json.decode(msgspec.json.encode(DOCUMENT))
    assert list(OpenAPIV31SpecValidator(written).iter_errors()) == []


def test_every_reference_leads_somewhere() -> None:
    found = list(references(DOCUMENT))
    assert found
    for reference in found:
        place: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_operation_is_described_once() -> None:
    ids = [
        operation["operationId"]
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
    ]
    assert sorted(ids) == sorted(operation.id for operation in operations())
    assert len(ids) == len(set(ids))


def test_every_name_in_a_path_is_a_parameter_of_it() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            named = {
                parameter["name"]
                for parameter in operation.get("parameters", ())
                if parameter["in"] == "path"
            }
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_every_operation_has_one_good_answer_and_its_problems() -> None:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            good = [code for code in operation["responses"] if code.startswith("2")]
            assert len(good) == 1
            assert "500" in operation["responses"]
            assert all(
                "description" in one or "$ref" in one for one in operation["responses"].values()
            )


def test_every_security_scheme_that_is_asked_for_exists() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"].keys()
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            for wanted in operation["security"]:
                assert wanted.keys() <= schemes


def test_limits_and_refused_names_are_in_the_schemas() -> None:
    schema = DOCUMENT["components"]["schemas"]["NewClient"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["note"]["maxLength"] == 2000
    assert schema["required"] == ["given_name", "family_name"]


def test_the_messages_of_socket_io_are_described() -> None:
    described = DOCUMENT["x-socketio"]["messages"]
    named = {(one["namespace"], one["name"]) for one in described}
    assert {("/associate", "notice"), ("/associate", "claim"), ("/dashboard", "floor")} <= named


def test_the_server_gives_the_document_and_its_page(boutique: Boutique) -> None:
    browser = boutique.browser()
    served = browser.get("/openapi.json")
    assert served.json["paths"].keys() == DOCUMENT["paths"].keys()
    page = browser.get("/docs")
    assert page.content_type == "text/html; charset=utf-8"
    for operation in operations():
        assert f'id="{operation.id}"' in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text


def of(name: str) -> Operation:
    return next(operation for operation in operations() if operation.id == name)


def about_devices(manager: Browser) -> dict[str, Any]:
    """A camera of our own, and a gateway that waits."""
    offer = manager.post("/device-pairings", {"name": "Door camera"})
    use = {"code": offer.json["code"], "kind": "camera", "device": "camera-1"}
    adopted = manager.post("/devices/adopt", use)
    order = {"do": "configure", "parameters": {"line": "door"}}
    commanded = manager.post("/devices/camera-1/commands", order)
    command = f"/devices/camera-1/commands/{commanded.json['id']}"
    plan = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
    bought = {"hardware": "theengs/salon", "topics": ["home/Theengs-salon/#"]}
    return {
        "offer_adoption": offer,
        "adopt_by_code": adopted,
        "read_adoption": manager.get(f"/device-pairings/{offer.json['id']}"),
        "adopt_device": manager.post("/devices", bought),
        "renew_device_keys": manager.post("/devices/camera-1/keys"),
        "command_device": commanded,
        "list_device_commands": manager.get("/devices/camera-1/commands"),
        "read_device_command": manager.get(command),
        "identify_device": manager.post("/devices/camera-1/identify"),
        "read_device": manager.get("/devices/camera-1"),
        "read_device_health": manager.get("/devices/camera-1/health"),
        "suspend_device": manager.post("/devices/camera-1/suspend"),
        "resume_device": manager.post("/devices/camera-1/resume"),
        "list_device_alarms": manager.get("/device-alarms"),
        "list_waiting_devices": manager.get("/waiting-devices"),
        "replace_device": manager.post("/devices/camera-1/replace", {"spare": "theengs/salon"}),
        "read_floor_plan": manager.get("/floor-plan"),
        "keep_floor_plan": manager.ask(
            "PUT", "/floor-plan", data=plan, content_type="image/svg+xml"
        ),
    }


@pytest.fixture
def asked(boutique: Boutique) -> dict[str, Any]:
    """An answer of each operation that has one, by its name."""
    manager = boutique.person("manager")
    me = boutique.me(manager)
    client_id = boutique.client("Ana", primary_associate_id=me, tastes=("gold",))
    other_id = boutique.client("Ann")
    kiosk, own = boutique.kiosk(), boutique.client_phone(client_id)
    boutique.arrives(client_id)
    signal_id = boutique.signal_of(me)
    call = kiosk.post("/kiosk/calls")
    identity = {"kind": "pass", "key": "pass:second"}
    badge = {"kind": "ibeacon", "key": "ibeacon:badge:1:1"}
    consent = {"proof": "signed", "text_version": "1"}
    new = {"display_name": "Noor", "languages": ["ar"]}
    return {
        "read_me": manager.get("/auth/me"),
        "read_who": manager.get("/auth/who"),
        "read_device_pairing": kiosk.get("/auth/device"),
        "create_pairing": manager.post("/pairings", {"kind": "kiosk"}),
        "list_paired_devices": manager.get("/paired-devices"),
        "find_clients": manager.get("/clients?q=ana"),
        "register_client": manager.post("/clients", {"given_name": "Bo", "family_name": "Li"}),
        "read_client": manager.get(f"/clients/{client_id}"),
        "amend_client": manager.patch(f"/clients/{client_id}", {"sizes": {"ring": "52"}}),
        "read_card": manager.get(f"/clients/{client_id}/card"),
        "read_next_purchase": manager.get(f"/clients/{client_id}/next-purchase"),
        "give_consent": manager.put(f"/clients/{client_id}/consents/photo", consent),
        "withdraw_consent": manager.delete(f"/clients/{client_id}/consents/photo"),
        "enrol_identity": manager.post(f"/clients/{client_id}/identities", identity),
        "list_visits": manager.get("/visits"),
        "report_presence": manager.post(f"/clients/{client_id}/here", {"zone": "salon"}),
        "list_signals": manager.get("/signals"),
        "read_signal": manager.get(f"/signals/{signal_id}"),
        "claim_signal": manager.post(f"/signals/{signal_id}/claim", {"tap_id": "t1"}),
        "welcome_client": manager.post(f"/signals/{signal_id}/welcome"),
        "stay_with_client": manager.post(f"/signals/{signal_id}/with-client"),
        "read_floor": manager.get("/floor"),
        "show_pass": kiosk.post("/kiosk/pass", {"code": "Ana"}),
        "call_colleague": call,
        "list_calls": manager.get("/calls"),
        "answer_call": manager.post(f"/calls/{call.json['id']}/answer"),
        "read_my_data": own.get("/my"),
        "read_all_held_of_me": own.get("/my/held"),
        "ask_for_my_erasure": own.put("/my/erasure"),
        "take_my_erasure_back": own.delete("/my/erasure"),
        "give_my_consent": own.put("/my/consents/events", {"text_version": "2"}),
        "withdraw_my_consent": own.delete("/my/consents/events"),
        "finish_signal": manager.post(
            f"/signals/{signal_id}/finish", {"outcome": "sold", "note": "a ring"}
        ),
        "give_badge": manager.post(f"/associates/{me}/badges", badge),
        "list_badges": manager.get("/badges"),
        "list_associates": manager.get("/associates"),
        "add_associate": manager.post("/associates", new),
        "amend_associate": manager.patch(f"/associates/{me}", {"languages": ["fr", "en"]}),
        "change_own_shift": manager.put("/shift", {"on_shift": False}),
        "change_shift": manager.put(f"/associates/{me}/shift", {"on_shift": True}),
        "amend_zone": manager.put("/zones/salon", {"name": "Salon", "capacity": 12}),
        "list_zones": manager.get("/zones"),
        "amend_device": manager.patch("/devices/espresense/door", {"zone": "salon"}),
        "list_devices": manager.get("/devices"),
        "list_sightings": manager.get("/devices/espresense/door/sightings"),
        "list_counts": manager.get("/devices/espresense/door/counts"),
        "merge_clients": manager.post(f"/clients/{client_id}/merge", {"duplicate_id": other_id}),
        "exchange_half": manager.get("/identities/exchange"),
        "try_push": manager.post("/push/test"),
        "make_api_key": manager.post("/api-keys", {"name": "SAP", "scope": "catalogue:write"}),
        "list_api_keys": manager.get("/api-keys"),
        "read_health": manager.get("/health"),
        "read_health_parts": manager.get("/health/parts"),
        **about_devices(manager),
        **programme.answers(manager),
        **guests.answers(boutique),
        **about_the_ledger(boutique, manager),
        **selling.answers(boutique, manager),
    }


def about_the_ledger(boutique: Boutique, manager: Browser) -> dict[str, Any]:
    sold(boutique, "b1", by=boutique.me(manager))
    token = boutique.browser().post("/bags", {}).json["token"]
    return {
        "read_report": manager.get("/ledger/report"),
        "close_ledger": manager.post("/ledger/closings"),
        "list_closings": manager.get("/ledger/closings"),
        "read_closing": manager.get("/ledger/closings/2"),
        "read_ledger": manager.get("/ledger"),
        "list_receipts": manager.get("/baskets/b1/receipts"),
        "list_receipts_of_bag": boutique.browser().get(f"/bags/{token}/receipts"),
    }


def test_each_answer_has_the_shape_that_the_document_says(asked: dict[str, Any]) -> None:
    for name, answer in asked.items():
        operation = of(name)
        assert answer.status_code == operation.status, (name, answer.text)
        assert answer.content_type == "application/json"
        decoded = msgspec.json.decode(answer.data, type=operation.answer)
        assert msgspec.json.encode(decoded) == answer.data, name


def test_an_operation_that_answers_was_asked(asked: dict[str, Any]) -> None:
    without = {"pair_device", "sign_in", "read_photo", "hand_over_signal", "decline_signal"}
    without |= {"read_floor_plan_image", "read_device_preview", "export_ledger"}
    asked_elsewhere = {"Event doors", "Kiosk at an event", "After the event"}  # doors/test_shapes
    asked_elsewhere |= {"Audit", "Managers' sign-in"}  # test_audit, test_strong_sign_in
    asked_elsewhere |= {"Erasure"}  # test_erasure
    asked_elsewhere |= {"Traffic", "Traffic set right", "Traffic as files"}  # traffic/test_shapes
    without |= {one.id for one in operations() if one.tag in asked_elsewhere}
    without |= {"export_guests"}
    without |= {"read_event_picture", "read_invitation_picture", "seat_guest", "unseat_guest"}
    answering = {operation.id for operation in operations() if operation.answer is not None}
    left = sorted(answering - without - asked.keys())
    assert not left, " ".join(left)
    assert asked.keys() <= answering
