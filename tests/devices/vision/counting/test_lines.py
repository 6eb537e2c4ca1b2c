"""Who crosses a line, which way: with a dead band, ends, and companions."""

from __future__ import annotations

import pytest

from devices.vision.counting.lines import Line, LineCounter, LineError

SIZE = 20.0
RIGHTWARDS = Line("door", 0, 100, 200, 100)  # who looks along it has the picture's lower half right


def walk(line: Line, *places: tuple[float, float]) -> list[str]:
    counter = LineCounter(line)
    told = [counter.follow(1, x, y, SIZE, float(at)) for at, (x, y) in enumerate(places)]
    told.append(counter.end(1, SIZE, 99.0))
    return [crossing.direction for crossing in told if crossing is not None]


def straight(line: Line, start: tuple[float, float], end: tuple[float, float]) -> list[str]:
    steps = [share / 20 for share in range(21)]
    (x1, y1), (x2, y2) = start, end
    return walk(line, *((x1 + s * (x2 - x1), y1 + s * (y2 - y1)) for s in steps))


@pytest.mark.parametrize(
    ("ends", "start", "end", "way"),
    [
        ((0, 100, 200, 100), (100, 50), (100, 150), "in"),
        ((0, 100, 200, 100), (100, 150), (100, 50), "out"),
        ((200, 100, 0, 100), (100, 50), (100, 150), "out"),
        ((100, 0, 100, 200), (50, 100), (150, 100), "out"),
        ((100, 0, 100, 200), (150, 100), (50, 100), "in"),
        ((100, 200, 100, 0), (50, 100), (150, 100), "in"),
        ((0, 0, 200, 200), (150, 50), (50, 150), "in"),
    ],
)
def test_in_is_to_the_right_of_who_looks_along_the_line(
    ends: tuple[float, ...], start: tuple[float, float], end: tuple[float, float], way: str
) -> None:
    assert straight(Line("door", *ends), start, end) == [way]


def test_standing_and_swaying_on_the_line_counts_nobody() -> None:
    sways = [(100.0, 100.0 + (4 if at % 2 else -4)) for at in range(50)]
    assert walk(RIGHTWARDS, (100, 60), *sways, (100, 60)) == []


def test_who_sways_on_the_line_and_goes_on_is_counted_once() -> None:
    sways = [(100.0, 100.0 + (4 if at % 2 else -4)) for at in range(50)]
    assert walk(RIGHTWARDS, (100, 60), *sways, (100, 140)) == ["in"]


def test_turning_back_before_the_line_is_no_crossing_and_after_it_is_two() -> None:
    assert walk(RIGHTWARDS, (100, 50), (100, 95), (100, 50)) == []
    assert walk(RIGHTWARDS, (100, 50), (100, 130), (100, 50)) == ["in", "out"]


def test_who_vanishes_close_beyond_the_line_has_crossed_it() -> None:
    assert walk(RIGHTWARDS, (100, 60), (100, 104)) == ["in"]
    assert walk(RIGHTWARDS, (100, 60), (100, 101)) == []


def test_beyond_its_ends_the_line_counts_nobody() -> None:
    short = Line("door", 80, 100, 120, 100)
    assert straight(short, (30, 50), (30, 150)) == []
    assert straight(short, (125, 50), (125, 150)) == ["in"]  # a shoulder over its end


def test_who_comes_round_the_end_of_the_line_was_not_counted_but_is_on_that_side_now() -> None:
    short = Line("door", 80, 100, 120, 100)
    assert walk(short, (30, 60), (30, 140), (100, 140), (100, 60)) == ["out"]


def test_who_was_hidden_by_another_on_the_way_is_counted_as_they_were() -> None:
    counter = LineCounter(RIGHTWARDS)
    counter.follow(1, 100, 60, SIZE, 0.0)
    assert counter.follow(1, 100, 130, SIZE, 1.0) is not None
    counter.part(2, 1, 2.0)
    told = counter.follow(2, 110, 132, SIZE, 2.0)
    assert told is not None
    assert told.direction == "in"


def test_who_parts_from_another_long_after_has_not_crossed_with_them() -> None:
    counter = LineCounter(RIGHTWARDS)
    counter.follow(1, 100, 60, SIZE, 0.0)
    counter.follow(1, 100, 130, SIZE, 1.0)
    counter.part(2, 1, 60.0)
    assert counter.follow(2, 110, 132, SIZE, 60.0) is None


def test_who_joined_another_after_their_crossing_has_not_crossed_with_them() -> None:
    counter = LineCounter(RIGHTWARDS)
    counter.follow(1, 100, 60, SIZE, 0.0)
    counter.follow(1, 100, 130, SIZE, 1.0)
    counter.part(2, 1, 3.0, alone_s=2.0)
    assert counter.follow(2, 110, 132, SIZE, 3.0) is None


@pytest.mark.parametrize(
    ("ends", "reason"),
    [((0, 10, 400, 10), "leaves the picture: 400,10"), ((9, 9, 9, 9), "begins and ends")],
)
def test_a_line_that_cannot_count_says_why(ends: tuple[float, ...], reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        Line("door", *ends).check(320, 240)
