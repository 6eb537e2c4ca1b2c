"""Card numbers are found as people write them, and what only looks like one is left alone."""

from __future__ import annotations

import pytest

from store_server.domain.card_numbers import has_card_number
from store_server.domain.code import is_nobodys_business

# The numbers that schemes and providers give out for tests; no money hangs on any of them.
CARDS = (
    "4242424242424242",
    "4000056655665556",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "5200828282828210",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "3056930009020004",
    "36227206271667",
    "3566002020360505",
    "6200000000000005",
    "6205500000000000004",
)


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_found_however_it_is_written(number: str) -> None:
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    wide = number.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    arabic = number.translate({ord("0") + n: 0x0660 + n for n in range(10)})
    for text in (
        number,
        grouped,
        grouped.replace(" ", "-"),
        grouped.replace(" ", "\u00a0"),
        f"la carte de Madame est {number}, exp 12/29",
        f"card:{grouped}.",
        wide,
        arabic,
        f"%B{number}^DOE/JANE^2912",
    ):
        assert has_card_number(text), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4242424242424241",  # its check digit is wrong
        "42424242424242424242424242424242",  # too long
        "3012345678900",  # an article's EAN-13
        "4006381333931",
        "03012345678900",
        "+49 1512 3456 7890",
        "+33 1 23 45 67 89",
        "1764376000000",  # a moment in milliseconds
        "2026-11-29 01:54:19.123456",
        "01990000-0000-7000-8000-000000000000",
        "0199f4a2-4242-7242-8424-242424242424",
        "a4242424242424242b0123456789abcdef",
        "1250.00 EUR, 1250.00 EUR, 1250.00 EUR",
        "RCS Paris 123 456 789",
        "FR76 3000 6000 0112 3456 7890 189",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not has_card_number(text)


def test_a_card_that_is_shown_at_a_door_is_nobodys_business() -> None:
    assert is_nobodys_business("%B4242424242424242^DOE/JANE^2912")
    assert not is_nobodys_business("HELLO 4242424242424241")
