"""Card numbers in text: none may come through a door, so that none is ever written or logged.

Nobody needs to type one here: a payer types it on the provider's page, or holds the card to a
reader. Whoever writes one into a note has to be told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Thirteen to nineteen digits, one space, dash or point between them at most.
_RUN = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0\u2009\u2010-\u2013\u202f]?\d){12,18}(?!\d)")
_SPACES = re.compile(r"\D")
# An identifier or a key in hexadecimal is no card, whatever digits stand in it.
_HEXADECIMAL = re.compile(r"\b(?=[0-9a-fA-F-]*[a-fA-F])[0-9a-fA-F]+(?:-[0-9a-fA-F]+)*\b")
_LONG_ENOUGH = 24

# The first digits of the schemes and how long their numbers are (ISO/IEC 7812).
_SCHEMES = (
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"30[0-5]|3095|3[689]"), {14, 15, 16, 17, 18, 19}),
    (re.compile(r"35(2[89]|[3-8])"), {16, 17, 18, 19}),
    (re.compile(r"6"), {13, 14, 15, 16, 17, 18, 19}),
    (re.compile(r"50|5[6-8]"), {13, 14, 15, 16, 17, 18, 19}),
    (re.compile(r"220[0-4]|8[12]"), {16, 17, 18, 19}),
)
_GTIN_LENGTHS = (13, 14)


def has_card_number(text: str) -> bool:
    """Whether a payment card's number stands in it, grouped or not, in any script's digits."""
    return any(_numbers(text))


def _numbers(text: str) -> Iterator[str]:
    if sum(character.isdigit() for character in text) < 13:
        return
    plain = _plain(text)
    keys = [
        match.span() for match in _HEXADECIMAL.finditer(plain) if len(match.group()) >= _LONG_ENOUGH
    ]
    for match in _RUN.finditer(plain):
        start, end = match.span()
        if any(first <= start and end <= last for first, last in keys):
            continue
        digits = _SPACES.sub("", match.group())
        phone = plain[:start].endswith("+")
        article = match.group() == digits and _is_gtin(digits)
        if _is_card(digits) and not phone and not article:
            yield digits


def _plain(text: str) -> str:
    """The same length, with every decimal digit of every script as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _is_card(digits: str) -> bool:
    known = any(scheme.match(digits) and len(digits) in lengths for scheme, lengths in _SCHEMES)
    return known and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_gtin(digits: str) -> bool:
    """Articles have thirteen or fourteen digits too, and a check digit of another kind."""
    if len(digits) not in _GTIN_LENGTHS:
        return False
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[::-1]))
    return sum(weighted) % 10 == 0
