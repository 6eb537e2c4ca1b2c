"""The REST interface: one file a resource, each a table of operations."""

from __future__ import annotations

from store_server.web.api import (
    accounts,
    associates,
    clients,
    consents,
    counts,
    device_adoption,
    device_commands,
    devices,
    event_clashes,
    event_things,
    events,
    floor,
    floor_plan,
    guest_files,
    guest_lists,
    health,
    identities,
    invitations,
    kiosk,
    kiosk_door,
    ledger,
    my,
    my_guests,
    pairings,
    push,
    showings,
    signals,
    visits,
    zones,
)
from store_server.web.operations import Operation, Resource

RESOURCES: tuple[Resource, ...] = (
    accounts.RESOURCE,
    pairings.RESOURCE,
    clients.RESOURCE,
    consents.RESOURCE,
    identities.RESOURCE,
    visits.RESOURCE,
    signals.RESOURCE,
    associates.RESOURCE,
    zones.RESOURCE,
    devices.RESOURCE,
    device_adoption.RESOURCE,
    device_commands.RESOURCE,
    floor_plan.RESOURCE,
    counts.RESOURCE,
    events.RESOURCE,
    guest_lists.RESOURCE,
    guest_files.RESOURCE,
    my_guests.RESOURCE,
    invitations.RESOURCE,
    event_things.RESOURCE,
    event_clashes.RESOURCE,
    floor.RESOURCE,
    ledger.RESOURCE,
    push.RESOURCE,
    kiosk.RESOURCE,
    showings.RESOURCE,
    kiosk_door.RESOURCE,
    my.RESOURCE,
    health.RESOURCE,
)


def operations() -> tuple[Operation, ...]:
    return tuple(operation for resource in RESOURCES for operation in resource.operations)
