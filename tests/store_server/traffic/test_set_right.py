"""What a manager says of the traffic holds, has a name on it, and survives adding up anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from store_server.storage.engine import reading
from store_server.storage.rebuild import rebuild
from store_server.storage.tables import AuditRow, CountQuarterRow
from tests.store_server.traffic.conftest import Counted


def people_in(counted: Counted) -> int:
    found: int = counted.now()["totals"]["people_in"]
    return found


def doubts(counted: Counted) -> list[Any]:
    found: list[Any] = counted.manager.get("/traffic/doubts").json
    return found


def test_a_crowd_that_cannot_be_is_kept_apart_until_somebody_says_what_it_was(
    counted: Counted,
) -> None:
    """400 people in a minute in a shop of 40; it was a delivery, and 2 people."""
    counted.manager.put("/traffic/settings", {"legal_capacity": 40})
    counted.counts(counted.crosses(1, 3), counted.crosses(2, 41), counted.crosses(4, 400))
    counted.clock_shows(5)
    assert people_in(counted) == 3
    told = [(one["people_in"], one["flag"], one["counted_in"]) for one in doubts(counted)]
    assert told == [(400, "crowd", 0), (41, "crowd", 0)]
    body = {"count_id": doubts(counted)[0]["count_id"], "people_in": 2, "people_out": 0}
    answer = counted.manager.post("/traffic/corrections", {**body, "reason": "a delivery"})
    assert answer.status_code == 200, answer.text
    said = answer.json[0]
    assert (said["counted_in"], said["reason"]) == (2, "a delivery")
    assert said["corrected_by"]
    assert people_in(counted) == 5
    rebuild(counted.boutique.storage.engine, counted.boutique.settings.zone)
    assert people_in(counted) == 5


def test_a_count_is_set_right_twice_and_the_last_word_holds(counted: Counted) -> None:
    counted.counts(counted.crosses(1, 500))
    counted.clock_shows(5)
    count_id = doubts(counted)[0]["count_id"]
    for people in (7, 0):
        body = {"count_id": count_id, "people_in": people, "people_out": 0}
        counted.manager.post("/traffic/corrections", body)
        assert people_in(counted) == people
    with reading(counted.boutique.storage.engine) as connection:
        assert connection.execute(select(CountQuarterRow.at)).all() == []
        audited = connection.execute(select(AuditRow.what)).scalars().all()
    assert audited.count("count.corrected") == 2
    nobody = {"count_id": "x@2026-01-01T00:00:00+00:00", "people_in": 1, "people_out": 0}
    assert counted.manager.post("/traffic/corrections", nobody).status_code == 404


def test_known_to_be_empty_holds_from_that_moment_on(counted: Counted) -> None:
    """9 inside at 10:05; empty at 10:20; before it in the same quarter 1 came, after it 2."""
    counted.counts(counted.crosses(5, 9), counted.crosses(16, 1))
    counted.clock_shows(20)
    answer = counted.manager.post("/traffic/occupancy", {"people": 0, "reason": "fire drill"})
    assert [(one["people"], one["reason"]) for one in answer.json] == [(0, "fire drill")]
    assert counted.now()["occupancy"]["people"] == 0
    counted.counts(counted.crosses(22, 2))
    counted.clock_shows(25)
    assert counted.now()["occupancy"]["people"] == 2
    assert counted.now()["occupancy"]["since"] == "2026-03-14T09:20:00Z"


def test_what_cannot_be_is_refused_by_name(counted: Counted) -> None:
    manager = counted.manager
    for path, body, field in (
        ("/traffic/settings", {"legal_capacity": 10, "comfort_capacity": 20}, "comfort_capacity"),
        ("/traffic/settings", {"people_per_group": 0}, "people_per_group"),
    ):
        answer = manager.put(path, body)
        assert (answer.status_code, answer.json["field"]) == (422, field)
    answer = manager.post("/traffic/alert-rules", {"rule": "occupancy_over"})
    assert (answer.status_code, answer.json["field"]) == (422, "limit")
    door = {"device_id": "nobody", "line": "", "name": "Door", "role": "door"}
    assert manager.put("/traffic/doors", door).status_code == 404
