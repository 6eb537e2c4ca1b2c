"""One showing of a code is one message, not thirty."""

from __future__ import annotations

from devices.agents.scanner.showings import AWAY_S, REMEMBERED, Showings
from devices.agents.scanner.source import Read

PASS = Read("pass:1", "qr")
STRIPES = Read("4006381333931", "ean13")


def test_a_code_that_is_held_there_is_one() -> None:
    showings = Showings()
    assert [showings.is_new(PASS, number / 30) for number in range(900)] == [True] + [False] * 899


def test_it_is_another_one_once_it_was_away_for_a_while() -> None:
    showings = Showings()
    assert showings.is_new(PASS, 0.0)
    assert not showings.is_new(PASS, AWAY_S - 0.1)
    assert not showings.is_new(PASS, 2 * AWAY_S - 0.2)
    assert showings.is_new(PASS, 3 * AWAY_S - 0.2)


def test_two_codes_side_by_side_are_two() -> None:
    showings = Showings()
    other = Read("pass:2", "qr")
    seen = [showings.is_new(read, at_s) for at_s in (0.0, 0.03, 0.06) for read in (PASS, other)]
    assert seen == [True, True, False, False, False, False]


def test_stripes_are_believed_when_they_were_read_twice() -> None:
    showings = Showings()
    misread = Read("4006381333924", "ean13")
    assert not showings.is_new(STRIPES, 0.0)
    assert not showings.is_new(misread, 0.03)
    assert showings.is_new(STRIPES, 0.06)
    assert not showings.is_new(STRIPES, 0.09)
    assert not showings.is_new(misread, 5.0)


def test_a_wall_of_codes_costs_no_memory() -> None:
    showings = Showings()
    for number in range(3 * REMEMBERED):
        assert showings.is_new(Read(f"pass:{number}", "qr"), 0.001 * number)
        showings.is_new(Read(f"{number}", "ean13"), 0.001 * number)
    assert len(showings._shown_s) <= REMEMBERED
    assert len(showings._doubted_s) <= REMEMBERED
