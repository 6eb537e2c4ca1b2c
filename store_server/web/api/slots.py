"""The hours in which this boutique delivers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from payments.register import Slot
from store_server.clock import new_id
from store_server.payment_messages import SaveSlots
from store_server.payment_views import SlotView
from store_server.web.api.selling_inputs import SlotInput
from store_server.web.callers import ANYONE, HOUSE, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Delivery hours", "Each has room for so many addresses, and never for more.")


class Day(Struct, forbid_unknown_fields=True):
    """In the boutique's own time; left out: today."""

    day: date | None = None


class Slots(Struct, forbid_unknown_fields=True):
    slots: Annotated[tuple[SlotInput, ...], Meta(min_length=1, max_length=500)]


@RESOURCE.get("/delivery-slots", allow=ANYONE)
def list_slots(house: House, query: Day) -> Sequence[SlotView]:
    """The hours of a day that have not begun, with the room that is left in each."""
    now = house.clock.now()
    zone = house.settings.zone
    day = query.day or now.astimezone(zone).date()
    try:
        begins = datetime.combine(day, time(), zone)
        ends = datetime.combine(day + timedelta(days=1), time(), zone)
    except OverflowError as error:
        raise InvalidInputError("no such day", field="day") from error
    return house.selling.queries.slots(max(begins, now), ends)


@RESOURCE.put("/delivery-slots", allow=HOUSE)
def save_slots(house: House, who: SignedIn, body: Slots) -> None:
    """Say how many addresses fit into each hour; less than is promised is refused."""
    for one in body.slots:
        if one.starts_at.tzinfo is None:
            raise InvalidInputError("a moment has a zone", field="slots.starts_at")
    slots = tuple(Slot(new_id(), one.starts_at, one.capacity) for one in body.slots)
    house.ask(SaveSlots(slots, by_id=who.id))
