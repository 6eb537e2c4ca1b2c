"""What a device said, in the house's words: all that ever leaves this room.

Readings are values. They carry no clock of ours: `ts` is what the device claims (aware UTC) or
`None`, and whoever receives a reading notes the time of receipt beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

Uint16 = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class IBeacon(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="ibeacon"):
    """Apple's proximity frame. `uuid` is 8-4-4-4-12 lower case; major and minor are 0 to 65535."""

    uuid: str
    major: Uint16
    minor: Uint16

    @property
    def key(self) -> str:
        return f"ibeacon:{self.uuid}:{self.major}:{self.minor}"


class EddystoneUid(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="eddystone_uid"):
    """Eddystone-UID. `namespace` is 20 hex digits, `instance` 12, both lower case."""

    namespace: str
    instance: str

    @property
    def key(self) -> str:
        return f"eddystone_uid:{self.namespace}:{self.instance}"


class EddystoneEid(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="eddystone_eid"):
    """Eddystone-EID: `eid` is 16 hex digits that change with the beacon's own clock."""

    eid: str

    @property
    def key(self) -> str:
        return f"eddystone_eid:{self.eid}"


class EddystoneUrl(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="eddystone_url"):
    """Eddystone-URL, with its scheme and endings written out."""

    url: str

    @property
    def key(self) -> str:
        return f"eddystone_url:{self.url}"


class AltBeacon(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="altbeacon"):
    """AltBeacon. `id1` is 8-4-4-4-12 lower case like a UUID; id2 and id3 are 0 to 65535."""

    id1: str
    id2: Uint16
    id3: Uint16

    @property
    def key(self) -> str:
        return f"altbeacon:{self.id1}:{self.id2}:{self.id3}"


class VendorBeacon(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="vendor"):
    """A beacon that proves itself by its maker's own id, such as Kontakt's tracking id."""

    vendor: str
    id: str

    @property
    def key(self) -> str:
        return f"{self.vendor}:{self.id}"


class EddystoneTlm(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="eddystone_tlm"):
    """A beacon's telemetry: it tells how the beacon is and not which one. None: not measured."""

    voltage_mv: int | None
    temperature_c: float | None
    advertisements: int
    uptime_s: float

    @property
    def key(self) -> str:
        return "eddystone_tlm"


class EddystoneEtlm(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="eddystone_etlm"):
    """Encrypted telemetry, recognised and left unread. All three are hexadecimal digits."""

    encrypted: str
    salt: str
    mic: str

    @property
    def key(self) -> str:
        return "eddystone_etlm"


Proof = IBeacon | EddystoneUid | EddystoneEid | EddystoneUrl | AltBeacon | VendorBeacon
Beacon = Proof | EddystoneTlm | EddystoneEtlm


class Sighting(msgspec.Struct, frozen=True, gc=False):
    """One advertisement heard once by one gateway.

    `device` is the gateway as its own dialect names it ("salon-1", "espresense/office").
    `beacon` is None for a frame whose kind is not one that can prove an identity.
    """

    device: str
    rssi_dbm: float | None
    beacon: Beacon | None = None
    address: str | None = None
    tx_power_dbm: int | None = None
    ts: datetime | None = None
    id: str | None = None


class Scan(msgspec.Struct, frozen=True):
    """A code that a scanner read. `data` is the text as read, at most 4096 characters."""

    device: str
    data: str
    symbology: str = "unknown"
    ts: datetime | None = None
    id: str | None = None


class Count(msgspec.Struct, frozen=True):
    """People who crossed a line: since the last message, or since the counter's own zero.

    `ways` says which of the two numbers the counter counts; the other one is 0 and means nothing.
    `since` is when the counting of these people began: a period's start, or a counter's zero. `id`
    is the same however often the count is said; `sequence` numbers the packages of a `stream`, so
    that a lost one is noticed. `replayed` tells of the past, from the device's own memory.
    `ts` and `since` are naive where the device shows the wall clock of its place.
    """

    device: str
    line: str
    people_in: int
    people_out: int
    meaning: Literal["increment", "cumulative"]
    ts: datetime | None = None
    id: str | None = None
    ways: Literal["both", "in", "out"] = "both"
    since: datetime | None = None
    sequence: int | None = None
    stream: str = ""
    replayed: bool = False


class Occupancy(msgspec.Struct, frozen=True):
    """How many people a camera sees in a zone now, how many of them queue, how long each stayed.

    `ts` is naive where the device shows the wall clock of its place.
    """

    device: str
    zone: str | None
    people: int
    queue: int | None = None
    dwell_s: tuple[float, ...] = ()
    ts: datetime | None = None


class DeviceState(msgspec.Struct, frozen=True):
    """A device came or went, as its Last Will or its availability topic says."""

    device: str
    state: Literal["online", "offline"]
    ts: datetime | None = None


class DeviceAbout(msgspec.Struct, frozen=True):
    """What a device says it is. `zone` is its own idea of where it stands."""

    device: str
    kind: str
    model: str | None = None
    firmware: str | None = None
    zone: str | None = None


class DeviceHealth(msgspec.Struct, frozen=True):
    """A device's pulse: proof that it can still speak, and how it feels.

    `outbox_pct` is how full the place is where it keeps what the server has not stored yet;
    `dropped` how many sightings it had to let go since it started, for nobody took them in time.
    """

    device: str
    ts: datetime | None = None
    uptime_s: float | None = None
    temperature_c: float | None = None
    battery_pct: float | None = None
    lens: str | None = None
    fps: float | None = None
    outbox_pct: float | None = None
    dropped: int | None = None


class Answer(msgspec.Struct, frozen=True):
    """A device's answer to a command, by the command's id."""

    device: str
    id: str
    ok: bool
    reason: str | None = None


class Preview(msgspec.Struct, frozen=True):
    """The blurred picture that a camera showed for a command, by the command's id."""

    device: str
    id: str
    jpeg: bytes


class CertificateWanted(msgspec.Struct, frozen=True):
    """A device asks for its next certificate: `request` is PEM, `id` what the answer will name."""

    device: str
    id: str
    request: str


Reading = (
    Sighting
    | Scan
    | Count
    | Occupancy
    | DeviceState
    | DeviceAbout
    | DeviceHealth
    | Answer
    | Preview
    | CertificateWanted
)
