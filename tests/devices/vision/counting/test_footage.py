"""Videos are counted whole: who is there from the beginning, who stops, who walks together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from devices.vision.counting import footage
from devices.vision.counting.outlines import read_lines, read_zones
from devices.vision.counting.video import Video, VideoError
from tests.devices.vision.counting import shop

LINE = "0,120,320,120"


def count(
    folder: Path,
    paths: Sequence[shop.Path_],
    seconds: float,
    zones: Sequence[str] = (),
    codec: str = "mp4v",
) -> footage.Footage:
    suffix = "avi" if codec == "MJPG" else "mp4"
    path = shop.write(folder / f"film.{suffix}", shop.scene(paths, seconds), codec)
    with Video(str(path)) as video:
        size = video.width, video.height
        return footage.count(video, read_lines([LINE], *size), read_zones(zones, *size))


def ways(counted: footage.Footage) -> tuple[int, int]:
    return counted.people_in, counted.people_out


@pytest.mark.parametrize("codec", ["mp4v", "MJPG"])
def test_one_goes_in_and_one_goes_out(tmp_path: Path, codec: str) -> None:
    down, up = [(0, 80, -20), (5, 80, 260)], [(1, 220, 260), (6, 220, -20)]
    assert ways(count(tmp_path, [down, up], 7, codec=codec)) == (1, 1)


def test_nobody_is_nobody(tmp_path: Path) -> None:
    counted = count(tmp_path, [], 4)
    assert (ways(counted), counted.tracks, counted.health.gap_s) == ((0, 0), 0, 0)


def test_who_is_there_from_the_beginning_and_crosses_at_once_is_counted(tmp_path: Path) -> None:
    assert ways(count(tmp_path, [[(0, 160, 90), (3.5, 160, 260)]], 4)) == (1, 0)


def test_who_ends_close_beyond_the_line_is_counted(tmp_path: Path) -> None:
    assert ways(count(tmp_path, [[(0, 160, 260), (3, 160, 110), (9, 160, 110)]], 5)) == (0, 1)


def test_who_turns_back_at_the_line_is_not_counted(tmp_path: Path) -> None:
    path = [(0, 160, -20), (3, 160, 108), (6, 160, -20)]
    assert ways(count(tmp_path, [path], 7)) == (0, 0)


def test_two_abreast_are_two(tmp_path: Path) -> None:
    paths = [[(0, x, -20), (5, x, 260)] for x in (140, 157)]
    assert ways(count(tmp_path, paths, 6)) == (2, 0)


def test_who_pass_each_other_are_told_apart(tmp_path: Path) -> None:
    paths = [[(0, 150, -20), (5, 150, 260)], [(0, 164, 260), (5, 164, -20)]]
    assert ways(count(tmp_path, paths, 6)) == (1, 1)


def test_who_stands_for_long_and_then_goes_on_is_still_the_same(tmp_path: Path) -> None:
    path = [(0, 160, -20), (2, 160, 70), (17, 160, 70), (20, 160, 260)]
    counted = count(tmp_path, [path], 21)
    assert (ways(counted), counted.tracks) == ((1, 0), 1)


def test_a_zone_tells_how_many_stay_and_how_long(tmp_path: Path) -> None:
    path = [(0, 160, -20), (2, 160, 180), (8, 160, 180), (10, 160, -20)]
    counted = count(tmp_path, [path], 11, ["till:0,150,320,150,320,240,0,240"])
    (zone,) = counted.zones
    assert (zone.occupancy, zone.most, zone.longest_queue) == (0, 1, 1)
    assert zone.dwell_s == [pytest.approx(6.6, abs=0.6)]


def test_the_minutes_add_up_to_the_whole(tmp_path: Path) -> None:
    counted = count(tmp_path, [[(0, 80, -20), (3, 80, 260)]], 4)
    assert [(each.minute, each.people_in, each.people_out) for each in counted.per_minute] == [
        (0, 1, 0)
    ]


def test_what_is_no_video_is_said_to_be_none(tmp_path: Path) -> None:
    text = tmp_path / "film.mp4"
    text.write_text("no film")
    with pytest.raises(VideoError, match="is no video"):
        Video(str(text))
