"""What belongs to an event by REST: picture, budget, tables and seats, clashes, copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import cv2
import numpy as np
import pytest

from events.guest import Guest, Standing
from store_server.clock import new_id
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.programme import STARTS, opened, planned, wanted

TABLE = {"id": "t4", "name": "Table 4", "shape": "round", "seats": 2, "x": 0.25, "y": 0.5}
ROW = {"id": "a", "name": "Rang A", "shape": "row", "seats": 12, "x": 0.5, "y": 0.1}


@pytest.fixture
def manager(boutique: Boutique) -> Browser:
    return boutique.person("manager")


def a_picture(width: int = 2400, height: int = 1200) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    encoded = cv2.imencode(".jpg", cv2.resize(noise, (width, height)))[1]
    return bytes(encoded.tobytes())


def confirmed(boutique: Boutique, event_id: str, *companions: str, **more: Any) -> str:
    guest = Guest(
        id=new_id(),
        event_id=event_id,
        given_name="Noor",
        family_name="Al-Sayed",
        language="ar",
        standing=Standing.CONFIRMED,
        companions=companions,
        created_at=boutique.clock.now(),
    )
    with boutique.storage.store.begin() as uow:
        uow.guests.add(replace(guest, **more))
        uow.commit()
    return guest.id


# ---------------------------------------------------------------------------------- picture


def test_a_picture_is_kept_as_wide_as_a_screen_and_no_wider(manager: Browser) -> None:
    event = planned(manager)
    path = f"/events/{event['id']}/picture"
    kept = manager.put(path, data=a_picture(), content_type="image/jpeg")
    assert kept.status_code == 204, kept.text
    url = manager.get(f"/events/{event['id']}").json["picture_url"]
    shown = manager.get(url.removeprefix("/api/v1"))
    assert shown.content_type == "image/jpeg"
    picture = cv2.imdecode(np.frombuffer(shown.data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[:2] == (800, 1600)
    assert manager.get("/events").json[0]["picture_url"] == url


def test_another_picture_has_another_address_and_none_has_none(manager: Browser) -> None:
    event = planned(manager)
    path = f"/events/{event['id']}/picture"
    urls = []
    for height in (600, 900):
        manager.put(path, data=a_picture(height=height), content_type="image/jpeg")
        urls.append(manager.get(f"/events/{event['id']}").json["picture_url"])
    assert urls[0] != urls[1]
    assert manager.delete(path).status_code == manager.delete(path).status_code == 204
    assert manager.get(f"/events/{event['id']}").json["picture_url"] is None
    assert manager.get(path).status_code == 404


def test_what_is_no_picture_is_refused(manager: Browser) -> None:
    event = planned(manager)
    refused = manager.put(
        f"/events/{event['id']}/picture", data=b"<svg/>", content_type="image/png"
    )
    assert (refused.status_code, refused.json["field"]) == (422, "picture")


# ----------------------------------------------------------------------------------- budget


def test_the_costs_stand_against_the_budget(manager: Browser) -> None:
    event = planned(manager)
    costs = [
        {"label": "Traiteur", "planned_minor": 250_000, "spent_minor": 265_000},
        {"label": "Fleurs", "planned_minor": 40_000},
    ]
    body = {"budget_minor": 400_000, "currency": "EUR", "costs": costs}
    kept = manager.put(f"/events/{event['id']}/budget", body).json
    assert kept == manager.get(f"/events/{event['id']}/budget").json
    assert (kept["planned_minor"], kept["expected_minor"]) == (290_000, 305_000)
    assert [one["label"] for one in kept["costs"]] == ["Traiteur", "Fleurs"]


def test_an_invoice_may_come_after_the_event(manager: Browser) -> None:
    event = opened(manager)
    manager.post(f"/events/{event['id']}/stage", {"stage": "cancelled"})
    path, body = f"/events/{event['id']}/budget", {"budget_minor": 1, "currency": "EUR"}
    assert manager.put(path, body).status_code == 200
    manager.post(f"/events/{event['id']}/stage", {"stage": "archived"})
    assert manager.put(path, body).status_code == 409


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "XYZ"}, "currency"),
        ({"currency": "eur"}, "currency"),
        ({"budget_minor": -1}, "budget_minor"),
        ({"costs": [{"label": " ", "planned_minor": 1}]}, "costs[0].label"),
        ({"costs": [{"label": "a", "planned_minor": 1.5}]}, "costs[0].planned_minor"),
    ],
)
def test_a_budget_that_is_wrong_is_named(
    manager: Browser, changed: dict[str, Any], field: str
) -> None:
    event = planned(manager)
    body = {"budget_minor": 1, "currency": "EUR"} | changed
    refused = manager.put(f"/events/{event['id']}/budget", body)
    assert (refused.status_code, refused.json["field"]) == (422, field), refused.text


def test_an_associate_sees_no_budget(boutique: Boutique, manager: Browser) -> None:
    event = planned(manager)
    associate = boutique.person("associate")
    assert associate.get(f"/events/{event['id']}/budget").status_code == 403
    assert "budget_minor" not in associate.get(f"/events/{event['id']}").json


# ------------------------------------------------------------------------------------ seats


def arranged(manager: Browser, *furniture: dict[str, Any], **more: Any) -> str:
    event = opened(manager, **more)
    answer = manager.put(f"/events/{event['id']}/seating", {"furniture": list(furniture)})
    assert answer.status_code == 200, answer.text
    event_id: str = event["id"]
    return event_id


def test_a_party_is_seated_and_the_plan_shows_it(boutique: Boutique, manager: Browser) -> None:
    event_id = arranged(manager, TABLE, ROW)
    guest_id = confirmed(boutique, event_id, "Sami", "")
    path = f"/events/{event_id}/seating/{guest_id}"
    assert [one["name"] for one in manager.get(f"/events/{event_id}/seating").json["unseated"]] == [
        "Noor Al-Sayed",
        "Sami",
        "Noor Al-Sayed +2",
    ]
    manager.put(path, {"furniture_id": "t4", "number": 1})
    seated = manager.put(path, {"furniture_id": "t4", "number": 2, "person": 1}).json
    names = [(one["furniture_id"], one["number"], one["name"]) for one in seated["seats"]]
    assert names == [("t4", 1, "Noor Al-Sayed"), ("t4", 2, "Sami")]
    assert [one["person"] for one in seated["unseated"]] == [2]
    with boutique.storage.store.begin() as uow:
        assert uow.seating.seat_of(guest_id) == ("Table 4", 1)


def test_a_chair_is_given_once_and_is_free_when_its_guest_gets_up(
    boutique: Boutique, manager: Browser
) -> None:
    event_id = arranged(manager, TABLE)
    first, second = (confirmed(boutique, event_id) for _ in range(2))
    chair = {"furniture_id": "t4", "number": 1}
    path = f"/events/{event_id}/seating"
    assert manager.put(f"{path}/{first}", chair).status_code == 200
    assert manager.put(f"{path}/{second}", chair).status_code == 409
    assert manager.delete(f"{path}/{first}?person=0").status_code == 200
    assert manager.put(f"{path}/{second}", chair).status_code == 200


def test_who_cancels_leaves_the_chair_to_the_next(boutique: Boutique, manager: Browser) -> None:
    event_id = arranged(manager, TABLE)
    first, second = (confirmed(boutique, event_id) for _ in range(2))
    path, chair = f"/events/{event_id}/seating", {"furniture_id": "t4", "number": 1}
    manager.put(f"{path}/{first}", chair)
    with boutique.storage.store.begin() as uow:
        uow.guests.save(replace(uow.guests.get(first), standing=Standing.CANCELLED))
        uow.commit()
    assert manager.get(path).json["seats"] == []
    assert manager.put(f"{path}/{second}", chair).status_code == 200


def test_a_table_that_somebody_sits_at_stays(boutique: Boutique, manager: Browser) -> None:
    event_id = arranged(manager, TABLE, ROW)
    guest_id = confirmed(boutique, event_id)
    path = f"/events/{event_id}/seating"
    manager.put(f"{path}/{guest_id}", {"furniture_id": "t4", "number": 2})
    for left in ([ROW], [TABLE | {"seats": 1}]):
        refused = manager.put(path, {"furniture": left})
        assert (refused.status_code, refused.json["field"]) == (422, "furniture")
    moved = manager.put(path, {"furniture": [TABLE | {"x": 0.9, "name": "Table d'honneur"}]})
    assert moved.status_code == 200


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"shape": "pyramid"}, "furniture[0].shape"),
        ({"seats": 0}, "furniture[0].seats"),
        ({"x": 1.5}, "furniture[0].x"),
        ({"name": " "}, "furniture[0].name"),
        ({"id": "T 4"}, "furniture[0].id"),
    ],
)
def test_a_table_that_is_wrong_is_named(
    manager: Browser, changed: dict[str, Any], field: str
) -> None:
    event = planned(manager)
    body = {"furniture": [TABLE | changed]}
    refused = manager.put(f"/events/{event['id']}/seating", body)
    assert refused.status_code == 422
    assert refused.json["field"].replace("[...]", "[0]") == field, refused.text


def test_a_guest_of_another_event_has_no_chair_here(boutique: Boutique, manager: Browser) -> None:
    event_id, other = arranged(manager, TABLE), opened(manager)
    guest_id = confirmed(boutique, other["id"])
    refused = manager.put(
        f"/events/{event_id}/seating/{guest_id}", {"furniture_id": "t4", "number": 1}
    )
    assert refused.status_code == 404


def test_a_host_seats_and_an_associate_looks(boutique: Boutique, manager: Browser) -> None:
    event_id = arranged(manager, TABLE)
    guest_id = confirmed(boutique, event_id)
    path, chair = f"/events/{event_id}/seating/{guest_id}", {"furniture_id": "t4", "number": 1}
    assert boutique.person("associate").put(path, chair).status_code == 403
    assert boutique.person("host").put(path, chair).status_code == 200
    assert boutique.person("associate", "Léo").get(f"/events/{event_id}/seating").json["seats"]


# ---------------------------------------------------------------------------------- clashes


def considered(manager: Browser, **changed: Any) -> list[dict[str, Any]]:
    plan = {name: wanted()[name] for name in ("kind", "starts", "ends", "capacity")} | changed
    answer = manager.post("/event-clashes", plan)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json
    return found


def test_a_clash_is_said_before_anything_is_saved(boutique: Boutique, manager: Browser) -> None:
    ines = boutique.associate("Inès")
    manager.put("/zones/salon", {"name": "Salon", "capacity": 20})
    other = planned(manager, zone="salon", host_id=ines)
    found = considered(manager, zone="salon", host_id=ines, capacity=24)
    assert {one["kind"] for one in found} == {"place", "host", "room"}
    named = next(one for one in found if one["kind"] == "host")
    assert (named["host"], named["event_id"]) == ("Inès", other["id"])
    assert named["titles"]["fr"] == "L'atelier du nez"
    assert next(one for one in found if one["kind"] == "room")["holds"] == 20
    assert len(manager.get("/events").json) == 1


def test_an_event_that_is_saved_does_not_clash_with_itself(manager: Browser) -> None:
    event = planned(manager)
    assert considered(manager, event_id=event["id"]) == []
    assert [one["kind"] for one in considered(manager)] == ["place"]


def test_a_plan_that_cannot_be_is_named_before_it_is_saved(manager: Browser) -> None:
    body = {"kind": "cocktail", "starts": STARTS.isoformat(), "ends": STARTS.isoformat()}
    refused = manager.post("/event-clashes", body)
    assert (refused.status_code, refused.json["field"]) == (422, "ends")


# ----------------------------------------------------------------------------------- copies


def test_a_copy_brings_picture_tables_and_planned_costs(manager: Browser) -> None:
    event_id = arranged(manager, TABLE, ROW)
    path = f"/events/{event_id}"
    manager.put(f"{path}/picture", data=a_picture(400, 300), content_type="image/jpeg")
    cost = {"label": "Fleurs", "planned_minor": 40_000, "spent_minor": 41_000}
    manager.put(f"{path}/budget", {"budget_minor": 1, "currency": "EUR", "costs": [cost]})
    starts = STARTS + timedelta(days=28)
    copied = manager.post(f"{path}/copy", {"starts": starts.isoformat()})
    assert copied.status_code == 201, copied.text
    copy = copied.json
    assert (copy["stage"], copy["picture_url"] is None) == ("draft", False)
    again = f"/events/{copy['id']}"
    assert [one["id"] for one in manager.get(f"{again}/seating").json["furniture"]] == ["t4", "a"]
    budget = manager.get(f"{again}/budget").json
    assert budget["costs"] == [{"label": "Fleurs", "planned_minor": 40_000, "spent_minor": None}]


def test_a_draft_is_discarded_and_an_open_event_is_not(manager: Browser) -> None:
    draft, event = planned(manager), opened(manager)
    assert manager.delete(f"/events/{draft['id']}").status_code == 204
    assert manager.get(f"/events/{draft['id']}").status_code == 404
    assert manager.delete(f"/events/{event['id']}").status_code == 409
