"""Which way a counter counts, by its name."""

from __future__ import annotations

import pytest

from devices.counters.ways import way


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Enter", ("line", "in")),
        ("EXIT", ("line", "out")),
        ("fw", ("line", "in")),
        ("LINE_BW", ("LINE", "out")),
        ("MainEntranceIn", ("MainEntrance", "in")),
        ("Door2Out", ("Door2", "out")),
        ("Salon - exit", ("Salon", "out")),
        ("Main", None),
        ("Cabin", None),
        ("Checkout", None),
        ("Zone 1", None),
        ("", None),
    ],
)
def test_the_word_stands_at_the_end_apart_or_with_a_capital(
    name: str, expected: tuple[str, str] | None
) -> None:
    assert way(name) == expected
