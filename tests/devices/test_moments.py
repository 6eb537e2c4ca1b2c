"""The many ways in which devices write a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.moments import EARLIEST, LATEST, claimed

AT = datetime(2026, 2, 9, 0, 13, 53, tzinfo=UTC)
UNIX_S = 1770596033


@pytest.mark.parametrize(
    "said",
    [
        "2026-02-09T00:13:53Z",
        "2026-02-09t00:13:53z",
        "2026-02-09 00:13:53 Z",
        "2026-02-09T01:13:53+01:00",
        "2026-02-09T01:13:53+0100",
        "2026-02-09&08:13:53+08",
        "2026-02-08T19:13:53-05:00",
        UNIX_S,
        float(UNIX_S),
        UNIX_S * 1000,
        UNIX_S * 1_000_000,
        str(UNIX_S),
        f" {UNIX_S}.0 ",
        str(UNIX_S * 1000),
    ],
)
def test_a_time_is_read_however_it_is_written(said: str | float) -> None:
    assert claimed(said) == AT


def test_fractions_are_kept() -> None:
    assert claimed("2026-02-09T00:13:53.668Z") == AT.replace(microsecond=668_000)
    assert claimed("2026-02-09T00:13:53,123456789Z") == AT.replace(microsecond=123_456)
    assert claimed(1770596033668) == AT.replace(microsecond=668_000)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "yesterday",
        "2026-02-09T00:13:53",
        "2026-02-31T00:13:53Z",
        "2026-02-09T25:13:53Z",
        "2026-02-09T00:13:53+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1970-01-01T00:00:17Z",
        "2000-01-01T00:00:17Z",
        1246,
        "1246",
        -1,
        10**17,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_time_of_a_set_clock_is_unknown(said: str | float | None) -> None:
    """Without a zone, never set, since the start, or not a time at all."""
    assert claimed(said) is None


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(-(10**30), 10**30)))
def test_whatever_is_said_is_a_time_or_none(said: str | float) -> None:
    moment = claimed(said)
    assert moment is None or EARLIEST <= moment <= LATEST
