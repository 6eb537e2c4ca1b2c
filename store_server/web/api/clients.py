"""The book of clients: find, read, write, make two one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from store_server.audit_ports import SEVERAL
from store_server.domain.client import Approach, Tier
from store_server.domain.visit import Source
from store_server.messages import (
    AmendClient,
    KeepPhoto,
    MergeClients,
    RegisterClient,
    RemovePhoto,
    ReportDeparture,
    ReportPresence,
)
from store_server.ports import NotFoundError
from store_server.views import ArrivalCard, ClientFound, ClientView, NextPurchase
from store_server.web import portrait as portraits
from store_server.web.api.identities import PASS_PREFIX
from store_server.web.api.inputs import (
    Email,
    Id,
    Label,
    Language,
    Languages,
    Name,
    Phone,
    Phrase,
    Text,
    Zone,
)
from store_server.web.body import File
from store_server.web.callers import FLOOR, MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import PREFIX, Picture, Reply, Resource

RESOURCE = Resource("Clients", "The book of clients. Each look at a client's card is audited.")

Words = Annotated[tuple[Phrase, ...], Meta(max_length=40)]
Sizes = Annotated[dict[Label, Label], Meta(max_length=40, examples=[{"ring": "52", "shoe": "38"}])]


Photo = Annotated[bytes, File(media=portraits.MEDIA, largest_bytes=2 * 1024 * 1024)]


class Search(Struct, forbid_unknown_fields=True):
    q: Annotated[
        str, Meta(max_length=100, description="Name, phone, e-mail, or the code of a pass")
    ] = ""
    code: Annotated[
        str, Meta(max_length=200, description="As a scanner read it: whose pass it is, or nobody")
    ] = ""
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


class NewClient(Struct, forbid_unknown_fields=True):
    given_name: Name
    family_name: Name
    language: Language = "fr"
    languages: Languages = ()
    pronunciation: Phrase = ""
    tier: Tier = Tier.CLIENT
    approach: Approach = Approach.WELCOME
    primary_associate_id: Id | None = None
    secondary_associate_id: Id | None = None
    email: Email = ""
    phone: Phone = ""
    tastes: Words = ()
    sizes: Sizes = msgspec.field(default_factory=dict)
    wishes: Words = ()
    note: Text = ""
    birthday: date | None = None


class ClientChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    given_name: Name | UnsetType = UNSET
    family_name: Name | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    languages: Languages | UnsetType = UNSET
    pronunciation: Phrase | UnsetType = UNSET
    tier: Tier | UnsetType = UNSET
    approach: Approach | UnsetType = UNSET
    primary_associate_id: Id | UnsetType | None = UNSET
    secondary_associate_id: Id | UnsetType | None = UNSET
    email: Email | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    tastes: Words | UnsetType = UNSET
    sizes: Sizes | UnsetType = UNSET
    wishes: Words | UnsetType = UNSET
    note: Text | UnsetType = UNSET
    birthday: date | UnsetType | None = UNSET


class Duplicate(Struct, forbid_unknown_fields=True):
    duplicate_id: Id


class Here(Struct, forbid_unknown_fields=True):
    zone: Zone | None = None


class VisitBegun(Struct, frozen=True):
    visit_id: str


@RESOURCE.get("/clients", allow=FLOOR)
def find_clients(house: House, who: SignedIn, query: Search) -> Sequence[ClientFound]:
    """Find clients by name, phone, e-mail or pass; spelling and accents are forgiven.

    The audit has who was shown to whom, and not what was typed.
    """
    if query.code:
        found = house.queries.find_by_pass(query.code.strip().removeprefix(PASS_PREFIX))
    else:
        found = house.queries.find_clients(query.q.strip(), query.limit)
    house.audit(who.id, "clients.searched", SEVERAL.join(one.id for one in found))
    return found


@RESOURCE.post("/clients", allow=FLOOR, status=201)
def register_client(house: House, who: SignedIn, body: NewClient) -> Reply[ClientView]:
    """Write a new client in the book. Recognising them needs a consent of its own."""
    _check_associates(house, body)
    client_id: str = house.ask(RegisterClient(_fields(body), by_id=who.id))
    return Reply(house.queries.client(client_id), location=f"{PREFIX}/clients/{client_id}")


@RESOURCE.get("/clients/{client_id}", allow=FLOOR)
def read_client(house: House, who: SignedIn, client_id: str) -> ClientView:
    """Read a client's file."""
    client = house.queries.client(client_id)
    house.audit(who.id, "client.read", client.id)
    return client


