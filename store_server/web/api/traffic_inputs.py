"""What is asked of the traffic's history, and what of it makes no sense."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct, field

from store_server.domain.buckets import LONGEST, last_week, last_year
from store_server.domain.measures import MEASURES
from store_server.traffic_ports import Wanted
from store_server.traffic_views import Against, By, Measure
from store_server.web.problems import InvalidInputError

LONGEST_DAYS = 3_700  # ten years
Name = Annotated[str, Meta(min_length=1, max_length=128)]


class RangeAsked(Struct, forbid_unknown_fields=True):
    """Both days are in it. They are the boutique's own."""

    measure: Measure
    first: date = field(name="from")
    last: date = field(name="to")


class SeriesAsked(RangeAsked):
    """`door` is a counting device, `line` one of its lines. `with_from` and `with_to` are the range
    that it is compared with where `against` is `range`."""

    by: By = "day"
    door: Name | None = None
    line: Name | None = None
    zone: Name | None = None
    against: Against | None = None
    with_first: date | None = field(name="with_from", default=None)
    with_last: date | None = field(name="with_to", default=None)


def wanted(asked: RangeAsked) -> Wanted:
    """Raises `InvalidInputError`, naming the field."""
    _check_range(asked.first, asked.last, "to")
    if not isinstance(asked, SeriesAsked):
        return Wanted(asked.measure, asked.first, asked.last)
    longest = LONGEST.get(asked.by, LONGEST_DAYS)
    if asked.last - asked.first > timedelta(days=longest):
        raise InvalidInputError(f"by {asked.by} no more than {longest} days", field="by")
    per = MEASURES[asked.measure].per
    for name, narrowed in (("door", asked.door or asked.line), ("zone", asked.zone)):
        if narrowed is not None and name not in per:
            raise InvalidInputError(f"{asked.measure} is not known by {name}", field=name)
    return Wanted(
        asked.measure,
        asked.first,
        asked.last,
        asked.by,
        asked.door,
        asked.line,
        asked.zone,
        _against(asked),
    )


def _against(asked: SeriesAsked) -> tuple[date, date] | None:
    match asked.against:
        case "last_week":
            return last_week(asked.first, asked.last)
        case "last_year":
            return last_year(asked.first, asked.last)
        case "range":
            if asked.with_first is None or asked.with_last is None:
                raise InvalidInputError("say from when to when", field="with_from")
            _check_range(asked.with_first, asked.with_last, "with_to")
            return asked.with_first, asked.with_last
    return None


def _check_range(first: date, last: date, name: str) -> None:
    if last < first:
        raise InvalidInputError("it ends before it begins", field=name)
    if last - first > timedelta(days=LONGEST_DAYS):
        raise InvalidInputError(f"no more than {LONGEST_DAYS} days", field=name)
    if not 2000 <= first.year <= 2200:
        raise InvalidInputError("no year of a boutique", field=name)
