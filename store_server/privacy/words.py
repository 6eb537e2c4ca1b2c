"""The words about people's data, in the two languages that the law's readers read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("fr", "en")
DAYS_A_MONTH, DAYS_A_YEAR = 30, 365


@cache
def words(language: str) -> Mapping[str, str]:
    """In French where the language is neither."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    file = resources.files(__package__) / "words" / f"{known}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def said_days(days: float, said: Mapping[str, str]) -> str:
    """1095 days are three years, 395 thirteen months, 7 seven days."""
    for key, unit in (("years", DAYS_A_YEAR), ("months", DAYS_A_MONTH)):
        number = round(days / unit)
        if number > 1 and abs(days - number * unit) <= unit / 6:
            return said[f"days.{key}"].format(n=number)
    return said["days.day" if days == 1 else "days.days"].format(n=f"{days:g}")
