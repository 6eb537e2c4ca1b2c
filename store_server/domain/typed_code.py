"""A code to type where no camera reads: nine letters that stand for the number of a pass.

A code is made of the number with a key of the house and is kept nowhere, so that no copy of the
database, and no pass, tells another's. One of 512 thousand million is right, and the doors limit
wrong tries. Whose a code is, is found among the numbers that are asked about.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # 20 letters: no vowel makes no word, and nothing looks like 0
LETTERS, GROUP = 9, 3


@dataclass(frozen=True, slots=True)
class TypedCodes:
    """`key` are 32 bytes for one kind of pass; they never leave the server."""

    key: bytes = field(repr=False)

    def of(self, number: int) -> str:
        """As it is printed and read aloud: XXX-XXX-XXX."""
        letters = self._letters(number)
        return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))

    def number(self, text: str, among: Iterable[int]) -> int | None:
        """Which of these numbers it is of; None where of none, or of two."""
        letters = letters_of(text)
        found = [number for number in among if self._letters(number) == letters]
        return found[0] if len(found) == 1 else None

    def _letters(self, number: int) -> str:
        digest = hmac.digest(self.key, number.to_bytes(8, "big"), hashlib.sha256)
        value = int.from_bytes(digest, "big")
        letters = []
        for _ in range(LETTERS):
            value, place = divmod(value, len(ALPHABET))
            letters.append(ALPHABET[place])
        return "".join(letters)


def letters_of(text: str) -> str | None:
    """The letters as typed: any case, spaces and dashes wherever. None where it cannot be one."""
    if len(text) > 4 * LETTERS:
        return None
    letters = "".join(text.split()).replace("-", "").upper()
    well_made = len(letters) == LETTERS and set(letters) <= set(ALPHABET)
    return letters if well_made else None
