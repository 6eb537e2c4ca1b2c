"""What belongs to an event beside its plan: picture, budget, tables and seats."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from events.budget import Cost
from events.seating import Furniture, Shape
from payments.money import MoneyError, currency
from store_server.event_messages import (
    ArrangeFurniture,
    KeepBudget,
    KeepEventPicture,
    RemoveEventPicture,
    SeatGuest,
    UnseatGuest,
)
from store_server.event_views import BudgetView, CostView, FurnitureView, Minor, SeatingView
from store_server.ports import NotFoundError
from store_server.web import portrait as portraits
from store_server.web.api.inputs import Id
from store_server.web.body import File
from store_server.web.callers import FLOOR, HOUSE, KIOSK, MANAGER, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Picture, Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Event things", "The picture of an event, its budget, its tables and seats.")

SEATERS = frozenset({Who.MANAGER, Who.HOST})

Uploaded = Annotated[bytes, File(media=portraits.MEDIA, largest_bytes=4 * 1024 * 1024)]


class BudgetWanted(Struct, forbid_unknown_fields=True):
    budget_minor: Minor | None
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
    costs: Annotated[tuple[CostView, ...], Meta(max_length=200)] = ()


class FurnitureWanted(Struct, forbid_unknown_fields=True):
    furniture: Annotated[tuple[FurnitureView, ...], Meta(max_length=200)]


class SeatWanted(Struct, forbid_unknown_fields=True):
    """`person` 0 is the guest, from 1 on their companions."""

    furniture_id: Id
    number: Annotated[int, Meta(ge=1, le=100)]
    person: Annotated[int, Meta(ge=0, le=50)] = 0


class WhichPerson(Struct, forbid_unknown_fields=True):
    person: Annotated[int, Meta(ge=0, le=50)] = 0


@RESOURCE.get("/events/{event_id}/picture", allow=FLOOR | HOUSE | KIOSK)
def read_event_picture(house: House, event_id: str) -> Picture:
    """The picture of an event."""
    found = house.event_queries.picture(event_id)
    if found is None:
        raise NotFoundError("there is no picture of this event")
    return Picture(found.image, found.content_type)


@RESOURCE.put("/events/{event_id}/picture", allow=MANAGER)
def keep_event_picture(house: House, who: SignedIn, event_id: str, body: Uploaded) -> None:
    """Give an event a picture: JPEG, PNG or WebP, at most 4 MiB.

    What is kept is a JPEG of at most 1,600 pixels a side, without anything that the camera wrote
    beside the picture.
    """
    picture = portraits.event_picture(body)
    house.ask(KeepEventPicture(event_id, picture, "image/jpeg", by_id=who.id))


@RESOURCE.delete("/events/{event_id}/picture", allow=MANAGER)
def remove_event_picture(house: House, who: SignedIn, event_id: str) -> None:
    """Take an event's picture away."""
    house.ask(RemoveEventPicture(event_id, by_id=who.id))


@RESOURCE.get("/events/{event_id}/budget", allow=HOUSE)
def read_event_budget(house: House, event_id: str) -> BudgetView:
    """What an event may cost, and what it does."""
    return house.event_queries.budget(event_id)


@RESOURCE.put("/events/{event_id}/budget", allow=MANAGER)
def keep_event_budget(house: House, who: SignedIn, event_id: str, body: BudgetWanted) -> BudgetView:
    """Write the budget and the costs, all of them."""
    try:
        currency(body.currency)
    except MoneyError as error:
        raise InvalidInputError(str(error), field="currency") from error
    costs = tuple(Cost(one.label.strip(), one.planned_minor, one.spent_minor) for one in body.costs)
    house.ask(KeepBudget(event_id, body.budget_minor, body.currency, costs, by_id=who.id))
    return house.event_queries.budget(event_id)


@RESOURCE.get("/events/{event_id}/seating", allow=FLOOR)
def read_seating(house: House, event_id: str) -> SeatingView:
    """The tables, who sits where, and who is still to be seated."""
    return house.event_queries.seating(event_id)


@RESOURCE.put("/events/{event_id}/seating", allow=MANAGER)
def arrange_furniture(
    house: House, who: SignedIn, event_id: str, body: FurnitureWanted
) -> SeatingView:
    """Set the tables and rows, all of them. Nobody who sits loses their chair by it."""
    furniture = tuple(
        Furniture(one.id, one.name.strip(), Shape(one.shape), one.seats, one.x, one.y, one.turned)
        for one in body.furniture
    )
    house.ask(ArrangeFurniture(event_id, furniture, by_id=who.id))
    return house.event_queries.seating(event_id)


@RESOURCE.put("/events/{event_id}/seating/{guest_id}", allow=SEATERS)
def seat_guest(
    house: House, who: SignedIn, event_id: str, guest_id: str, body: SeatWanted
) -> SeatingView:
    """Give one person of a confirmed party a chair; whatever chair they had is free."""
    house.ask(
        SeatGuest(event_id, guest_id, body.person, body.furniture_id, body.number, by_id=who.id)
    )
    return house.event_queries.seating(event_id)


@RESOURCE.delete("/events/{event_id}/seating/{guest_id}", allow=SEATERS)
def unseat_guest(
    house: House, who: SignedIn, event_id: str, guest_id: str, query: WhichPerson
) -> SeatingView:
    """Let one person get up."""
    house.ask(UnseatGuest(event_id, guest_id, query.person, by_id=who.id))
    return house.event_queries.seating(event_id)
