"""Each answer of the traffic's operations is what its document says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from store_server.web.api import traffic, traffic_said
from tests.store_server.traffic.conftest import Counted

RANGE = "measure=people_in&from=2026-03-01&to=2026-03-14"
ASKED = {
    "read_traffic_now": "/traffic/now",
    "read_forecast": "/traffic/forecast",
    "list_measures": "/traffic/measures",
    "read_series": f"/traffic/series?{RANGE}&by=day&against=last_week",
    "read_heat": f"/traffic/heat?{RANGE}",
    "read_event_effect": f"/traffic/event-effect?{RANGE}",
    "read_traffic_settings": "/traffic/settings",
    "list_doors": "/traffic/doors",
    "list_doubts": "/traffic/doubts",
    "list_resets": "/traffic/occupancy",
    "list_alert_rules": "/traffic/alert-rules",
    "list_traffic_alerts": "/traffic/alerts",
}
OPERATIONS = (*traffic.RESOURCE.operations, *traffic_said.RESOURCE.operations)


@pytest.mark.parametrize(("name", "path"), ASKED.items())
def test_an_answer_has_the_shape_that_is_promised(counted: Counted, name: str, path: str) -> None:
    counted.counts(counted.crosses(1, 3))
    counted.sees(2, 3, queue=1, dwell_s=(20.0,))
    counted.clock_shows(20)
    answer = counted.manager.get(path)
    assert answer.status_code == 200, answer.text
    operation = next(one for one in OPERATIONS if one.id == name)
    promised: Any = operation.answer
    msgspec.json.decode(answer.data, type=promised, strict=True)


def test_every_reading_operation_is_asked() -> None:
    reading = {one.id for one in OPERATIONS if not one.changes}
    assert reading == ASKED.keys()
