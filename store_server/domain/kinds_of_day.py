"""What is special about a day: a public holiday of the place, or an event of ours."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from store_server.domain import holidays_of_years
from store_server.domain.holidays_of_years import UnknownPlaceError as UnknownPlaceError

EVENT = "event"
YEARS_AT_ONCE = 10


@lru_cache(maxsize=64)
def _of_decade(place: str, first: int, language: str) -> dict[date, str]:
    return holidays_of_years.ask(place, first, first + YEARS_AT_ONCE - 1, language)


def holiday(place: str, day: date, language: str = "en_US") -> str:
    """Its name; empty on an ordinary day, and where no place was told.

    Raises `UnknownPlaceError`. The first of a place takes half a second, the next are at hand.
    """
    if not place:
        return ""
    first = day.year - day.year % YEARS_AT_ONCE
    return _of_decade(place, first, language).get(day, "")


def kind_of_day(place: str, event_days: Collection[date]) -> Callable[[date], str]:
    """For the forecast: days of one kind are foretold from each other."""

    def kind(day: date) -> str:
        named = holiday(place, day)
        held = EVENT if day in event_days else ""
        return " + ".join(word for word in (named, held) if word)

    return kind
