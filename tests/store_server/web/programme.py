"""Events as a manager's screen sends them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.store_server.web.boutique import OPENING, Browser

STARTS = OPENING + timedelta(days=7, hours=9)


def wanted(**changed: Any) -> dict[str, Any]:
    return {
        "kind": "masterclass",
        "titles": {"fr": "L'atelier du nez", "en": "The nose's workshop"},
        "starts": STARTS.isoformat(),
        "ends": (STARTS + timedelta(hours=4)).isoformat(),
        "capacity": 24,
    } | changed


def planned(manager: Browser, **changed: Any) -> dict[str, Any]:
    answer = manager.post("/events", wanted(**changed))
    assert answer.status_code == 201, answer.text
    event: dict[str, Any] = answer.json
    return event


def opened(manager: Browser, **changed: Any) -> dict[str, Any]:
    event = planned(manager, **changed)
    moved = manager.post(f"/events/{event['id']}/stage", {"stage": "open"})
    assert moved.status_code == 200, moved.text
    return event | moved.json


def answers(manager: Browser) -> dict[str, Any]:
    """An answer of each operation of the programme, by its name."""
    made = manager.post("/events", wanted())
    path = f"/events/{made.json['id']}"
    table = {"id": "t1", "name": "Table 1", "shape": "round", "seats": 8, "x": 0.5, "y": 0.5}
    considered = {name: wanted()[name] for name in ("kind", "starts", "ends", "capacity")}
    return {
        "plan_event": made,
        "read_event": manager.get(path),
        "amend_event": manager.patch(path, {"capacity": 30}),
        "copy_event": manager.post(f"{path}/copy", {"template": True}),
        "move_event": manager.post(f"{path}/stage", {"stage": "open"}),
        "list_events": manager.get("/events"),
        "read_event_budget": manager.get(f"{path}/budget"),
        "keep_event_budget": manager.put(
            f"{path}/budget", {"budget_minor": 900_000, "currency": "EUR"}
        ),
        "arrange_furniture": manager.put(f"{path}/seating", {"furniture": [table]}),
        "read_seating": manager.get(f"{path}/seating"),
        "consider_event": manager.post("/event-clashes", considered),
    }
