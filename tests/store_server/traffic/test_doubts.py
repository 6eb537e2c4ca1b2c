"""Bad input is in no figure until a manager says what it was, with their name; each by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store_server.storage.engine import reading
from store_server.storage.rebuild import rebuild
from store_server.storage.tables import ZoneDayRow, ZoneQuarterRow
from tests.store_server.traffic.conftest import COURT, STREET, Counted

DAY = timedelta(days=1)


def people_in(counted: Counted) -> int:
    found: int = counted.now()["totals"]["people_in"]
    return found


def doubts(counted: Counted, device: str = "") -> Any:
    answer = counted.manager.get(f"/traffic/doubts{f'?device={device}' if device else ''}")
    assert answer.status_code == 200, answer.text
    return answer.json


def judge(counted: Counted, ids: Sequence[str], accepted: bool, reason: str = "") -> Any:
    body = {"count_ids": list(ids), "accepted": accepted, "reason": reason}
    return counted.manager.post("/traffic/verdicts", body)


def zones(counted: Counted) -> list[tuple[Any, ...]]:
    """A zone's day: the minutes that were told of, the people in them, the most at once."""
    with reading(counted.boutique.storage.engine) as connection:
        day = ZoneDayRow
        rows = connection.execute(select(day.zone, day.minutes, day.people, day.people_most))
        return sorted(tuple(row) for row in rows)


def test_a_count_of_tomorrow_waits_until_it_is_accepted(counted: Counted) -> None:
    """3 came now. 5 "tomorrow": a clock that is a day ahead. They came when we heard of them."""
    counted.counts(counted.crosses(1, 3), counted.crosses(2, 5, ts=counted.at(2) + DAY))
    counted.clock_shows(5)
    assert people_in(counted) == 3
    (one,) = doubts(counted)
    assert (one["flag"], one["at"]) == ("ahead", "2026-03-14T09:02:00Z")
    assert judge(counted, [one["count_id"]], accepted=True, reason="clock set").status_code == 200
    (one,) = doubts(counted)
    assert (one["counted_in"], one["reason"]) == (5, "clock set")
    assert one["corrected_by"]
    assert people_in(counted) == 8


def test_a_total_of_tomorrow_costs_no_count_that_follows(counted: Counted) -> None:
    """100, then 104 "tomorrow", then 109 with the clock set right: 5 are counted, 4 wait."""
    for minutes, total, ahead in ((0, 100, False), (1, 104, True), (2, 109, False)):
        said = counted.crosses(minutes, total, ts=counted.at(minutes) + (DAY if ahead else 0 * DAY))
        counted.counts(type(said)(**{**_fields(said), "cumulative": True}))
    counted.clock_shows(5)
    assert people_in(counted) == 5
    assert [(one["people_in"], one["flag"]) for one in doubts(counted)] == [(4, "ahead")]


def test_a_clock_that_is_hours_ahead_is_set_right_and_counts(counted: Counted) -> None:
    counted.counts(counted.crosses(2, 5, ts=counted.at(2) + timedelta(hours=2)))
    counted.clock_shows(5)
    assert (people_in(counted), doubts(counted)) == (5, [])


def test_four_hundred_one_by_one_are_a_crowd_too(counted: Counted) -> None:
    """A shop of 40: the 41st of a minute takes the other 40 out, and the minute after is itself."""
    counted.manager.put("/traffic/settings", {"legal_capacity": 40})
    for number in range(40):
        counted.counts(counted.crosses(2 + number / 60, 1, id=f"{number}"))
    counted.clock_shows(5)
    assert people_in(counted) == 40
    counted.counts(counted.crosses(2 + 50 / 60, 1, id="40"), counted.crosses(3, 2, id="41"))
    assert people_in(counted) == 2
    assert {one["flag"] for one in doubts(counted)} == {"crowd"}
    assert len(doubts(counted)) == 41
    assert judge(counted, [one["count_id"] for one in doubts(counted)], False).status_code == 200
    assert people_in(counted) == 2
    rebuild(counted.boutique.storage.engine, counted.boutique.settings.zone)
    assert people_in(counted) == 2


def test_what_a_manager_has_set_right_stays_so_when_its_minute_is_set_apart(
    counted: Counted,
) -> None:
    """20 came, and were 7 in truth; 30 more of that minute cannot be. 7 stay."""
    counted.manager.put("/traffic/settings", {"legal_capacity": 40})
    counted.counts(counted.crosses(1, 45), counted.crosses(3, 20))
    counted.clock_shows(5)
    listed = {one["people_in"]: one["count_id"] for one in doubts(counted)}
    assert listed.keys() == {45}
    counts = counted.boutique.storage.queries.counts_of(STREET).counts
    assert [one.flag for one in counts] == [None, "crowd"]
    counted.counts(counted.crosses(3.5, 30))
    assert people_in(counted) == 0
    listed = {one["people_in"]: one["count_id"] for one in doubts(counted)}
    body = {"count_id": listed[20], "people_in": 7, "people_out": 0}
    counted.manager.post("/traffic/corrections", body)
    counted.counts(counted.crosses(3.6, 4))
    assert people_in(counted) == 7
    rebuild(counted.boutique.storage.engine, counted.boutique.settings.zone)
    assert people_in(counted) == 7


