"""The programme by REST: planned, amended, moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.programme import STARTS, opened, planned, wanted


@pytest.fixture
def manager(boutique: Boutique) -> Browser:
    return boutique.person("manager")


def test_an_event_is_planned_and_read_as_it_was_planned(
    manager: Browser, boutique: Boutique
) -> None:
    manager.put("/zones/salon", {"name": "Salon"})
    event = planned(manager, zone="salon", texts={"fr": "Avec le nez de la maison."})
    read = manager.get(f"/events/{event['id']}").json
    assert read == event
    assert (read["stage"], read["zone_name"], read["capacity"]) == ("draft", "Salon", 24)
    assert read["texts"] == {"fr": "Avec le nez de la maison."}
    assert read["rules"]["doors_open_before_min"] == 30
    assert boutique.journal()[-1] == "EventPlanned"


def test_each_event_has_a_number_of_its_own(manager: Browser) -> None:
    assert planned(manager)["number"] != planned(manager)["number"]


def test_each_session_has_its_own_capacity(manager: Browser) -> None:
    sessions = [
        {
            "number": number,
            "starts": (STARTS + timedelta(hours=number - 1)).isoformat(),
            "ends": (STARTS + timedelta(hours=number)).isoformat(),
            "capacity": 12,
        }
        for number in (1, 2, 3, 4)
    ]
    event = planned(manager, sessions=sessions)
    assert event["capacity"] == 48
    assert [one["number"] for one in event["sessions"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "rave"}, "kind"),
        ({"titles": {"en": "Only English"}}, "titles.fr"),
        ({"titles": {"fr": "x" * 201}}, "titles"),
        ({"starts": "2026-12-10T19:00:00"}, "starts"),
        ({"ends": STARTS.isoformat()}, "ends"),
        ({"capacity": 0}, "capacity"),
        ({"zone": "cellar"}, "zone"),
        ({"host_id": "nobody"}, "host_id"),
        ({"client_id": "nobody", "kind": "privatisation"}, "client_id"),
        ({"rules": {"plus_ones": -1}}, "rules.plus_ones"),
        ({"rules": {"wings": 2}}, "rules.wings"),
        ({"sessions": [{"number": 1}]}, "sessions[0].starts"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_planned(
    manager: Browser, changed: dict[str, Any], field: str
) -> None:
    refused = manager.post("/events", wanted(**changed))
    assert (refused.status_code, refused.json["field"]) == (422, field), refused.text
    assert manager.get("/events").json == []


def test_an_amendment_leaves_the_rest_alone(manager: Browser) -> None:
    event = planned(manager, products=["Flacon no. 7"])
    amended = manager.patch(f"/events/{event['id']}", {"capacity": 30}).json
    assert amended == event | {"capacity": 30, "revision": event["revision"] + 1}


def test_who_looked_at_an_older_event_is_told(manager: Browser) -> None:
    event = planned(manager)
    path = f"/events/{event['id']}"
    manager.patch(path, {"capacity": 30, "revision": event["revision"]})
    late = manager.patch(path, {"capacity": 12, "revision": event["revision"]})
    assert late.status_code == 409
    assert manager.get(path).json["capacity"] == 30


def test_a_draft_is_opened_and_closed_and_cannot_be_over(manager: Browser) -> None:
    event = opened(manager)
    assert event["moves"] == ["closed", "cancelled"]
    path = f"/events/{event['id']}/stage"
    assert manager.post(path, {"stage": "over"}).status_code == 409
    assert manager.post(path, {"stage": "closed"}).json["stage"] == "closed"


def test_what_is_cancelled_is_not_changed_any_more(manager: Browser) -> None:
    event = opened(manager)
    manager.post(f"/events/{event['id']}/stage", {"stage": "cancelled"})
    assert manager.patch(f"/events/{event['id']}", {"capacity": 2}).status_code == 409


def test_a_list_shows_what_touches_its_time(manager: Browser) -> None:
    first = planned(manager)
    later = planned(
        manager,
        starts=(STARTS + timedelta(days=7)).isoformat(),
        ends=(STARTS + timedelta(days=7, hours=3)).isoformat(),
    )
    template = planned(manager, template=True)

    def found(**query: str) -> list[str]:
        return [one["id"] for one in manager.get("/events", query_string=query).json]

    assert found() == [first["id"], later["id"]]
    assert found(until=(STARTS + timedelta(days=1)).isoformat()) == [first["id"]]
    assert found(since=(STARTS + timedelta(days=1)).isoformat()) == [later["id"]]
    assert found(templates="true") == [template["id"]]


def test_nobody_but_a_manager_plans(boutique: Boutique) -> None:
    for role in ("associate", "host", "guard", "operator"):
        assert boutique.person(role).post("/events", wanted()).status_code == 403


def test_an_unknown_event_is_nowhere(manager: Browser) -> None:
    for method, path, body in (
        ("GET", "/events/none", None),
        ("PATCH", "/events/none", {"capacity": 3}),
        ("POST", "/events/none/stage", {"stage": "open"}),
    ):
        assert manager.ask(method, path, body).status_code == 404
