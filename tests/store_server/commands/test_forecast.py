"""`accueil forecast`, as a person or a program calls it."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from store_server.commands.forecast import command

BEGIN = datetime.fromisoformat("2026-01-05")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    lots = random.Random(3)
    hours = [BEGIN + number * timedelta(hours=1) for number in range(10 * 7 * 24)]
    rows = [f"{hour.isoformat()},{lots.randint(20, 60)}" for hour in hours]
    file = tmp_path / "counts.csv"
    file.write_text("ts,count\n" + "\n".join(rows), encoding="utf-8")
    return file


def test_it_prints_one_json_object(history: Path) -> None:
    done = CliRunner().invoke(command, ["--backtest", str(history)])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert 0 < said["relative_mae"] < 1
    assert said["hours"] == 6 * 7 * 10
    assert said["mae"] / said["naive_mae"] == pytest.approx(said["relative_mae"], abs=0.001)


def test_a_door_with_a_steady_week_is_foretold_as_much_better_as_arithmetic_says(
    tmp_path: Path,
) -> None:
    """Seventeen weeks of half hours, as a real door counter keeps them: July to November.

    Each half hour is what its place in the week always is plus a normal error of one size s,
    so a week ago errs by s·√2 and the median of six by s·√(1 + π/12): 0.794 of it. Six are
    few for that limit; the mean of six would be √(7/6)/√2 = 0.764, and lies below.
    """
    lots = random.Random(5)
    begin = datetime.fromisoformat("2005-07-25")
    rows = []
    for number in range(17 * 7 * 48):
        half = begin + number * timedelta(minutes=30)
        usual = 40 + 5 * half.weekday() + 10 * (half.hour % 4)
        rows.append(f"{half.isoformat()},{max(0, round(lots.gauss(usual, 6)))}")
    file = tmp_path / "door.csv"
    file.write_text("ts,count\n" + "\n".join(rows), encoding="utf-8")
    done = CliRunner().invoke(command, ["--backtest", str(file)])
    assert done.exit_code == 0, done.output
    assert 0.764 < json.loads(done.stdout)["relative_mae"] < 0.85


def test_rows_of_one_hour_are_added_up_and_the_head_may_be_missing(history: Path) -> None:
    halves = history.with_name("halves.csv")
    lines = history.read_text(encoding="utf-8").splitlines()[1:]
    halved = []
    for line in lines:
        ts, count = line.split(",")
        halved += [f"{ts},{int(count) / 2}", f"{ts.replace(':00:00', ':30:00')},{int(count) / 2}"]
    halves.write_text("\n".join(halved), encoding="utf-8")
    whole = CliRunner().invoke(command, ["--backtest", str(history)]).stdout
    assert CliRunner().invoke(command, ["--backtest", str(halves)]).stdout == whole


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("soon,3", "Line 2, ts: 'soon'"),
        ("2026-01-05T10:00,many", "Line 2, count: 'many'"),
        ("2026-01-05T10:00,-1", "Line 2, count: '-1'"),
        ("2026-01-05T10:00,nan", "Line 2, count: 'nan'"),
        ("2026-01-05T10:00", "Line 2: 1 columns"),
        ("2026-01-05T10:00,3", "cannot be judged"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, named: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(f"ts,count\n{row}\n", encoding="utf-8")
    done = CliRunner().invoke(command, ["--backtest", str(file)])
    assert done.exit_code == 1
    assert named in done.stderr


def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\xff\xd8\xff\xe0" * 100)
    done = CliRunner().invoke(command, ["--backtest", str(file)])
    assert (done.exit_code, "no CSV" in done.stderr) == (1, True)


@pytest.mark.parametrize("hours", ["20-10", "10", "0-25", "ten-two"])
def test_opening_hours_that_are_none_are_refused(history: Path, hours: str) -> None:
    done = CliRunner().invoke(command, ["--backtest", str(history), "--open", hours])
    assert (done.exit_code, "10-20" in done.output) == (2, True)
