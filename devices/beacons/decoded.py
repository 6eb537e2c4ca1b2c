"""Beacons that a gateway has decoded itself, in the pieces in which the dialects say them."""

from __future__ import annotations

from devices import plausible
from devices.readings import EddystoneUid, IBeacon

NAMESPACE_DIGITS = 20
INSTANCE_DIGITS = 12
NOTHING = "0"  # a gateway that has no identifier writes naughts


def ibeacon(uuid: str | None, major: int | None, minor: int | None) -> IBeacon | None:
    """None where a piece is missing or empty; a piece that is wrong is refused."""
    if not uuid or major is None or minor is None or not uuid.strip(f"{NOTHING}-"):
        return None
    return IBeacon(plausible.uuid(uuid.lower()), major, minor)


def eddystone_uid(namespace: str | None, instance: str | None) -> EddystoneUid | None:
    if not namespace or not instance or not (namespace + instance).strip(NOTHING):
        return None
    return EddystoneUid(
        plausible.hexadecimal(namespace.removeprefix("0x"), "namespace", NAMESPACE_DIGITS),
        plausible.hexadecimal(instance.removeprefix("0x"), "instance", INSTANCE_DIGITS),
    )
