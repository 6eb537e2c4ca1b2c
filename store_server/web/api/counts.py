"""People who were counted: what each counter says, for whoever sets it up."""

from __future__ import annotations

from store_server.count_views import CountsView
from store_server.web.callers import HOUSE
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Counts", "People who were counted, by device and line.")


@RESOURCE.get("/devices/{device_id}/counts", allow=HOUSE)
def list_counts(house: House, device_id: str) -> CountsView:
    """What this device counted lately, and what is missing.

    Walk through the line, and see the count. Flagged counts are kept apart from every sum, with the
    reason; gaps are packages of the device's that never came.
    """
    return house.queries.counts_of(device_id)
