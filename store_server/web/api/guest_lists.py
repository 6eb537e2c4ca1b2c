"""A guest list as the manager keeps it: filled by hand, from the book and from files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from events.guest import Standing
from store_server.domain.client import Tier
from store_server.guest_messages import (
    AddClients,
    AddGuest,
    AmendGuest,
    Invited,
    InviteGuests,
    RuleOnGuest,
    Ruling,
    SetAllocation,
)
from store_server.guest_ports import Wanted
from store_server.guest_views import CandidateView, GuestListView, GuestView, NeedsView
from store_server.web.api.inputs import Email, Id, Language, Phone, Phrase, Text
from store_server.web.callers import HOUSE, MANAGER, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import PREFIX, Reply, Resource
from store_server.web.problems import InvalidInputError

INVITED_AT_ONCE = 100  # the doors have their turn between

RESOURCE = Resource("Guest lists", "Who is invited, who comes, and who waits for a place.")

READERS = HOUSE | {Who.HOST}
CARERS = MANAGER | {Who.HOST}  # who looks after guests: they learn what a guest needs

NamePart = Annotated[str, Meta(max_length=120)]
PlusOnes = Annotated[int, Meta(ge=0, le=50)]
SessionNumber = Annotated[int, Meta(ge=0, le=9_999)]
Priority = Annotated[int, Meta(ge=0, le=100, description="On the waiting list the higher goes")]
Ids = Annotated[tuple[Id, ...], Meta(max_length=5_000)]


class NewGuest(Struct, forbid_unknown_fields=True):
    """One of the two names at least."""

    given_name: NamePart = ""
    family_name: NamePart = ""
    email: Email = ""
    phone: Phone = ""
    language: Language | UnsetType = UNSET
    plus_ones: PlusOnes | UnsetType = UNSET
    priority: Priority = 0
    session: SessionNumber = 0
    host_id: Id | UnsetType | None = UNSET
    note: Text = ""


class GuestChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    given_name: NamePart | UnsetType = UNSET
    family_name: NamePart | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    plus_ones: PlusOnes | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    session: SessionNumber | UnsetType = UNSET
    host_id: Id | UnsetType | None = UNSET
    note: Text | UnsetType = UNSET


class ClientsWanted(Struct, forbid_unknown_fields=True):
    client_ids: Annotated[Ids, Meta(min_length=1)]


class Added(Struct, frozen=True):
    added: int


class CandidatesAsked(Struct, forbid_unknown_fields=True):
    q: Phrase = ""
    tier: Annotated[str, Meta(pattern=r"^((client|loyal|vip|circle)(,|$))*$", max_length=64)] = ""
    taste: Phrase = ""
    bought_since: date | None = None
    associate: Annotated[str, Meta(max_length=64)] = ""


class InvitationsWanted(Struct, forbid_unknown_fields=True):
    """`guest_ids` null: everybody who is listed."""

    guest_ids: Ids | None = None


class InvitedView(Struct, frozen=True):
    """`by_letter` are written to; to those `by_hand` a colleague gives their link."""

    by_letter: tuple[str, ...]
    by_hand: tuple[str, ...]


class RulingWanted(Struct, forbid_unknown_fields=True):
    ruling: Ruling


class AllocationWanted(Struct, forbid_unknown_fields=True):
    guests: Annotated[int, Meta(ge=0, le=5_000)]


@RESOURCE.get("/events/{event_id}/guests", allow=READERS)
def read_guest_list(house: House, who: SignedIn, event_id: str) -> GuestListView:
    """The guest list: who is on it, how they answered, and what places are left."""
    found = house.guest_queries.list(event_id)
    house.audit(who.id, "guests.listed", event_id)
    return found


@RESOURCE.post("/events/{event_id}/guests", allow=MANAGER, status=201)
def add_guest(house: House, who: SignedIn, event_id: str, body: NewGuest) -> Reply[GuestView]:
    """Put somebody on the list by hand."""
    check_named(body.given_name, body.family_name)
    guest_id: str = house.ask(AddGuest(event_id, fields_of(house, body), by_id=who.id))
    return Reply(house.guest_queries.guest(guest_id), location=f"{PREFIX}/guests/{guest_id}")


@RESOURCE.post("/events/{event_id}/guests/clients", allow=MANAGER)
def add_clients(house: House, who: SignedIn, event_id: str, body: ClientsWanted) -> Added:
    """Put clients on the list; who is on it already stays as they are."""
    return Added(house.ask(AddClients(event_id, body.client_ids, by_id=who.id)))


@RESOURCE.get("/events/{event_id}/candidates", allow=MANAGER)
def find_candidates(
    house: House, who: SignedIn, event_id: str, query: CandidatesAsked
) -> Sequence[CandidateView]:
    """Clients who might be invited, by tier, taste, last purchase, or whose book they are in."""
    wanted = Wanted(
        text=query.q,
        tiers=tuple(Tier(one) for one in query.tier.split(",") if one),
        taste=query.taste,
        bought_since=query.bought_since,
        associate_id=query.associate or None,
    )
    house.audit(who.id, "candidates.listed", event_id)
    return house.guest_queries.candidates(event_id, wanted)


@RESOURCE.post("/events/{event_id}/invitations", allow=MANAGER)
def invite_guests(
    house: House, who: SignedIn, event_id: str, body: InvitationsWanted
) -> InvitedView:
    """Invite everybody who is listed, or some of them. Nobody is invited twice.

    A long list is invited in parts; where one of them fails, asking again invites the others.
    """
    asked = body.guest_ids if body.guest_ids is not None else _listed(house, event_id)
    parts = [asked[at : at + INVITED_AT_ONCE] for at in range(0, len(asked), INVITED_AT_ONCE)]
    invited: list[Invited] = [
        house.ask(InviteGuests(event_id, part, by_id=who.id)) for part in parts or [()]
    ]
    return InvitedView(
        tuple(one for part in invited for one in part.by_letter),
        tuple(one for part in invited for one in part.by_hand),
    )


def _listed(house: House, event_id: str) -> tuple[str, ...]:
    guests = house.guest_queries.list(event_id).guests
    return tuple(one.id for one in guests if one.standing is Standing.LISTED)


@RESOURCE.put("/events/{event_id}/allocations/{associate_id}", allow=MANAGER)
def allocate_guests(
    house: House, who: SignedIn, event_id: str, associate_id: str, body: AllocationWanted
) -> GuestListView:
    """How many guests an associate may propose for this event."""
    house.ask(SetAllocation(event_id, associate_id, body.guests, by_id=who.id))
    return house.guest_queries.list(event_id)


@RESOURCE.get("/events/{event_id}/needs", allow=CARERS)
def list_needs(house: House, who: SignedIn, event_id: str) -> Sequence[NeedsView]:
    """Allergies and access needs of those who come, for the kitchen and the door."""
    found = house.guest_queries.needs(event_id)
    house.audit(who.id, "needs.listed", event_id)
    return found


@RESOURCE.get("/guests/{guest_id}", allow=READERS)
def read_guest(house: House, who: SignedIn, guest_id: str) -> GuestView:
    """One line of a guest list."""
    found = house.guest_queries.guest(guest_id)
    house.audit(who.id, "guest.read", guest_id)
    return found


@RESOURCE.patch("/guests/{guest_id}", allow=MANAGER)
def amend_guest(house: House, who: SignedIn, guest_id: str, body: GuestChanges) -> GuestView:
    """Correct a line. A pass that was given still lets them in."""
    if fields := fields_of(house, body):
        house.ask(AmendGuest(guest_id, fields, by_id=who.id))
    return house.guest_queries.guest(guest_id)


@RESOURCE.post("/guests/{guest_id}/ruling", allow=MANAGER)
def rule_on_guest(house: House, who: SignedIn, guest_id: str, body: RulingWanted) -> GuestView:
    """Approve or refuse a proposal, take an invitation back, or put somebody on again."""
    house.ask(RuleOnGuest(guest_id, body.ruling, by_id=who.id))
    return house.guest_queries.guest(guest_id)


def check_named(given_name: str, family_name: str) -> None:
    if not given_name.strip() and not family_name.strip():
        raise InvalidInputError("a guest has a name", field="given_name")


def fields_of(house: House, body: Struct) -> dict[str, Any]:
    """As the domain's guest has them; what was left out is left out."""
    found = {
        name: value
        for name in body.__struct_fields__
        if (value := getattr(body, name)) is not UNSET
    }
    for name in ("given_name", "family_name"):
        if name in found:
            found[name] = " ".join(found[name].split())
    if isinstance(found.get("host_id"), str):
        house.queries.associate(found["host_id"])
    return found
