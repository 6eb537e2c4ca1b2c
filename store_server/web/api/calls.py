"""Somebody at a kiosk asks for a colleague."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.web.callers import FLOOR, KIOSK, OnDevice, SignedIn
from store_server.web.calls import CallView
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Calls from a kiosk", "Told to every phone and dashboard in `calls`.")


@RESOURCE.post("/kiosk/calls", allow=KIOSK)
def call_colleague(house: House, who: OnDevice) -> CallView:
    """Ask for a colleague at this kiosk. Asked again while nobody goes, it is the same call."""
    return house.calls.call(who.device.id, who.device.label)


@RESOURCE.get("/calls", allow=FLOOR)
def list_calls(house: House) -> Sequence[CallView]:
    """Where somebody waits at a kiosk, and nobody goes yet."""
    return house.calls.waiting()


@RESOURCE.post("/calls/{call_id}/answer", allow=FLOOR)
def answer_call(house: House, who: SignedIn, call_id: str) -> CallView:
    """ "I am going." The first one goes; whoever asks later reads who."""
    name = house.queries.associate(who.associate_id).display_name
    return house.calls.answer(call_id, name.split(" ", maxsplit=1)[0])
