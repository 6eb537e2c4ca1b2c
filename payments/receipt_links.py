"""The name under which a receipt is opened: nobody guesses one, and nothing of it is stored.

1.42.r.k5zq…      till, number, r for the receipt or g for the gift's, and a mark of these three
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from dataclasses import dataclass, field

MARK_LETTERS = 26  # of 130 bits
_NAME = re.compile(r"([A-Za-z0-9_-]{1,32})\.([1-9][0-9]{0,17})\.([rg])\.([a-z2-7]{26})")


@dataclass(frozen=True, slots=True)
class Opened:
    till: str
    number: int
    gift: bool


@dataclass(frozen=True, slots=True)
class ReceiptLinks:
    """`secret` is the boutique's own. A gift's name tells nothing of the priced receipt's."""

    secret: bytes = field(repr=False)

    def name(self, till: str, number: int, gift: bool = False) -> str:
        said = f"{till}.{number}.{'g' if gift else 'r'}"
        return f"{said}.{self._mark(said)}"

    def open(self, name: str) -> Opened | None:
        """None for whatever we never gave."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        till, number, kind, mark = found.groups()
        if not hmac.compare_digest(self._mark(f"{till}.{number}.{kind}"), mark):
            return None
        return Opened(till, int(number), kind == "g")

    def _mark(self, said: str) -> str:
        digest = hmac.digest(self.secret, said.encode(), hashlib.sha256)
        return b32encode(digest).decode().lower()[:MARK_LETTERS]
