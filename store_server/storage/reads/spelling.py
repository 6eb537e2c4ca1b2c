"""Names as they are looked for: without accents, in pieces, and as they sound."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and its mark.
_LETTERS = str.maketrans(
    {"ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
# What is written in several ways and sounds alike to most of the boutique's languages.
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"(sch|sh|ch|tch)"), "s"),
    (re.compile(r"(qu|ck|c|q)"), "k"),
    (re.compile(r"(eau|aux|au|eaux)"), "o"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"th"), "t"),
    (re.compile(r"h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.{2})[estx]$"), ""),
)


def plain(text: str) -> str:
    """Lower case, without accents; whatever is no letter or digit is a space."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(
        letter if letter.isalnum() else " "
        for letter in taken_apart
        if unicodedata.category(letter) != "Mn"
    )


def words(text: str) -> list[str]:
    return plain(text).split()


def sound(word: str) -> str:
    """What is left of a plain word when it is only heard; never empty."""
    heard = word
    for pattern, letter in _SOUNDS:
        heard = pattern.sub(letter, heard)
    return heard or word


def digits(text: str) -> str:
    """A telephone number without what changes between home and abroad: +, 00 and 0."""
    dialled = text.replace("(0)", "")
    return "".join(letter for letter in dialled if letter.isdigit()).lstrip("0")
