"""GS1's numbers: check digits, and element strings (GS1 General Specifications, sections 3 and 7).

An element string is a row of values, each behind its application identifier. Values of a length
that the standard fixes follow each other directly; others end with a separator or with the code.
"""

from __future__ import annotations

import re

GTIN, BATCH, SERIAL = "01", "10", "21"
SEPARATOR = "\x1d"  # what a scanner sends for FNC1 within a code

GTIN_DIGITS = 14
GTIN_LENGTHS = (8, 12, 13, 14)

# The first two digits of an identifier -> how long the element is, both digits counted (7.8.4).
_FIXED = {
    "00": 20,
    "01": 16,
    "02": 16,
    "03": 16,
    "04": 18,
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19"), 8),
    "20": 4,
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10),
    "41": 16,
}
_THREE_DIGITS = ("23", "24", "25", "40", "41", "42", "71")
_FOUR_DIGITS = ("31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82")
_WRITTEN = re.compile(r"\((\d{2,4})\)([^(]*)")


def gtin(digits: str, symbology: str = "") -> str:
    """Fourteen digits, from any of the shorter numbers; empty where the check digit is wrong."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in GTIN_LENGTHS:
        return ""
    if symbology == "upce":
        digits = _expanded(digits)
    return digits.zfill(GTIN_DIGITS) if _checks(digits) else ""


def check_digit(digits: str) -> int:
    """Of the digits before it: weighted 3 and 1 from the right (7.9.1)."""
    weighted = (int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(digits[::-1]))
    return -sum(weighted) % 10


def elements(text: str) -> dict[str, str]:
    """The values by their identifiers, as a scanner sends them or in brackets as people write them.

    What comes after something that is no element is left out.
    """
    if text.startswith("("):
        return dict(_WRITTEN.findall(text))
    found: dict[str, str] = {}
    rest = text.lstrip(SEPARATOR)
    while rest:
        name = _identifier(rest)
        if name is None:
            break
        length = _FIXED.get(rest[:2])
        value, rest = (
            (rest[len(name) : length], rest[length:])
            if length is not None
            else rest[len(name) :].split(SEPARATOR, 1)
            if SEPARATOR in rest
            else (rest[len(name) :], "")
        )
        rest = rest.lstrip(SEPARATOR)
        found.setdefault(name, value)
    return found


def _identifier(text: str) -> str | None:
    length = 3 if text[:2] in _THREE_DIGITS else 4 if text[:2] in _FOUR_DIGITS else 2
    name = text[:length]
    return name if len(name) == length and name.isascii() and name.isdigit() else None


def _checks(digits: str) -> bool:
    return int(digits[-1]) == check_digit(digits[:-1])


def _expanded(digits: str) -> str:
    """A UPC-E of eight digits as the UPC-A that it abbreviates (7.10)."""
    system, body, check = digits[0], digits[1:7], digits[7:]
    last = body[5]
    if last in "012":
        middle = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        middle = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        middle = f"{body[:4]}00000{body[4]}"
    else:
        middle = f"{body[:5]}0000{last}"
    return f"{system}{middle}{check}"
