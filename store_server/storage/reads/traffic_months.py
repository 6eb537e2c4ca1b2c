"""Long ranges by weekday and hour: whole months from their roll-up, the rest from quarter-hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from store_server.domain.measures import Source, Sums
from store_server.domain.quarters import DAY, place_of
from store_server.storage.reads.traffic_cells import READ, Asked, narrowed
from store_server.storage.reads.traffic_lines import DOOR
from store_server.storage.tables import CountMonthRow

IN_MONTHS = {Source.LINES: DOOR, Source.STREET: "street"}

Cell = tuple[int, int]  # weekday and hour


def by_weekday_and_hour(asked: Asked, sources: Iterable[Source]) -> dict[Cell, Sums]:
    found: dict[Cell, Sums] = {}
    fine = replace(asked, by="hour")
    for source in sources:
        months, rest = _parts(asked.first, asked.last) if source in IN_MONTHS else (None, None)
        if months is not None:
            for cell, sums in _from_months(asked, source, *months):
                found.setdefault(cell, Sums()).join(sums)
        for first, last in [(asked.first, asked.last)] if rest is None else rest:
            for at, sums in READ[source](replace(fine, first=first, last=last)):
                place = place_of(at, asked.zone)
                found.setdefault((place.weekday, place.hour), Sums()).join(sums)
    return found


def _parts(first: date, last: date) -> tuple[tuple[date, date] | None, list[tuple[date, date]]]:
    """The whole months from the first to the last of them, and what lies before and after."""
    begins = first if first.day == 1 else _next_month(first)
    ends = _next_month(last) - DAY
    ends = ends if ends == last else last.replace(day=1) - DAY
    if begins > ends:
        return None, [(first, last)]
    rest = [(first, begins - DAY), (ends + DAY, last)]
    return (begins, ends), [(one, other) for one, other in rest if one <= other]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + DAY * 31).replace(day=1)


def _from_months(
    asked: Asked, source: Source, first: date, last: date
) -> Iterator[tuple[Cell, Sums]]:
    row: Any = CountMonthRow
    query = (
        select(row.weekday, row.hour, func.sum(row.people_in), func.sum(row.people_out))
        .where(row.month >= first, row.month <= last)
        .group_by(row.weekday, row.hour)
    )
    role: Any = IN_MONTHS[source]
    for weekday, hour, people_in, people_out in asked.connection.execute(
        narrowed(asked, row, query, role)
    ):
        if source is Source.STREET:
            sums = Sums({"street": float(people_in + people_out)})
        else:
            sums = Sums({"people_in": float(people_in), "people_out": float(people_out)})
        yield (weekday, hour), sums
