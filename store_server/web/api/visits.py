"""Who is in the boutique, and who was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from store_server.audit_ports import SEVERAL
from store_server.views import VisitView
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Visits", "From an arrival to a departure, whatever told us of it.")


class VisitsWanted(Struct, forbid_unknown_fields=True):
    open_only: Annotated[bool, Meta(description="False: ended ones too")] = True
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


@RESOURCE.get("/visits", allow=FLOOR)
def list_visits(house: House, who: SignedIn, query: VisitsWanted) -> Sequence[VisitView]:
    """Visits, the latest arrival first."""
    found = house.queries.visits(open_only=query.open_only, limit=query.limit)
    house.audit(who.id, "visits.listed", SEVERAL.join({one.client_id: None for one in found}))
    return found
