"""A code held before a camera is seen thirty times a second, and shown once. Pure."""

from __future__ import annotations

from devices.agents.scanner.source import Read

AWAY_S = 5.0
REMEMBERED = 500
CONFIRMED_WITHIN_S = 1.0
# A stripe that is read wrongly can still have the right check digit; these correct themselves.
SURE = frozenset({"qr", "gs1_qr", "datamatrix", "gs1_datamatrix", "aztec", "pdf417"})


class Showings:
    """New is what was out of the picture for a while; stripes are believed when read twice."""

    def __init__(self, away_s: float = AWAY_S) -> None:
        self._away_s = away_s
        self._shown_s: dict[Read, float] = {}
        self._doubted_s: dict[Read, float] = {}

    def is_new(self, read: Read, at_s: float) -> bool:
        shown_s = self._shown_s.get(read)
        if shown_s is not None and at_s - shown_s < self._away_s:
            self._shown_s[read] = at_s
            return False
        if read.symbology not in SURE and not self._confirmed(read, at_s):
            return False
        self._shown_s = {
            other: seen_s for other, seen_s in self._shown_s.items() if at_s - seen_s < self._away_s
        }
        while len(self._shown_s) >= REMEMBERED:
            del self._shown_s[next(iter(self._shown_s))]
        self._shown_s[read] = at_s
        return True

    def _confirmed(self, read: Read, at_s: float) -> bool:
        first_s = self._doubted_s.pop(read, None)
        if first_s is not None and 0 < at_s - first_s <= CONFIRMED_WITHIN_S:
            return True
        if len(self._doubted_s) >= REMEMBERED:
            self._doubted_s.clear()
        self._doubted_s[read] = at_s
        return False
