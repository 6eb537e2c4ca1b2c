"""The boutique's traffic: now, over time, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.traffic_views import (
    EventEffect,
    ForecastView,
    HeatView,
    MeasureView,
    SeriesView,
    TrafficNow,
)
from store_server.web.api.traffic_inputs import RangeAsked, SeriesAsked, wanted
from store_server.web.callers import MANAGER
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Traffic", "Who comes, when and where; numbers only, and gaps are gaps.")


@RESOURCE.get("/traffic/now", allow=MANAGER)
def read_traffic_now(house: House) -> TrafficNow:
    """The boutique at this moment and the day so far.

    The message `traffic` of `/dashboard` keeps it fresh: read it once more after a gap.
    """
    return house.traffic.now()


@RESOURCE.get("/traffic/measures", allow=MANAGER)
def list_measures(house: House) -> Sequence[MeasureView]:
    """What can be asked of the boutique's traffic."""
    return house.traffic.queries.measures()


@RESOURCE.get("/traffic/series", allow=MANAGER)
def read_series(house: House, query: SeriesAsked) -> SeriesView:
    """A measure over time, and what it is compared with.

    By weekday and by hour of the day, what adds up is the mean of the days that were open. The same
    week last year is that of the ISO calendar, on the same weekdays.
    """
    return house.traffic.queries.series(wanted(query))


@RESOURCE.get("/traffic/heat", allow=MANAGER)
def read_heat(house: House, query: RangeAsked) -> HeatView:
    """A measure by weekday and hour."""
    return house.traffic.queries.heat(wanted(query))


@RESOURCE.get("/traffic/event-effect", allow=MANAGER)
def read_event_effect(house: House, query: RangeAsked) -> EventEffect:
    """What our own events do to a measure, by days."""
    return house.traffic.queries.event_effect(wanted(query))


@RESOURCE.get("/traffic/forecast", allow=MANAGER)
def read_forecast(house: House) -> ForecastView:
    """Visitors of the next seven days by the hour, with what they come to and who is needed."""
    return house.traffic.queries.forecast()
