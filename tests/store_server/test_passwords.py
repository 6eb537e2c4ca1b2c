"""Devices' passwords: as Mosquitto keeps them, so that one line serves both brokers."""

from __future__ import annotations

import pytest

from store_server.passwords import hash_password, new_password, password_fits
from store_server.web.tokens import hash_pin, pin_fits

# Written by mosquitto_passwd for the password "secret".
MOSQUITTOS = (
    "$7$101$RzqBrQ5H8fqkxW7J$lo0Dh0w6K6mLZB1JSkKABi7ZjVdwVNV3PxjpqvM05SMez/PLQ040t+MVKh6XzjY6MLEN0Xz"
    "ykPfm2eHEAsI3/A=="
)


@pytest.fixture(autouse=True)
def quick_hashes() -> None:
    """Here they are as the house has them."""


def test_a_line_that_mosquitto_wrote_is_understood() -> None:
    assert password_fits("secret", MOSQUITTOS)
    assert not password_fits("Secret", MOSQUITTOS)


def test_a_password_fits_its_own_hash_and_no_other() -> None:
    first, second = new_password(), new_password()
    assert first != second
    kept = hash_password(first)
    assert password_fits(first, kept)
    assert not password_fits(second, kept)
    assert first not in kept
    assert hash_password(first) != kept


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "$",
        "plain",
        "$6$aa$bb",
        "$7$x$AA$AA",
        "$7$0$AA==$AA==",
        "$7$101$?$AA",
        "$7$9999999$AA==$AA==",
    ],
)
def test_what_is_no_hash_fits_nothing(kept: str) -> None:
    assert not password_fits("", kept)


def test_a_pin_costs_whoever_guesses_64_mib_and_three_rounds() -> None:
    kept = hash_pin("2580")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,")
    assert pin_fits("2580", kept)
    assert not pin_fits("2581", kept)
