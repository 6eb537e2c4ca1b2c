"""The boutique's traffic: now, over time, and what is expected."""

from __future__ import annotations

from store_server.traffic_views import TrafficNow
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
