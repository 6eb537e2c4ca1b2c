"""A series as a file: what is on the screen, in a table that a French Excel opens right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from payments.money import CURRENCIES
from store_server.spreadsheet import CSV, XLSX, Cell, as_csv, as_xlsx
from store_server.traffic_views import PointView, SeriesView
from store_server.web.api.traffic_inputs import SeriesAsked, wanted
from store_server.web.callers import MANAGER
from store_server.web.house import House
from store_server.web.operations import Download, Resource

RESOURCE = Resource("Traffic as files", "The same figures as on the screen, gaps left empty.")


class FileAsked(SeriesAsked):
    """As for the series, and in which form."""

    form: Literal["csv", "xlsx"] = "csv"


@RESOURCE.get("/traffic/export", allow=MANAGER)
def export_series(house: House, query: FileAsked) -> Download:
    """A measure over time as a file.

    CSV is with semicolons and decimal commas, as Excel reads it in French; XLSX has true numbers
    and dates. A gap is an empty cell, with its reason beside it.
    """
    told = house.traffic.queries.series(wanted(query))
    rows = list(table(told, house.settings.zone))
    name = f"{told.measure}-{told.series.first}-{told.series.last}.{query.form}"
    if query.form == "xlsx":
        return Download([as_xlsx(rows)], XLSX, name)
    return Download(as_csv(rows), CSV, name)


def table(told: SeriesView, zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    """Times are the wall's; amounts are in whole units of their currency."""
    unit = told.currency if told.unit == "minor" else told.unit
    head = ["from", "to", "label", f"{told.measure} ({unit})", "known", "why"]
    compared = told.against is not None
    yield head + (["compared from", "compared", "compared why"] if compared else [])
    others = told.against.points if told.against else ()
    for place, point in enumerate(told.series.points):
        row: list[Cell] = [
            _wall(point.at, zone),
            _wall(point.until, zone),
            point.label,
            _value(point, told),
            point.known,
            point.why or "",
        ]
        if compared:
            other = others[place] if place < len(others) else None
            row += [
                None if other is None else _wall(other.at, zone),
                None if other is None else _value(other, told),
                "" if other is None else other.why or "",
            ]
        yield row


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _value(point: PointView, told: SeriesView) -> float | None:
    if point.value is None or told.unit != "minor":
        return point.value
    return float(point.value / 10 ** CURRENCIES[told.currency].exponent)
