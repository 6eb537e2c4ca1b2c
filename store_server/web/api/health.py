"""Whether the server is well: a word for anybody, the parts for those who mend it."""

from __future__ import annotations

from store_server.views import HealthView
from store_server.web.callers import ANYONE, HOUSE
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Health", "Whether the server is well.")


@RESOURCE.get("/health", allow=ANYONE)
def read_health(house: House) -> HealthView:
    """Whether the server is well, in a word."""
    return HealthView(house.health().status)


@RESOURCE.get("/health/parts", allow=HOUSE)
def read_health_parts(house: House) -> HealthView:
    """How each part of the server is, and how to mend it."""
    return house.health()
