"""The kiosk at the door: a pass is shown, and the guest reads a word of welcome."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from store_server.domain.visit import Source
from store_server.messages import ReportPresence
from store_server.ports import ConflictError, NotFoundError
from store_server.views import ClientView, Greeting, VisitView
from store_server.web.api.identities import PASS_PREFIX
from store_server.web.callers import KIOSK, OnDevice
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Kiosk", "A guest never reads why not; staff do.")

MOMENT = Greeting("moment")


class PassShown(Struct, forbid_unknown_fields=True):
    code: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[\x20-\x7e]+$")]


@RESOURCE.post("/kiosk/pass", allow=KIOSK)
def show_pass(house: House, who: OnDevice, body: PassShown) -> Greeting:
    """Show a pass: a consenting client's arrival is noted, and they are greeted."""
    house.pass_failures.check(who.device.id)
    client_id = house.queries.client_by_pass(body.code.strip().removeprefix(PASS_PREFIX))
    if client_id is None:
        house.pass_failures.note(who.device.id)
        return MOMENT
    here = _visit(house, client_id)
    try:
        house.ask(ReportPresence(client_id, Source.PASS, by_id=who.device.id))
    except (ConflictError, NotFoundError):
        return MOMENT
    client = house.queries.client(client_id)
    already = here is not None and here.source == Source.PASS and here.whereabouts == "here"
    return Greeting(
        "already" if already else "welcome",
        given_name=client.given_name,
        language=client.language,
        host=_host(client, _visit(house, client.id)),
    )


def _visit(house: House, client_id: str) -> VisitView | None:
    visits = house.queries.visits(open_only=True, limit=500)
    return next((visit for visit in visits if visit.client_id == client_id), None)


def _host(client: ClientView, visit: VisitView | None) -> str:
    """Who comes: whoever is with the client, else their own associate where on shift."""
    if visit is not None and visit.with_associate:
        return visit.with_associate
    favourite = client.primary_associate
    return favourite.display_name if favourite is not None and favourite.on_shift else ""
