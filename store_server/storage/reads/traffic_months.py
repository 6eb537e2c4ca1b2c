"""Long ranges by weekday and hour: whole months from their roll-up, the rest from quarter-hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from store_server.domain.measures import Source, Sums
from store_server.domain.quarters import DAY, bounds, place_of
from store_server.storage.reads.traffic_cells import READ, Asked
from store_server.storage.reads.traffic_lines import DOOR, Summed, summed
from store_server.storage.tables import CountMonthRow, CountQuarterRow
from store_server.traffic_views import Role

IN_MONTHS: dict[Source, Role] = {
    Source.LINES: DOOR,
    Source.STREET: "street",
    Source.BADGES: DOOR,
}

Cell = tuple[int, int]  # weekday and hour


def by_weekday_and_hour(asked: Asked, sources: Iterable[Source]) -> dict[Cell, Sums]:
    found: dict[Cell, Sums] = {}
    for source in sources:
        cells = _counted(asked, source) if source in IN_MONTHS else _others(asked, source)
        for cell, sums in cells:
            found.setdefault(cell, Sums()).join(sums)
    return found


def leave_out(
    asked: Asked,
    found: Mapping[Cell, Sums],
    sources: Iterable[Source],
    hours: frozenset[tuple[date, int]],
) -> None:
    """Take out of what was found what was counted in these hours of days."""
    days = sorted({day for day, _ in hours})
    for source in sources:
        if source not in IN_MONTHS:
            continue
        wanted = _of(asked, CountQuarterRow, source)
        for day in days:
            for at, *people in summed(asked.connection, wanted, *bounds(day, day, asked.zone)):
                place = place_of(at, asked.zone)
                if (place.day, place.hour) in hours:
                    counted = _sums(source, *people).of
                    found[place.weekday, place.hour].add(
                        **{name: -number for name, number in counted.items()}
                    )


def _counted(asked: Asked, source: Source) -> Iterator[tuple[Cell, Sums]]:
    today = place_of(asked.now, asked.zone).day
    months, rest = _parts(asked.first, asked.last, today)
    if months is not None:
        yield from _from_months(asked, source, *months)
    for first, last in rest:
        yield from _from_quarters(replace(asked, first=first, last=last), source)


def _others(asked: Asked, source: Source) -> Iterator[tuple[Cell, Sums]]:
    for at, sums in READ[source](replace(asked, by="hour")):
        place = place_of(at, asked.zone)
        yield (place.weekday, place.hour), sums


def _parts(
    first: date, last: date, today: date
) -> tuple[tuple[date, date] | None, list[tuple[date, date]]]:
    """The whole months from the first to the last of them, and what lies before and after. A month
    that goes on is whole up to today: nothing is counted for tomorrow."""
    begins = first if first.day == 1 else _next_month(first)
    ends = _next_month(last) - DAY
    if last >= today >= begins:
        return (begins, ends), [(first, begins - DAY)] if first < begins else []
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
    wanted = _of(asked, CountMonthRow, source)
    for weekday, hour, *people in summed(asked.connection, wanted, first, last + DAY):
        yield (weekday, hour), _sums(source, *people)


def _from_quarters(asked: Asked, source: Source) -> Iterator[tuple[Cell, Sums]]:
    """Added up before it is put into sums: a month has three thousand quarter-hours."""
    wanted = _of(asked, CountQuarterRow, source)
    came: dict[Cell, list[int]] = {}
    for at, people_in, people_out in summed(asked.connection, wanted, *asked.bounds):
        local = at.astimezone(asked.zone)
        people = came.setdefault((local.isoweekday(), local.hour), [0, 0])
        people[0] += people_in
        people[1] += people_out
    for cell, people in came.items():
        yield cell, _sums(source, *people)


def _of(asked: Asked, level: Any, source: Source) -> Summed:
    of_months, of_staff = level is CountMonthRow, source is Source.BADGES
    return asked.of(level, IN_MONTHS[source], cells=of_months, staff=of_staff)


def _sums(source: Source, people_in: int, people_out: int) -> Sums:
    if source is Source.BADGES:
        return Sums({"staff": people_in + people_out})
    if source is Source.STREET:
        return Sums({"street": people_in + people_out})
    return Sums({"people_in": people_in, "people_out": people_out})
