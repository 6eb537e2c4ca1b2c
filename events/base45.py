"""Bytes as text that a QR code holds in its densest mode for text (RFC 9285)."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_BASE = len(ALPHABET)
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


class Base45Error(ValueError):
    """The text was not made by `encode`."""


def encode(data: bytes) -> str:
    """Two bytes become three letters, a last single byte two."""
    letters: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, letter = divmod(value, _BASE)
            letters.append(ALPHABET[letter])
    return "".join(letters)


def decode(text: str) -> bytes:
    """Raises `Base45Error`. Every text has one reading, and every reading one text."""
    data = bytearray()
    for at in range(0, len(text), 3):
        letters = text[at : at + 3]
        value = 0
        for letter in reversed(letters):
            try:
                value = value * _BASE + _VALUES[letter]
            except KeyError:
                raise Base45Error("a letter that is not of this alphabet") from None
        try:
            data += value.to_bytes(len(letters) - 1, "big")
        except OverflowError:
            raise Base45Error("letters that stand for no bytes") from None
        if len(letters) == 1:
            raise Base45Error("a letter that stands alone")
    return bytes(data)
