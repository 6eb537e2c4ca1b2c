"""Codes that pair devices, and the devices that were paired."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from store_server.account_ports import PairedDevice
from store_server.ports import NotFoundError
from store_server.web.api.inputs import DeviceNamed, Id
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Pairing", "The manager's screen shows a code; the device uses it once.")


class PairingWanted(Struct, forbid_unknown_fields=True):
    kind: Literal["associate", "kiosk", "client"]
    associate_id: Annotated[Id | None, Meta(description="Whose phone; for associate")] = None
    client_id: Annotated[Id | None, Meta(description="Whose page; for client")] = None


class PairingOffer(Struct, frozen=True):
    """`url` holds the code in its fragment, which no server ever sees in a request."""

    code: str
    url: str
    expires_at: datetime


class PairedDeviceView(Struct, frozen=True):
    """`holder` is whose it is; `current` is the one that asks."""

    id: str
    kind: str
    label: str
    associate_id: str | None
    client_id: str | None
    paired_at: datetime
    holder: str = ""
    last_used_at: datetime | None = None
    current: bool = False


@RESOURCE.post("/pairings", allow=MANAGER, status=201)
def create_pairing(house: House, who: SignedIn, body: PairingWanted) -> PairingOffer:
    """Make a pairing code: for ten minutes, for one use."""
    if body.kind == "associate":
        house.queries.associate(_given(body.associate_id, "associate_id"))
    if body.kind == "client":
        house.queries.client(_given(body.client_id, "client_id"))
    offer = house.pairings.create(
        body.kind,
        body.associate_id if body.kind == "associate" else None,
        body.client_id if body.kind == "client" else None,
        by_id=who.id,
    )
    return PairingOffer(offer.code, offer.url, offer.expires_at)


@RESOURCE.get("/paired-devices", allow=MANAGER)
def list_paired_devices(house: House, who: SignedIn) -> list[PairedDeviceView]:
    """Every phone, kiosk and browser that is paired, the newest first."""
    return [
        _view(device, current=device.id == who.device.id)
        for device in house.accounts.paired_devices()
    ]


@RESOURCE.patch("/paired-devices/{paired_id}", allow=MANAGER)
def name_paired_device(house: House, who: SignedIn, paired_id: str, body: DeviceNamed) -> None:
    """Give a paired device another name, by which lists and the audit call it."""
    line = house.deed(who.id, "device.named", paired_id)
    if not house.accounts.name_paired_device(paired_id, body.label.strip(), line):
        raise NotFoundError("no such paired device")


@RESOURCE.delete("/paired-devices/{paired_id}", allow=MANAGER)
def revoke_paired_device(house: House, who: SignedIn, paired_id: str) -> None:
    """Revoke a device: its sessions, sockets and push end at once."""
    line = house.deed(who.id, "device.revoked", paired_id)
    if not house.accounts.revoke_paired_device(paired_id, line.at, line):
        raise NotFoundError("no such paired device")
    house.sockets.end_device(paired_id)


def _given(value: str | None, field: str) -> str:
    if value is None:
        raise InvalidInputError("needed for a pairing of this kind", field=field)
    return value


def _view(device: PairedDevice, current: bool) -> PairedDeviceView:
    return PairedDeviceView(
        device.id,
        device.kind,
        device.label,
        device.associate_id,
        device.client_id,
        device.created_at,
        device.holder,
        device.last_used_at,
        current,
    )
