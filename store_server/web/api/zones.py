"""The rooms of the boutique."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from store_server.messages import AmendZone
from store_server.ports import NotFoundError
from store_server.views import ZoneView
from store_server.web.api.inputs import Name
from store_server.web.callers import HOUSE, PEOPLE, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Zones", "The rooms, as associates call them.")


class ZoneWanted(Struct, forbid_unknown_fields=True):
    name: Name
    capacity: Annotated[int, Meta(ge=0, le=100_000)] | None = None


@RESOURCE.get("/zones", allow=PEOPLE)
def list_zones(house: House) -> Sequence[ZoneView]:
    """Every zone."""
    return house.queries.zones()


@RESOURCE.put("/zones/{zone}", allow=HOUSE)
def amend_zone(house: House, who: SignedIn, zone: str, body: ZoneWanted) -> ZoneView:
    """Create a zone, or change its name and capacity."""
    house.ask(AmendZone(zone, body.name.strip(), body.capacity, by_id=who.id))
    found = next((view for view in house.queries.zones() if view.id == zone), None)
    if found is None:
        raise NotFoundError("no such zone")
    return found
