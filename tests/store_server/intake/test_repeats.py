"""Packets that carry a number of their own."""

from __future__ import annotations

from store_server.intake.repeats import NUMBERS_KEPT, PAIRS_AT_MOST, Repeats


def test_a_number_is_told_once_by_each_gateway_of_each_device() -> None:
    repeats = Repeats()
    assert not repeats.known("a", "ann", "82")
    assert repeats.known("a", "ann", "82")
    assert not repeats.known("b", "ann", "82")
    assert not repeats.known("a", "bea", "82")


def test_a_number_that_comes_round_again_is_a_new_one() -> None:
    repeats = Repeats()
    numbers = [str(number % 256) for number in range(600)]
    assert not any(repeats.known("a", "ann", number) for number in numbers)


def test_a_late_repetition_is_known_too() -> None:
    repeats = Repeats()
    for number in range(NUMBERS_KEPT):
        repeats.known("a", "ann", str(number))
    assert repeats.known("a", "ann", "0")


def test_a_flood_costs_no_memory() -> None:
    repeats = Repeats()
    for number in range(PAIRS_AT_MOST + 10):
        repeats.known("a", str(number), "1")
    assert len(repeats._told) <= PAIRS_AT_MOST
