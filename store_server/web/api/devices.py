"""Gateways, scanners, cameras: where they stand and what they hear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from store_server.messages import AmendDevice, ForgetDevice
from store_server.ports import NotFoundError
from store_server.views import DeviceView, SightingView
from store_server.web.api.inputs import Name, Zone
from store_server.web.callers import HOUSE, MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Devices", "A device that has spoken stands here; place it in a zone.")


class DeviceChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    name: Name | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    kind: Annotated[str, Meta(pattern=r"^[a-z_]{1,32}$", examples=["ble_gateway"])] | UnsetType = (
        UNSET
    )


@RESOURCE.get("/devices", allow=HOUSE)
def list_devices(house: House) -> Sequence[DeviceView]:
    """Every device that is known, with its state and when it was last heard."""
    return house.queries.devices()


@RESOURCE.get("/devices/{device_id}/sightings", allow=MANAGER)
def list_sightings(house: House, device_id: str) -> Sequence[SightingView]:
    """What this gateway heard lately, of enrolled identities only: for set-up, never stored."""
    return house.recent_sightings(device_id)


@RESOURCE.patch("/devices/{device_id}", allow=HOUSE)
def amend_device(house: House, who: SignedIn, device_id: str, body: DeviceChanges) -> DeviceView:
    """Name a device and say where it stands; it need not have spoken yet."""
    changes: dict[str, Any] = {
        name: value
        for name in body.__struct_fields__
        if (value := getattr(body, name)) is not UNSET
    }
    house.ask(AmendDevice(device_id, **changes, by_id=who.id))
    found = next((view for view in house.queries.devices() if view.id == device_id), None)
    if found is None:
        raise NotFoundError("no such device")
    return found


@RESOURCE.delete("/devices/{device_id}", allow=HOUSE)
def forget_device(house: House, who: SignedIn, device_id: str) -> None:
    """Forget a device. If it speaks again it is new."""
    house.ask(ForgetDevice(device_id, by_id=who.id))
