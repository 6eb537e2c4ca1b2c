"""The words of the screens, by their keys: a test says what is meant, the catalogue how."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parents[2] / "kiosk_ui" / "catalogue"


@cache
def catalogue(language: str) -> dict[str, str]:
    text = (CATALOGUES / f"{language}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def fr(key: str, **values: str) -> str:
    return say("fr", key, **values)


def en(key: str, **values: str) -> str:
    return say("en", key, **values)


def say(language: str, key: str, **values: str) -> str:
    """Only messages without plurals."""
    words = catalogue(language)[key]
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    assert "{" not in words, f"{key} needs more values: {words}"
    return words
