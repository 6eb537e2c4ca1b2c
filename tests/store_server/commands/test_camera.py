"""`accueil camera count`: an object for programs, a table for people, a sentence for errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store_server.cli import accueil
from tests.devices.vision.counting import shop


def call(*words: str) -> Result:
    return CliRunner().invoke(accueil, ["camera", "count", *words])


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> str:
    down, up = [(0, 80, -20), (4, 80, 260)], [(0.5, 220, 260), (4.5, 220, -20)]
    folder = tmp_path_factory.mktemp("film")
    pictures = shop.scene([down, up, [(1, 150, -20), (5, 150, 260)]], 6)
    return str(shop.write(folder / "door.mp4", pictures))


def test_one_object_says_it_all(film: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    zone = "floor:0,0,320,0,320,240,0,240"
    done = call(film, "--line", "0,120,320,120", "--zone", zone, "--json")
    assert done.exit_code == 0, done.output
    (line,) = done.stdout.splitlines()
    said = json.loads(line)
    assert (said["in"], said["out"], said["tracks"]) == (2, 1, 3)
    assert said["per_minute"] == [{"minute": 0, "in": 2, "out": 1}]
    assert said["lines"] == [{"line": "line", "in": 2, "out": 1}]
    assert said["health"]["lens"] == "clear"
    assert said["zones"][0]["most"] == 3
    assert list(tmp_path.iterdir()) == []  # no picture is written, nor anything else


def test_the_other_way_round_in_is_out(film: str) -> None:
    said = json.loads(call(film, "--line", "320,120,0,120", "--json").stdout)
    assert (said["in"], said["out"]) == (1, 2)


def test_shares_of_the_picture_are_as_good_as_pixels_and_lines_have_names(film: str) -> None:
    done = call(film, "--line", "door:0,0.5,1,0.5", "--line", "left:0,120,110,120", "--json")
    said = json.loads(done.stdout)
    assert [(each["line"], each["in"], each["out"]) for each in said["lines"]] == [
        ("door", 2, 1),
        ("left", 1, 0),
    ]


def test_people_get_a_table(film: str) -> None:
    done = call(film, "--line", "0,120,320,120")
    assert done.exit_code == 0
    assert "3 people followed" in done.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--line", "0,120,900,120"], "leaves the picture: 900,120"),
        (["--line", "50,50,50,50"], "begins and ends at one point"),
        (["--line", "1,2,3"], "not four numbers"),
        (["--line", "a,b,c,d"], "not made of numbers"),
        (["--line", "0,nan,9,9"], "no place"),
        (["--zone", "till:1,1,2,2"], "not three corners"),
        (["--line", "a:0,9,9,9", "--line", "a:0,8,9,8"], "Two are called a"),
        ([], "Say where to count"),
    ],
)
def test_what_cannot_be_counted_on_is_a_wrong_call(
    film: str, words: list[str], reason: str
) -> None:
    done = call(film, *words)
    assert done.exit_code == 2
    assert reason in done.output


def test_a_file_that_is_no_video_or_not_there_is_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "door.mp4"
    text.write_text("no film")
    done = call(str(text), "--line", "0,1,9,1", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "is no video that can be read" in done.output
    missing = call(str(tmp_path / "nothing.mp4"), "--line", "0,1,9,1")
    assert missing.exit_code == 2
    assert "does not exist" in missing.output
