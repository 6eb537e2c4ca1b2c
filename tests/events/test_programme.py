"""An event goes from draft to archive, and nowhere that makes no sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from events.programme import Stage, StageError, by_the_clock, move

OPENS = datetime(2026, 12, 10, 18, tzinfo=UTC)
ENDS = OPENS + timedelta(hours=4)
BEFORE = OPENS - timedelta(hours=1)


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (Stage.DRAFT, Stage.OPEN),
        (Stage.OPEN, Stage.CLOSED),
        (Stage.FULL, Stage.CLOSED),
        (Stage.CLOSED, Stage.OPEN),
        (Stage.RUNNING, Stage.OVER),
        (Stage.OVER, Stage.ARCHIVED),
        (Stage.FULL, Stage.CANCELLED),
        (Stage.CANCELLED, Stage.ARCHIVED),
        (Stage.OPEN, Stage.OPEN),
    ],
)
def test_a_manager_moves_an_event(stage: Stage, to: Stage) -> None:
    assert move(stage, to) is to


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (Stage.OVER, Stage.OPEN),
        (Stage.ARCHIVED, Stage.DRAFT),
        (Stage.CANCELLED, Stage.OPEN),
        (Stage.DRAFT, Stage.RUNNING),
        (Stage.OPEN, Stage.DRAFT),
    ],
)
def test_some_ways_are_closed_and_the_words_say_which(stage: Stage, to: Stage) -> None:
    with pytest.raises(StageError, match=f"{stage.value} cannot become {to.value}"):
        move(stage, to)


@pytest.mark.parametrize(
    ("stage", "now", "places", "after"),
    [
        (Stage.OPEN, BEFORE, 0, Stage.FULL),
        (Stage.FULL, BEFORE, 1, Stage.OPEN),
        (Stage.CLOSED, BEFORE, 5, Stage.CLOSED),
        (Stage.CLOSED, OPENS, 5, Stage.RUNNING),
        (Stage.FULL, OPENS, 0, Stage.RUNNING),
        (Stage.RUNNING, ENDS, 0, Stage.OVER),
        (Stage.OPEN, ENDS, 3, Stage.OVER),
        (Stage.DRAFT, ENDS, 3, Stage.DRAFT),
        (Stage.CANCELLED, OPENS, 3, Stage.CANCELLED),
        (Stage.ARCHIVED, ENDS, 3, Stage.ARCHIVED),
    ],
)
def test_time_and_the_guest_list_move_it(
    stage: Stage, now: datetime, places: int, after: Stage
) -> None:
    assert by_the_clock(stage, now, OPENS, ENDS, places) is after


def test_guests_answer_while_there_is_a_list() -> None:
    assert [stage for stage in Stage if stage.answers] == [Stage.OPEN, Stage.FULL]
