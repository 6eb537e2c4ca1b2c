"""Gates whose clocks differ by minutes, and that tell afterwards: the evening keeps its order."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from events.comings import Way
from tests.store_server.doors.evening import Evening

AHEAD, BEHIND = timedelta(minutes=7), timedelta(minutes=-6)


@pytest.mark.parametrize("told", list(permutations(range(3))))
def test_clocks_that_differ_by_minutes_do_not_reorder_the_evening(
    one_evening: Evening, told: tuple[int, ...]
) -> None:
    """In at a gate that is ahead, out two minutes later at one that is behind, in again at the
    first: by what their clocks showed she would have left before she came."""
    evening = one_evening
    code = evening.pass_of(evening.guest("Noor"))
    began = evening.clock.now()
    moments = [began + timedelta(minutes=minutes) for minutes in (0, 2, 4)]
    passings = list(zip((Way.IN, Way.OUT, Way.IN), moments, (AHEAD, BEHIND, AHEAD), strict=True))
    evening.clock.passes(3600)
    now = evening.clock.now()
    for place in told:
        way, at, error = passings[place]
        evening.told_later(code, at + error, sent_at=now + error, way=way, gate=f"gate {error}")
    (line,) = evening.door_list()["guests"]
    assert (line["inside"], line["came"], line["conflicts"]) == (True, 2, 0)
    seen = [datetime.fromisoformat(line[name]) for name in ("first_in", "last_out", "last_in")]
    assert seen == moments
