"""Codes to type: whose number they are of, and what cannot be one."""

from __future__ import annotations

import pytest

from store_server.domain.typed_code import TypedCodes, letters_of

CODES = TypedCodes(b"\7" * 32)


def test_a_code_finds_its_number_however_it_is_typed() -> None:
    code = CODES.of(42)
    assert [len(group) for group in code.split("-")] == [3, 3, 3]
    for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        assert CODES.number(typed, range(100)) == 42
    assert CODES.number(code, range(42)) is None


def test_a_code_is_the_same_for_as_long_as_its_key_is_and_another_with_another() -> None:
    assert CODES.of(1) == TypedCodes(b"\7" * 32).of(1)
    assert len({CODES.of(number) for number in range(5000)}) == 5000
    assert TypedCodes(b"\1" * 32).number(CODES.of(1), range(100)) is None
    assert "7" not in repr(CODES)


@pytest.mark.parametrize(
    "text", ["", "BCD-FGH", "BCD-FGH-JKA", "BCD-FGH-JK1", "BCDFGHJKLM", "B " * 99]
)
def test_what_is_written_otherwise_is_none(text: str) -> None:
    assert letters_of(text) is None
    assert CODES.number(text, range(10)) is None
