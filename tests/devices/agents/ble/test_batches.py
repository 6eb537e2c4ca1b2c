"""Sightings go out together; what cannot be told quickly enough is dropped, the oldest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from devices.agents.ble.batches import SIGHTINGS_A_MESSAGE, TOLD_WITHIN, Batches
from devices.agents.ble.heard import Said

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Line:
    """Takes what it is given, while it is open."""

    def __init__(self) -> None:
        self.open = True
        self.messages: list[list[str]] = []

    def tell(self, payload: bytes) -> bool:
        if self.open:
            assert len(payload) <= 65_536
            said = msgspec.json.decode(payload)["sightings"]
            self.messages.append([one["id"] for one in said])
        return self.open


@pytest.fixture
def line() -> Line:
    return Line()


def said(number: int, age_s: float = 0.0, frame: str | None = None) -> Said:
    at = NOW - timedelta(seconds=age_s)
    return Said(str(number), at, -60, "c0:ff:ee:00:00:07", frame=frame)


def test_what_waits_goes_in_one_message(line: Line) -> None:
    batches = Batches(line.tell)
    for number in range(5):
        batches.add(said(number))
    batches.flush(NOW)
    batches.flush(NOW)
    assert line.messages == [["0", "1", "2", "3", "4"]]
    assert batches.told == 5


def test_a_crowd_goes_in_several(line: Line) -> None:
    batches = Batches(line.tell)
    for number in range(SIGHTINGS_A_MESSAGE + 1):
        batches.add(said(number))
    batches.flush(NOW)
    assert [len(message) for message in line.messages] == [SIGHTINGS_A_MESSAGE, 1]


def test_long_frames_stay_within_what_the_protocol_allows(line: Line) -> None:
    batches = Batches(line.tell)
    for number in range(SIGHTINGS_A_MESSAGE):
        batches.add(said(number, frame="00" * 1_650))
    batches.flush(NOW)
    assert sum(map(len, line.messages)) == SIGHTINGS_A_MESSAGE


def test_while_nobody_listens_the_newest_are_kept_and_the_oldest_counted(line: Line) -> None:
    batches = Batches(line.tell, at_most=3)
    line.open = False
    for number in range(5):
        batches.add(said(number))
    batches.flush(NOW)
    assert batches.dropped == 2
    line.open = True
    batches.flush(NOW)
    assert line.messages == [["2", "3", "4"]]


def test_what_is_old_is_no_news(line: Line) -> None:
    batches = Batches(line.tell)
    batches.add(said(1, age_s=TOLD_WITHIN.total_seconds() + 1))
    batches.add(said(2, age_s=1))
    batches.flush(NOW)
    assert line.messages == [["2"]]
    assert batches.dropped == 1
