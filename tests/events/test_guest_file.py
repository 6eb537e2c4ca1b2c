"""Guest lists as files: what spreadsheets write, mistakes by line, no formula on the way out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.guest_file import COLUMNS, guarded, read, unguarded, write

FRENCH = (
    "Prénom;Nom;E-mail;Téléphone;Langue;Accompagnants\nZoé;Müller;zoe@x.example;+33 1 23;fr;2\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_french_spreadsheet_is_read_whatever_its_letters(encoding: str) -> None:
    found = read(FRENCH.encode(encoding))
    (line,) = found.lines
    assert found.mistakes == ()
    assert (line.given_name, line.family_name, line.email) == ("Zoé", "Müller", "zoe@x.example")
    assert (line.number, line.language, line.plus_ones) == (2, "fr", 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_understood(delimiter: str) -> None:
    text = "given name,family name,note\nNoor,Al-Sayed,window\n".replace(",", delimiter)
    (line,) = read(text.encode()).lines
    assert (line.given_name, line.family_name, line.note) == ("Noor", "Al-Sayed", "window")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",,a@x.example,,", "given_name"),
        ("Ann,,nobody,,", "email"),
        ("Ann,,,call me,", "phone"),
        ("Ann,,,,many", "plus_ones"),
        (f"{'x' * 121},,,,", "given_name"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(row: str, column: str) -> None:
    text = f"given_name,family_name,email,phone,plus_ones\nBea,,,,\n\n{row}\n"
    (mistake,) = read(text.encode()).mistakes
    assert (mistake.line, mistake.column) == (4, column)


def test_a_mistake_shows_what_stands_there_and_of_what_is_long_its_beginning() -> None:
    text = f"given_name,email,phone\nAnn,nobody,\nBo,,call \x07me\nAnn,nobody,\n{'x' * 121},,\n"
    found = [(one.slip.value, one.value) for one in read(text.encode()).mistakes]
    assert found == [
        ("no_email", "nobody"),
        ("control_letters", "call  me"),
        ("no_phone", "call  me"),
        ("no_email", "nobody"),
        ("same_guest", "Ann"),
        ("too_long", f"{'x' * 60}…"),
    ]


def test_the_same_guest_twice_in_one_file_is_a_mistake_and_a_namesake_is_not() -> None:
    text = "nom,email\nDurand,a@x.example\nDurand,b@x.example\nDURAND ,A@x.example\n"
    found = read(text.encode())
    assert [one.line for one in found.mistakes] == [4]
    assert len({one.key for one in found.lines}) == 2


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"color,size\nred,3\n", b'nom\n"open\n'])
def test_what_is_no_guest_list_says_so_and_names_nobody(raw: bytes) -> None:
    found = read(raw)
    assert found.mistakes
    assert found.lines == ()


def test_a_session_that_the_event_has_not_is_a_mistake() -> None:
    found = read(b"nom,session\nDurand,2\nMoreau,9\n", sessions=[1, 2])
    assert [(one.line, one.column) for one in found.mistakes] == [(3, "session")]


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_no_cell_that_goes_out_is_a_formula(cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(write([[cell]], ["nom"]).decode("utf-8-sig")), delimiter=";")
    assert row[0] == f"'{cell}"


@given(st.text(max_size=40))
def test_what_was_guarded_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.binary(max_size=400))
def test_no_file_is_too_odd_to_be_answered(raw: bytes) -> None:
    found = read(b"nom,email,note\n" + raw, sessions=[1])
    assert all(set(COLUMNS) | {""} >= {one.column} for one in found.mistakes)