@RESOURCE.patch("/clients/{client_id}", allow=FLOOR)
def amend_client(house: House, who: SignedIn, client_id: str, body: ClientChanges) -> ClientView:
    """Change what is known of a client."""
    _check_associates(house, body)
    if changes := _fields(body):
        house.ask(AmendClient(client_id, changes, by_id=who.id))
    return house.queries.client(client_id)


@RESOURCE.post("/clients/{client_id}/merge", allow=MANAGER)
def merge_clients(house: House, who: SignedIn, client_id: str, body: Duplicate) -> ClientView:
    """Make a duplicate part of this client: identities, visits and consents move here."""
    house.ask(MergeClients(client_id, body.duplicate_id, by_id=who.id))
    return house.queries.client(client_id)


@RESOURCE.get("/clients/{client_id}/card", allow=FLOOR)
def read_card(house: House, who: SignedIn, client_id: str) -> ArrivalCard:
    """What an associate reads in the second in which the client walks in."""
    card = house.queries.card(client_id)
    house.audit(who.id, "card.read", card.client_id)
    return card


@RESOURCE.get("/clients/{client_id}/next-purchase", allow=FLOOR)
def read_next_purchase(house: House, who: SignedIn, client_id: str) -> NextPurchase:
    """When they are likely to buy again, and how sure that is; learnt from all each night."""
    client = house.queries.client(client_id)
    house.audit(who.id, "client.read", client.id)
    return house.queries.next_purchase(client.id)


@RESOURCE.get("/clients/{client_id}/photo", allow=FLOOR)
def read_photo(house: House, who: SignedIn, client_id: str) -> Picture:
    """The client's photo, while the consent for it stands."""
    photo = house.queries.photo(client_id)
    if photo is None:
        raise NotFoundError("there is no photo, or no consent to show it")
    house.audit(who.id, "photo.read", client_id)
    return Picture(photo.image, photo.content_type)


@RESOURCE.put("/clients/{client_id}/photo", allow=FLOOR)
def keep_photo(house: House, who: SignedIn, client_id: str, body: Photo) -> None:
    """Keep a client's photo, where their consent for it stands.

    JPEG, PNG or WebP, at most 2 MiB. What is kept is a JPEG of at most 512 pixels a side, without
    anything that the camera wrote beside the picture.
    """
    house.ask(KeepPhoto(client_id, portraits.portrait(body), "image/jpeg", by_id=who.id))


@RESOURCE.delete("/clients/{client_id}/photo", allow=FLOOR)
def remove_photo(house: House, who: SignedIn, client_id: str) -> None:
    """Forget a client's photo."""
    house.ask(RemovePhoto(client_id, by_id=who.id))


@RESOURCE.post("/clients/{client_id}/here", allow=FLOOR)
def report_presence(house: House, who: SignedIn, client_id: str, body: Here) -> VisitBegun:
    """ "She's here": begin a visit, or go on with the one that is open."""
    visit_id: str = house.ask(ReportPresence(client_id, Source.ASSOCIATE, body.zone, by_id=who.id))
    return VisitBegun(visit_id)


@RESOURCE.post("/clients/{client_id}/gone", allow=FLOOR)
def report_departure(house: House, who: SignedIn, client_id: str) -> None:
    """The client has left."""
    house.ask(ReportDeparture(client_id, by_id=who.id))


def _fields(body: Struct) -> dict[str, Any]:
    """As the domain's client has them; what was left out is left out."""
    found = {
        name: value
        for name in body.__struct_fields__
        if (value := getattr(body, name)) is not UNSET
    }
    if "sizes" in found:
        found["sizes"] = tuple(found["sizes"].items())
    for name in ("given_name", "family_name"):
        if name in found:
            found[name] = found[name].strip()
    return found


def _check_associates(house: House, body: NewClient | ClientChanges) -> None:
    """Raise `NotFoundError` for an associate who is not one."""
    for associate_id in (body.primary_associate_id, body.secondary_associate_id):
        if isinstance(associate_id, str):
            house.queries.associate(associate_id)
