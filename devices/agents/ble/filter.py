"""What the gateway passes on of all that it hears. Told by command, and kept over a restart."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from devices import plausible
from devices.agents.commands import RefusedError
from devices.ble.advertising import MANUFACTURER_DATA, SERVICE_DATA_16
from devices.drivers import UnreadableError
from devices.readings import AltBeacon, Beacon, EddystoneEid, EddystoneUid, EddystoneUrl, IBeacon

_LOGGER = logging.getLogger(__name__)

Kind = Literal[
    "ibeacon",
    "eddystone_uid",
    "eddystone_eid",
    "eddystone_url",
    "altbeacon",
    "private_address",
    "other",
]
PROVING: tuple[Kind, ...] = (  # whatever can prove who somebody is
    "ibeacon",
    "eddystone_uid",
    "eddystone_eid",
    "eddystone_url",
    "altbeacon",
    "private_address",
)

FLAGS = 0x01
NAMESPACE_DIGITS = 20
# The flags that devices usually advertise: with them everybody is heard, for BlueZ has no "all".
USUAL_FLAGS = (b"\x02", b"\x04", b"\x05", b"\x06", b"\x1a", b"\x1b", b"\x1e")

Pattern = tuple[int, int, bytes]  # where it begins, the type of the data, what stands there

_PATTERNS: dict[Kind, Pattern] = {
    "ibeacon": (0, MANUFACTURER_DATA, b"\x4c\x00\x02\x15"),
    "altbeacon": (2, MANUFACTURER_DATA, b"\xbe\xac"),
    "eddystone_uid": (0, SERVICE_DATA_16, b"\xaa\xfe\x00"),
    "eddystone_url": (0, SERVICE_DATA_16, b"\xaa\xfe\x10"),
    "eddystone_eid": (0, SERVICE_DATA_16, b"\xaa\xfe\x30"),
}


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`uuids` limits iBeacon and AltBeacon, `namespaces` Eddystone-UID; none named: any.

    `private_address` passes on the addresses that a client's key may resolve, `other` every frame.
    """

    kinds: tuple[Kind, ...] = PROVING
    uuids: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    min_rssi_dbm: Annotated[float, msgspec.Meta(ge=-127, le=20)] = -95.0

    def takes(self, beacon: Beacon) -> bool:
        kinds, uuids = self.kinds, self.uuids
        match beacon:
            case IBeacon():
                return "ibeacon" in kinds and (not uuids or beacon.uuid in uuids)
            case EddystoneEid():
                return "eddystone_eid" in kinds
            case EddystoneUid():
                named = not self.namespaces or beacon.namespace in self.namespaces
                return "eddystone_uid" in kinds and named
            case AltBeacon():
                return "altbeacon" in kinds and (not uuids or beacon.id1 in uuids)
            case EddystoneUrl():
                return "eddystone_url" in kinds
        return False

    def patterns(self) -> list[Pattern]:
        """For BlueZ, which then wakes us for nothing else."""
        found = [_PATTERNS[kind] for kind in self.kinds if kind in _PATTERNS]
        if {"private_address", "other"} & set(self.kinds):
            found += [(0, FLAGS, flags) for flags in USUAL_FLAGS]
        return found


def read_filter(said: Mapping[str, Any]) -> Filter:
    """The `filter` of a `configure`. Raises `RefusedError`, which names the field."""
    try:
        told = msgspec.convert(said.get("filter"), Filter)
        if not told.kinds:
            raise RefusedError("kinds: none; then nobody would ever be heard")
        return Filter(
            told.kinds,
            tuple(plausible.uuid(one, "uuids") for one in told.uuids),
            tuple(
                plausible.hexadecimal(one, "namespaces", NAMESPACE_DIGITS)
                for one in told.namespaces
            ),
            told.min_rssi_dbm,
        )
    except (msgspec.ValidationError, UnreadableError) as error:
        raise RefusedError(f"filter: {error}") from error


class FilterFile:
    """Where the filter that was told last is kept."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Filter:
        """The usual one where none was kept, or it cannot be read."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Filter)
        except FileNotFoundError:
            return Filter()
        except (OSError, msgspec.MsgspecError) as error:
            _LOGGER.warning("the filter cannot be read (%s): the usual one is used", error)
            return Filter()

    def keep(self, told: Filter) -> None:
        """Raises `OSError`. A power cut leaves the old one or the new one."""
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(told))
        fresh.replace(self._file)
