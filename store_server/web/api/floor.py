"""What the manager's screen shows."""

from __future__ import annotations

from store_server.views import FloorView
from store_server.web.callers import MANAGER
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Floor", "The boutique at a glance; the namespace /dashboard keeps it fresh.")


@RESOURCE.get("/floor", allow=MANAGER)
def read_floor(house: House) -> FloorView:
    """Everything that the dashboard shows, at once."""
    return house.floor()
