"""Times as counting cameras write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.counters.times import claimed, offset
from devices.drivers import UnreadableError

AT = datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
NAIVE = datetime(2026, 11, 21, 11, 15)  # noqa: DTZ001
BERLIN = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-21T10:15:00Z",
        "2026-11-21T11:15:00+0100",
        "2026-11-21T10:15:00-00:00",
        "2026-11-21T11:15:00.000+01:00",
        AT.timestamp(),
        int(AT.timestamp() * 1000),
        str(int(AT.timestamp())),
        int(AT.timestamp() * 1_000_000),
    ],
)
def test_one_moment_in_many_spellings(said: object) -> None:
    assert claimed(said, "t") == AT


@pytest.mark.parametrize(
    "said", ["20261121111500", "2026/11/21 11:15:00", "2026-11-21 11:15:00", "2026-11-21T11:15:00"]
)
def test_the_wall_clock_of_a_place_has_a_zone_only_where_one_is_said(said: str) -> None:
    assert claimed(said, "t") == NAIVE
    assert claimed(said, "t", BERLIN) == AT


@pytest.mark.parametrize("said", [None, "", "1970-01-01T00:00:05Z", 5, "19700101000005"])
def test_a_clock_that_was_never_set_claims_nothing(said: object) -> None:
    assert claimed(said, "t") is None


@pytest.mark.parametrize(
    "said", ["noon", "2026-02-31T00:00:00Z", True, [], 1e300, float("nan"), -(10**18)]
)
def test_what_is_no_time_is_refused(said: object) -> None:
    with pytest.raises(UnreadableError, match="t: not a time"):
        claimed(said, "t")


@given(said=st.text(max_size=30) | st.floats() | st.integers() | st.booleans())
def test_anything_is_read_or_refused(said: object) -> None:
    with suppress(UnreadableError):
        claimed(said, "t")


@pytest.mark.parametrize(
    ("name", "daylight_saving", "hours"),
    [
        ("UTC+8:00", False, 8.0),
        ("UTC+1:00", True, 2.0),
        ("UTC-3:30 Newfoundland", False, -3.5),
        ("UTC-0:00 Western European Time (WET), Greenwich Mean Time (GMT)", False, 0.0),
    ],
)
def test_a_zones_name_begins_with_its_offset(
    name: str, daylight_saving: bool, hours: float
) -> None:
    assert offset(name, daylight_saving) == timezone(timedelta(hours=hours))


@pytest.mark.parametrize("name", [None, "", "Paris", "UTC+99:00"])
def test_a_name_without_one_is_no_zone(name: str | None) -> None:
    assert offset(name) is None
