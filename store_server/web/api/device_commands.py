"""Devices are told to do something; what became of it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from store_server.device_messages import CommandDevice
from store_server.device_views import CommandView
from store_server.ports import NotFoundError
from store_server.web.callers import HOUSE, SignedIn
from store_server.web.house import House
from store_server.web.operations import Picture, Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource(
    "Device commands", "Said over MQTT, answered by the device; a command without answer expires."
)

LARGEST_PARAMETERS_BYTES = 16 * 1024
OURS = ("id", "do")


class Order(Struct, forbid_unknown_fields=True):
    do: Literal["identify", "configure", "reboot", "beep", "light", "show", "preview"]
    parameters: Annotated[
        dict[str, Any],
        Meta(max_length=64, examples=[{"filter": ["ibeacon"]}, {"colour": "green"}]),
    ] = {}


@RESOURCE.post("/devices/{device_id}/identify", allow=HOUSE, status=202)
def identify_device(house: House, who: SignedIn, device_id: str) -> CommandView:
    """Let a device blink or beep, so that it is found."""
    return _told(house, who, device_id, "identify", {})


@RESOURCE.post("/devices/{device_id}/commands", allow=HOUSE, status=202)
def command_device(house: House, who: SignedIn, device_id: str, body: Order) -> CommandView:
    """Tell a device to do something. Ask for the command later to learn what became of it."""
    for name in OURS:
        if name in body.parameters:
            raise InvalidInputError("this name is ours", field=f"parameters.{name}")
    if len(msgspec.json.encode(body.parameters)) > LARGEST_PARAMETERS_BYTES:
        raise InvalidInputError("more than 16 KiB", field="parameters")
    return _told(house, who, device_id, body.do, body.parameters)


@RESOURCE.get("/devices/{device_id}/commands", allow=HOUSE)
def list_device_commands(house: House, device_id: str) -> Sequence[CommandView]:
    """What a device was told lately, the newest first."""
    return house.device_queries.commands(device_id)


@RESOURCE.get("/devices/{device_id}/commands/{command_id}", allow=HOUSE)
def read_device_command(house: House, device_id: str, command_id: str) -> CommandView:
    """What became of a command."""
    return house.device_queries.command(device_id, command_id)


@RESOURCE.get("/devices/{device_id}/commands/{command_id}/preview", allow=HOUSE)
def read_device_preview(house: House, who: SignedIn, device_id: str, command_id: str) -> Picture:
    """The blurred picture that a counting camera showed for a `preview`, for a minute."""
    jpeg = house.preview(device_id, house.device_queries.command(device_id, command_id).id)
    if jpeg is None:
        raise NotFoundError("there is no picture for this command, or no longer")
    house.audit(who.id, "device.previewed", device_id)
    return Picture(jpeg, "image/jpeg")


def _told(
    house: House, who: SignedIn, device_id: str, do: str, parameters: dict[str, Any]
) -> CommandView:
    command_id: str = house.ask(CommandDevice(device_id, do, parameters, by_id=who.id))
    return house.device_queries.command(device_id, command_id)