def test_a_camera_that_sees_a_crowd_in_a_zone_is_not_believed(counted: Counted) -> None:
    """A shop of 40: 12 in the salon, then 400. The figure stays 12, and the 400 were 14."""
    counted.manager.put("/traffic/settings", {"legal_capacity": 40})
    counted.sees(1, 12)
    counted.sees(2, 400)
    counted.clock_shows(3)
    (salon,) = [zone for zone in counted.now()["zones"] if zone["zone"] == "salon"]
    assert salon["people"] == 12
    assert zones(counted) == [("salon", 1, 12, 12)]
    (one,) = doubts(counted, "camera")
    assert (one["zone_name"], one["people_in"], one["flag"]) == ("Salon", 400, "crowd")
    for people, expected in ((14, ("salon", 2, 26, 14)), (0, ("salon", 1, 12, 12))):
        body = {"count_id": one["count_id"], "people_in": people, "people_out": 0}
        assert counted.manager.post("/traffic/corrections", body).status_code == 200
        assert zones(counted) == [expected]
        rebuild(counted.boutique.storage.engine, counted.boutique.settings.zone)
        assert zones(counted) == [expected]


def test_a_zone_that_nobody_knows_is_one_once_it_is_accepted(counted: Counted) -> None:
    """6 and 8 in the "garden", with a stay of 20 s: kept apart; accepted; the next is no doubt."""
    counted.sees(1, 6, "garden", dwell_s=(20.0,))
    counted.sees(2, 8, "garden")
    counted.clock_shows(3)
    assert zones(counted) == []
    listed = doubts(counted, "camera")
    assert [(one["zone"], one["people_in"], one["flag"]) for one in listed] == [
        ("garden", 8, "unplaced"),
        ("garden", 6, "unplaced"),
    ]
    assert doubts(counted, COURT) == []
    assert judge(counted, [one["count_id"] for one in listed], True).status_code == 200
    assert zones(counted) == [("garden", 2, 14, 8)]
    counted.sees(3, 2, "garden")
    assert zones(counted) == [("garden", 3, 16, 8)]
    assert len(doubts(counted)) == 2
    judge(counted, [one["count_id"] for one in listed], accepted=False)
    assert zones(counted) == [("garden", 1, 2, 2)]


def test_a_zone_of_which_all_was_rejected_leaves_no_trace(counted: Counted) -> None:
    counted.sees(1, 6, "garden", dwell_s=(20.0,))
    counted.clock_shows(3)
    ids = [one["count_id"] for one in doubts(counted)]
    for accepted in (True, False):
        judge(counted, ids, accepted)
    assert zones(counted) == []
    with reading(counted.boutique.storage.engine) as connection:
        assert connection.execute(select(ZoneQuarterRow.at)).all() == []


def test_one_that_is_not_there_leaves_all_of_them_as_they_were(counted: Counted) -> None:
    counted.counts(counted.crosses(1, 500))
    counted.clock_shows(5)
    known = doubts(counted)[0]["count_id"]
    unknown = "x@2026-01-01T00:00:00+00:00"
    assert judge(counted, [known, unknown], accepted=True).status_code == 404
    assert people_in(counted) == 0
    assert doubts(counted)[0]["corrected_by"] is None


@pytest.mark.parametrize("totals", [(65_530, 4), (4_294_967_290, 4)])
def test_a_total_that_wraps_goes_on(counted: Counted, totals: tuple[int, int]) -> None:
    """10 from the last of 16 or 32 bits to the fourth after zero; told twice, counted once."""
    for minutes, total in enumerate((*totals, totals[1])):
        said = counted.crosses(minutes, total)
        counted.counts(type(said)(**{**_fields(said), "cumulative": True}))
    counted.clock_shows(5)
    assert (people_in(counted), doubts(counted)) == (10, [])


def test_a_total_that_goes_backwards_began_again(counted: Counted) -> None:
    """500, then 3: 3 have come since it began again at zero; it never takes people away."""
    for minutes, total in enumerate((500, 3, 3, 7)):
        said = counted.crosses(minutes, total)
        counted.counts(type(said)(**{**_fields(said), "cumulative": True}))
    counted.clock_shows(5)
    assert (people_in(counted), doubts(counted)) == (7, [])


def _fields(said: Any) -> dict[str, Any]:
    return {name: getattr(said, name) for name in type(said).__dataclass_fields__}
