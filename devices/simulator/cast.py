"""Who may come: a client by label, and the beacon that they carry."""

from __future__ import annotations

import random

import msgspec

from devices.ble.eid import EidRegistration
from devices.readings import Beacon, EddystoneEid, EddystoneTlm, IBeacon, VendorBeacon

Badge = Beacon | EidRegistration


class CastMember(msgspec.Struct, frozen=True):
    """An enrolled client. An `EidRegistration` rotates by the real time of day, as enrolled.

    `rooms` are the zones they like, in order; empty: whatever the day brings. A pass is shown to
    the scanner on coming in. A beacon of which `battery_mv` is known tells of it now and then.
    """

    label: str
    badge: Badge
    rooms: tuple[str, ...] = ()
    interval_s: float = 1.0
    power_dbm: int = -59
    shows: str = ""
    battery_mv: int | None = None


def beacon_of(badge: Badge, unix_s: float) -> Beacon:
    """What the badge says at this time of day."""
    return EddystoneEid(badge.eid(unix_s)) if isinstance(badge, EidRegistration) else badge


def telemetry(battery_mv: int, beats: int, elapsed_s: float) -> EddystoneTlm:
    """How a beacon is, after so many advertisements."""
    return EddystoneTlm(battery_mv, 21.0, beats, elapsed_s)


def stranger(lots: random.Random) -> CastMember:
    """Somebody whose beacon belongs to no client of ours: a tag of any make."""
    return CastMember("stranger", _strange(lots), interval_s=2.0)


def _strange(lots: random.Random) -> Beacon:
    digits = f"{lots.getrandbits(128):032x}"
    vendor = lots.choice(("", "", "bthome", "kontakt", "meshtech"))
    if vendor:
        return VendorBeacon(vendor, f"c0{digits[:10]}")
    uuid = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    return IBeacon(uuid, lots.randrange(65536), lots.randrange(65536))
