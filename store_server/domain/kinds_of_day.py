"""What is special about a day: a public holiday of the place, or an event of ours."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

EVENT = "event"


class UnknownPlaceError(ValueError):
    """There is no such country, or it has no such part."""


@lru_cache(maxsize=64)
def _of_year(place: str, year: int, language: str) -> dict[date, str]:
    """By the name; a country without words in this language has them in its own."""
    from holidays import country_holidays  # slow to load, and asked for once

    country, _, part = place.partition("-")
    try:
        return dict(country_holidays(country, subdiv=part or None, years=year, language=language))
    except (NotImplementedError, KeyError, AttributeError) as error:
        raise UnknownPlaceError(f"{place!r} is no place whose holidays are known") from error


def holiday(place: str, day: date, language: str = "en_US") -> str:
    """Its name; empty on an ordinary day, and where no place was told."""
    return _of_year(place, day.year, language).get(day, "") if place else ""


def kind_of_day(place: str, event_days: Collection[date]) -> Callable[[date], str]:
    """For the forecast: days of one kind are foretold from each other."""

    def kind(day: date) -> str:
        named = holiday(place, day)
        held = EVENT if day in event_days else ""
        return " + ".join(word for word in (named, held) if word)

    return kind
