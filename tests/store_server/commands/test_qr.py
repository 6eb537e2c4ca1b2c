"""`accueil qr`: codes in pictures, read and made."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from devices.vision import qr_zbar
from devices.vision.qr import QrReader
from events.event import Rules
from events.passes import Keyring
from store_server.cli import run
from store_server.handlers import passes
from store_server.settings import Settings
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening

TEXT = "pass:CLND-7Q4M"


def made(file: Path, text: str = TEXT, *options: str) -> Path:
    assert run(["qr", "make", text, "-o", str(file), *options]) == 0
    return file


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_code_that_was_made_is_read_with_its_corners(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made(tmp_path / "pass.png")
    assert run(["qr", "decode", str(file)]) == 0
    (line,) = lines(capsys)
    corners = line.pop("corners")
    assert line == {"file": str(file), "data": TEXT, "symbology": "qr"}
    side = cv2.imread(str(file)).shape[0]
    expected = [[40, 40], [side - 40, 40], [side - 40, side - 40], [40, side - 40]]
    assert np.abs(np.array(corners) - expected).max() <= 4


def test_what_cannot_be_read_is_named_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = made(tmp_path / "pass.png")
    bad, empty = tmp_path / "bad.png", tmp_path / "empty.png"
    bad.write_bytes(good.read_bytes()[:60])
    empty.touch()
    missing = tmp_path / "missing.png"
    files = [bad, missing, good, empty, tmp_path]
    assert run(["qr", "decode", *map(str, files)]) == 1
    told = capsys.readouterr()
    assert [json.loads(line)["data"] for line in told.out.splitlines()] == [TEXT]
    assert told.err.splitlines() == [
        f"{bad}: not a picture that can be read",
        f"{missing}: there is no such file",
        f"{empty}: the file is empty",
        f"{tmp_path}: is a folder, not a picture",
    ]


def test_a_picture_without_a_code_prints_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = tmp_path / "blank.png"
    cv2.imwrite(str(blank), np.full((200, 200), 128, np.uint8))
    assert run(["qr", "decode", str(blank)]) == 0
    assert lines(capsys) == []


def test_every_page_is_read_and_numbered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = [cv2.imread(str(made(tmp_path / f"{n}.png", f"event:{n}")), 0) for n in range(12)]
    file = tmp_path / "sheets.tif"
    assert cv2.imwritemulti(str(file), sheets)
    assert run(["qr", "decode", str(file)]) == 0
    assert [(line["page"], line["data"]) for line in lines(capsys)] == [
        (n + 1, f"event:{n}") for n in range(12)
    ]


def test_a_large_sheet_with_many_codes_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    side = 330
    sheet = np.full((10 * side, 6 * side), 255, np.uint8)
    for n in range(60):
        code = cv2.imread(str(made(tmp_path / "one.png", f"pass:{n}")), 0)
        row, column = divmod(n, 6)
        sheet[row * side :, column * side :][: code.shape[0], : code.shape[1]] = code
    file = tmp_path / "sheet.png"
    cv2.imwrite(str(file), sheet)
    assert run(["qr", "decode", str(file)]) == 0
    assert {line["data"] for line in lines(capsys)} == {f"pass:{n}" for n in range(60)}


@pytest.mark.parametrize("depth", ["transparent", "sixteen bits", "colours", "jpeg"])
def test_pictures_of_every_depth_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], depth: str
) -> None:
    code = cv2.imread(str(made(tmp_path / "pass.png")), 0)
    file = tmp_path / ("deep.jpg" if depth == "jpeg" else "deep.png")
    if depth == "transparent":
        code = np.dstack([np.zeros_like(code)] * 3 + [255 - code])
    elif depth == "sixteen bits":
        code = code.astype(np.uint16) * 257
    elif depth == "colours":
        code = np.dstack([code] * 3)
    cv2.imwrite(str(file), code)
    assert run(["qr", "decode", str(file)]) == 0
    assert [line["data"] for line in lines(capsys)] == [TEXT]


def test_standard_input_is_a_file_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = made(tmp_path / "pass.png").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert run(["qr", "decode", "-"]) == 0
    assert [line["file"] for line in lines(capsys)] == ["-"]


def test_without_libzbar_codes_are_read_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(tmp_path / "pass.png")
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", None)
    assert run(["qr", "decode", str(file)]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["data"] == TEXT
    assert told.err == f"{qr_zbar.MISSING}\n"


def test_a_drawing_is_one_path_with_every_module(tmp_path: Path) -> None:
    file = made(tmp_path / "pass.svg", TEXT, "--size", "5")
    drawn = file.read_text(encoding="utf-8")
    side = 21 + 8
    assert f'viewBox="0 0 {side} {side}"' in drawn
    assert f'width="{side * 0.5:g}mm"' in drawn
    pixels = np.full((side, side), 255, np.uint8)
    path = drawn.rpartition(' d="')[2].partition('"')[0]
    for stroke in path.split("M")[1:]:
        start, _, rest = stroke.partition(" ")
        row, _, length = rest.partition(".5h")
        pixels[int(row), int(start) : int(start) + int(length)] = 0
    picture = cv2.resize(pixels, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    assert [code.data for code in QrReader().read(picture)] == [TEXT]


def test_on_the_terminal_two_rows_make_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["qr", "make", TEXT]) == 0
    drawn = capsys.readouterr().out.splitlines()
    assert len(drawn) == (21 + 8 + 1) // 2
    assert set("".join(drawn)) <= set("█▀▄ ")


@pytest.mark.parametrize(("level", "modules"), [("L", 25), ("h", 29)])
def test_more_correction_makes_a_larger_code(tmp_path: Path, level: str, modules: int) -> None:
    text = "https://maison.example/i"
    file = made(tmp_path / "x.png", text, "--level", level, "--size", "3", "--margin", "2")
    assert cv2.imread(str(file), 0).shape == ((modules + 4) * 3,) * 2


def test_the_text_may_come_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Élodie\n"))
    file = tmp_path / "x.png"
    assert run(["qr", "make", "-o", str(file)]) == 0
    assert [code.data for code in QrReader().read(cv2.imread(str(file)))] == ["Élodie"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x" * 3000], "The text has 3000 bytes; a code of level M holds 2331 at most."),
        ([""], "The text is empty."),
        (["x", "-o", "pass.gif"], "pass.gif: name a file that ends in .png or .svg."),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["qr", "make", *arguments]) == 1
    assert capsys.readouterr().err == f"{said}\n"


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(replace(Settings(data_dir=tmp_path), database_url=sqlite_url)).open()
    yield opened
    opened.storage.close()


@pytest.mark.parametrize("live", [False, True])
def test_the_pass_of_a_guest_is_made_as_their_page_shows_it(
    shop: Shop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    live: bool,
) -> None:
    soiree = OpenEvening(shop, rules=Rules(live_pass=live))
    guest, without = soiree.guest("Noor"), soiree.guest("Ida")
    with soiree.desk.work() as work:
        granted = passes.issue(work, guest, soiree.event)
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(shop.settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", shop.settings.database)
    file = tmp_path / "guest.png"
    assert run(["qr", "make", "--guest", without.id, "-o", str(file)]) == 1
    assert "no pass" in capsys.readouterr().err
    assert run(["qr", "make", "--guest", guest.id, "-o", str(file)]) == int(live)
    if live:
        assert "every thirty seconds" in capsys.readouterr().err
        return
    pixels = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    (code,) = QrReader().read(pixels)
    with shop.storage.store.begin() as uow:
        keys = uow.passes.keys()
    keyring = Keyring(one.public for one in keys)
    assert keyring.read(code.data)[0].number == granted.number
