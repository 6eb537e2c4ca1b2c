"""Who may come: a client by label, and the beacon that they carry."""

from __future__ import annotations

import random

import msgspec

from devices.ble.eid import EidRegistration
from devices.readings import Beacon, EddystoneEid, IBeacon

Badge = Beacon | EidRegistration


class CastMember(msgspec.Struct, frozen=True):
    """An enrolled client. An `EidRegistration` rotates by the real time of day, as enrolled.

    `rooms` are the zones they like, in order; empty: whatever the day brings.
    """

    label: str
    badge: Badge
    rooms: tuple[str, ...] = ()
    interval_s: float = 1.0
    power_dbm: int = -59


def beacon_of(badge: Badge, unix_s: float) -> Beacon:
    """What the badge says at this time of day."""
    return EddystoneEid(badge.eid(unix_s)) if isinstance(badge, EidRegistration) else badge


def stranger(lots: random.Random) -> CastMember:
    """Somebody whose beacon belongs to no client of ours."""
    digits = f"{lots.getrandbits(128):032x}"
    uuid = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    badge = IBeacon(uuid, lots.randrange(65536), lots.randrange(65536))
    return CastMember("stranger", badge, interval_s=2.0)
