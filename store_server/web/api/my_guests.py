"""An associate's own guests: proposed, answered for, and given their link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from store_server.guest_messages import AddClients, AddGuest, AnswerInvitation, ShowLink
from store_server.guest_views import GuestView, MyListView, NeedsView
from store_server.ports import NotFoundError
from store_server.web.api.guest_lists import (
    CARERS,
    NewGuest,
    SessionNumber,
    check_named,
    fields_of,
)
from store_server.web.api.inputs import Email, Id, Phone, Text
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "My guests", "An associate sees and serves their own; host and manager everybody's."
)

Companions = Annotated[tuple[Annotated[str, Meta(max_length=120)], ...], Meta(max_length=50)]


class Proposal(Struct, forbid_unknown_fields=True):
    """A client of the book, or somebody by name."""

    client_id: Id | None = None
    given_name: Annotated[str, Meta(max_length=120)] = ""
    family_name: Annotated[str, Meta(max_length=120)] = ""
    email: Email = ""
    phone: Phone = ""
    note: Text = ""


class AnswerFor(Struct, forbid_unknown_fields=True):
    """What the guest said. `companions` are names, or "" for one whose name is not known."""

    coming: bool
    companions: Companions = ()
    session: SessionNumber | None = None


class LinkWanted(Struct, forbid_unknown_fields=True):
    """`renew`: another link, and the old one opens nothing any more."""

    renew: bool = False


class LinkView(Struct, frozen=True):
    url: str


@RESOURCE.get("/my-guests", allow=FLOOR)
def list_my_guests(house: House, who: SignedIn) -> Sequence[MyListView]:
    """The events to come, each with your guests and what is left of your allocation."""
    return house.guest_queries.lists_of(who.associate_id)


@RESOURCE.post("/events/{event_id}/proposals", allow=FLOOR)
def propose_guest(
    house: House, who: SignedIn, event_id: str, body: Proposal
) -> Sequence[MyListView]:
    """Propose a guest within your allocation; the manager says yes or no."""
    if body.client_id is not None:
        house.ask(AddClients(event_id, (body.client_id,), by_id=who.id, proposal=True))
    else:
        check_named(body.given_name, body.family_name)
        named = NewGuest(
            given_name=body.given_name,
            family_name=body.family_name,
            email=body.email,
            phone=body.phone,
            note=body.note,
        )
        house.ask(AddGuest(event_id, fields_of(house, named), by_id=who.id, proposal=True))
    return house.guest_queries.lists_of(who.associate_id)


@RESOURCE.post("/guests/{guest_id}/answer", allow=FLOOR)
def answer_for_guest(house: House, who: SignedIn, guest_id: str, body: AnswerFor) -> GuestView:
    """Note what a guest said, also after the deadline; never beyond the places there are."""
    own(house, who, guest_id)
    house.ask(AnswerInvitation(guest_id, body.coming, body.companions, body.session, by_id=who.id))
    return house.guest_queries.guest(guest_id)


@RESOURCE.post("/guests/{guest_id}/link", allow=FLOOR)
def show_link(house: House, who: SignedIn, guest_id: str, body: LinkWanted) -> LinkView:
    """The guest's personal link, to be handed over or shown as a code."""
    own(house, who, guest_id)
    token: str = house.ask(ShowLink(guest_id, body.renew, by_id=who.id))
    return LinkView(f"{house.settings.url}/i/{token}")


@RESOURCE.get("/guests/{guest_id}/needs", allow=FLOOR)
def read_needs(house: House, who: SignedIn, guest_id: str) -> NeedsView:
    """What a guest of yours told of allergies and access."""
    own(house, who, guest_id)
    found = house.guest_queries.needs_of(guest_id)
    if found is None:
        raise NotFoundError("this guest told nothing of the kind, or it was deleted")
    house.audit(who.id, "needs.read", guest_id)
    return found


def own(house: House, who: SignedIn, guest_id: str) -> GuestView:
    """Somebody else's guest is nobody to an associate. Raises `NotFoundError`."""
    guest = house.guest_queries.guest(guest_id)
    if who.who in CARERS:
        return guest
    host_id = guest.host_id or house.guest_queries.event_of(guest.event_id).host_id
    if who.associate_id not in (host_id, guest.proposed_by_id):
        raise NotFoundError("there is no such guest among yours")
    return guest
