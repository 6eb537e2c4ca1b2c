"""Gateways, scanners, cameras: where they stand, how they are, what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from store_server.device_messages import (
    AmendDevice,
    ForgetDevice,
    ReplaceDevice,
    ResumeDevice,
    SuspendDevice,
)
from store_server.device_views import HealthHistoryView
from store_server.views import AlarmView, DeviceView, SightingView
from store_server.web.api.inputs import DeviceKind, Hardware, Name, OnPlan, Zone, place
from store_server.web.callers import HOUSE, MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "Devices", "Ours once they are adopted; until then nothing that they say has any effect."
)


class DeviceChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is. `x` and `y` come together; null takes it off the plan."""

    name: Name | UnsetType = UNSET
    zone: Zone | UnsetType | None = UNSET
    kind: DeviceKind | UnsetType = UNSET
    x: OnPlan | UnsetType | None = UNSET
    y: OnPlan | UnsetType | None = UNSET


class Spare(Struct, forbid_unknown_fields=True):
    spare: Annotated[
        Hardware, Meta(description="The name of a device that waits, or the id of another of ours")
    ]


class AlarmsAsked(Struct, forbid_unknown_fields=True):
    open: Annotated[
        Literal["true", "false"], Meta(description="Only those that stand, or the last hundred")
    ] = "true"


@RESOURCE.get("/devices", allow=HOUSE)
def list_devices(house: House) -> Sequence[DeviceView]:
    """Every device that is ours, with its state, its alarms and when it was last heard."""
    return house.queries.devices()


@RESOURCE.get("/device-alarms", allow=HOUSE)
def list_device_alarms(house: House, query: AlarmsAsked) -> Sequence[AlarmView]:
    """Silent devices, low batteries, covered lenses: the newest first."""
    return house.device_queries.alarms(open_only=query.open == "true")


@RESOURCE.get("/devices/{device_id}/sightings", allow=MANAGER)
def list_sightings(house: House, device_id: str) -> Sequence[SightingView]:
    """What this gateway heard lately, of enrolled identities only: for set-up, never stored."""
    return house.recent_sightings(device_id)


@RESOURCE.get("/devices/{device_id}/health", allow=HOUSE)
def read_device_health(house: House, device_id: str) -> HealthHistoryView:
    """How a device is, and how it was in the last day: one sample every five minutes."""
    device = house.queries.device(device_id)
    return HealthHistoryView(device, tuple(house.device_queries.samples(device_id)))


@RESOURCE.get("/devices/{device_id}", allow=HOUSE)
def read_device(house: House, device_id: str) -> DeviceView:
    """One device."""
    return house.queries.device(device_id)


@RESOURCE.patch("/devices/{device_id}", allow=HOUSE)
def amend_device(house: House, who: SignedIn, device_id: str, body: DeviceChanges) -> DeviceView:
    """Name a device and say where it stands, in which zone and where on the plan.

    One that is not known yet is adopted by this: it waits, or has not spoken yet.
    """
    given: dict[str, Any] = {
        name: value
        for name in ("name", "zone", "kind")
        if (value := getattr(body, name)) is not UNSET
    }
    if "zone" in given:
        given["zone"] = given["zone"] or ""
    house.ask(AmendDevice(device_id, **given, at=place(body.x, body.y), by_id=who.id))
    return house.queries.device(device_id)


@RESOURCE.delete("/devices/{device_id}", allow=HOUSE)
def forget_device(house: House, who: SignedIn, device_id: str) -> None:
    """Forget a device, with its keys. If it speaks again it waits to be adopted."""
    house.ask(ForgetDevice(device_id, by_id=who.id))


@RESOURCE.post("/devices/{device_id}/suspend", allow=HOUSE)
def suspend_device(house: House, who: SignedIn, device_id: str) -> DeviceView:
    """Stop heeding a device.

    Within two seconds its account on the broker is closed, its token refused, and nothing that it
    says has any effect. It keeps its name, its place and its history.
    """
    house.ask(SuspendDevice(device_id, by_id=who.id))
    return house.queries.device(device_id)


@RESOURCE.post("/devices/{device_id}/resume", allow=HOUSE)
def resume_device(house: House, who: SignedIn, device_id: str) -> DeviceView:
    """Heed a suspended device again, with the keys that it had."""
    house.ask(ResumeDevice(device_id, by_id=who.id))
    return house.queries.device(device_id)


@RESOURCE.post("/devices/{device_id}/replace", allow=HOUSE)
def replace_device(house: House, who: SignedIn, device_id: str, body: Spare) -> DeviceView:
    """Let a spare take a device's place, with its id, name, zone, place and history.

    The spare keeps its own keys; those of the old hardware are void.
    """
    house.ask(ReplaceDevice(device_id, body.spare, by_id=who.id))
    return house.queries.device(device_id)
