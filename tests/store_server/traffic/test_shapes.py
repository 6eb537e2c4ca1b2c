"""Each answer of the traffic's operations is what its document says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from store_server.web.api import traffic
from tests.store_server.traffic.conftest import Counted

ASKED: dict[str, str] = {"read_traffic_now": "/traffic/now"}


@pytest.mark.parametrize(("name", "path"), ASKED.items())
def test_an_answer_has_the_shape_that_is_promised(counted: Counted, name: str, path: str) -> None:
    counted.counts(counted.crosses(1, 3))
    counted.sees(2, 3, queue=1, dwell_s=(20.0,))
    counted.clock_shows(20)
    answer = counted.manager.get(path)
    assert answer.status_code == 200, answer.text
    operation = next(one for one in traffic.RESOURCE.operations if one.id == name)
    promised: Any = operation.answer
    msgspec.json.decode(answer.data, type=promised, strict=True)


def test_every_reading_operation_is_asked() -> None:
    reading = {one.id for one in traffic.RESOURCE.operations if not one.changes}
    assert reading == ASKED.keys()
