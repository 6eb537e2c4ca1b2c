"""The words of the pages, from the same catalogues as the screens'."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from store_server import settings_rules

LANGUAGES = ("fr", "en")
GUEST_LANGUAGES = settings_rules.LANGUAGES  # of the kiosk and the clients' own pages
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


class Catalogue:
    """Reads each language once. A key that is missing is shown as itself: seen, and mended."""

    def __init__(self, folder: Path | None, default: str) -> None:
        self._folder = folder
        self._default = default if default in LANGUAGES else LANGUAGES[0]
        self._words: dict[str, dict[str, str]] = {}

    def say(self, language: str, key: str, fallback: str = "") -> str:
        words = self._words.get(language)
        if words is None:
            words = self._words[language] = self._read(language)
        return words.get(key) or fallback or key

    def choose(self, wanted: Sequence[str], offered: Sequence[str] = LANGUAGES) -> str:
        """The first of the wanted languages that is offered; else the boutique's own."""
        for tag in wanted:
            base = tag.split("-", 1)[0].lower()
            if base in offered:
                return base
        return self._default

    def _read(self, language: str) -> dict[str, str]:
        if self._folder is None:
            return {}
        try:
            raw = (self._folder / f"{language}.json").read_bytes()
        except FileNotFoundError:
            return {}
        return msgspec.json.decode(raw, type=dict[str, str])


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
