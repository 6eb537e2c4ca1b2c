"""What is said on the bus: commands ask, domain events tell.

All are frozen values with aware UTC datetimes. Times named `at_s` are seconds of the server's
monotonic clock, which alone drives presence; everything that is stored is a datetime.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from store_server.domain.code import Code
from store_server.domain.consent import Purpose
from store_server.domain.scan_verdict import Verdict
from store_server.domain.signal import Outcome
from store_server.domain.visit import Source, Whereabouts
from store_server.views import Notice

# ---------------------------------------------------------------------------- presence, commands


@dataclass(frozen=True, slots=True)
class Heard:
    """One countable sighting of an enrolled, consenting identity. `origin` is its message's id."""

    identity_id: str
    gateway_id: str
    rssi_dbm: float
    at_s: float
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ObserveSightings:
    sightings: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class NoteGateway:
    """A gateway came, went, or proved that it is alive (`online` None: only alive)."""

    gateway_id: str
    at_s: float
    online: bool | None = None
    street: bool = False  # a stranger's beacon proved it, not the gateway's own voice


@dataclass(frozen=True, slots=True)
class NoteClock:
    """A gateway's own times became doubtful, or good again (`domain.device_clock.ClockTurn`)."""

    gateway_id: str
    at_s: float
    settled: bool
    discard: bool


@dataclass(frozen=True, slots=True)
class NoteBroker:
    """The broker went, so nothing can be heard; or it is back."""

    online: bool
    at_s: float


@dataclass(frozen=True, slots=True)
class ReportPresence:
    """A pass was shown or an associate said "she's here". Answers the visit's id."""

    client_id: str
    source: Source
    zone: str | None = None
    by_id: str | None = None  # the associate or the device that said so


@dataclass(frozen=True, slots=True)
class ReadPass:
    """A scanner read a client's pass. `code` is what stands after `pass:`."""

    code: str
    device_id: str
    scan_id: str | None = None  # the device's own; a scan that comes again is one scan


@dataclass(frozen=True, slots=True)
class ReadScan:
    """A scanner read a code, of whatever kind. `dialect` says whether it can show a verdict."""

    data: str = field(repr=False)
    device_id: str
    symbology: str = "unknown"
    scan_id: str | None = None
    dialect: str = ""
    origin: str = ""  # its message's id


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """Scans that came together share a commit. Answers for each None, or the error it ended in;
    raises `StorageError` where none of them could be noted."""

    scans: tuple[ReadScan, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """That a message could not be read. Never its content: it may name a stranger's beacon."""

    at: datetime
    source: str  # the dialect's name, or the device's where it is one of ours
    reason: str
    size: int
    digest: str  # so that repeats are recognised
    count: int = 1


@dataclass(frozen=True, slots=True)
class KeepQuarantined:
    """Write down what could not be read."""

    messages: tuple[Quarantined, ...]


@dataclass(frozen=True, slots=True)
class ReportDeparture:
    """An associate says that a client has gone."""

    client_id: str
    by_id: str


# ---------------------------------------------------------------------------- people, commands


@dataclass(frozen=True, slots=True)
class RegisterClient:
    """`fields` are those of `domain.client.Client`. Answers the new client's id."""

    fields: dict[str, Any]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AmendClient:
    client_id: str
    fields: dict[str, Any]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepPhoto:
    client_id: str
    image: bytes
    content_type: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class RemovePhoto:
    client_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class MergeClients:
    """`duplicate_id` becomes part of `kept_id`: identities, visits, consents, purchases move."""

    kept_id: str
    duplicate_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class GiveConsent:
    client_id: str
    purpose: Purpose
    proof: str
    text_version: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    client_id: str
    purpose: Purpose
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class EnrolIdentity:
    """`kind` is a beacon's, irk or pass. Answers the identity's id.

    `key` is the reading's own key for a static beacon. For an EID `secret_hex` is the identity key
    (32 hex digits), or `exchange_hex` the beacon's public half (64) where the two have exchanged
    halves; `exponent` is 0 to 15, and `clock_s` the beacon's clock now, in seconds. For an irk
    `secret_hex` is the identity resolving key in either order of its bytes.
    """

    client_id: str
    kind: str
    key: str = ""
    label: str = ""
    secret_hex: str = field(default="", repr=False)
    exchange_hex: str = ""
    exponent: int = 0
    clock_s: int = 0
    by_id: str | None = None


KeyOrder = Literal["as_given", "reversed"]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an identity has shown of itself: how far its clock is off, how its key is written."""

    identity_id: str
    clock_offset_s: float | None = None
    key_order: KeyOrder | None = None


@dataclass(frozen=True, slots=True)
class NoteLearnt:
    learnt: tuple[Learnt, ...]


@dataclass(frozen=True, slots=True)
class OfferExchange:
    """Answers the boutique's public half, in hexadecimal, for a beacon to be registered with."""


@dataclass(frozen=True, slots=True)
class RemoveIdentity:
    client_id: str
    identity_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AddAssociate:
    """Answers the new associate's id."""

    display_name: str
    role: str
    languages: tuple[str, ...]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AmendAssociate:
    """`fields` are display_name, role, languages or active."""

    associate_id: str
    fields: dict[str, Any]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class StartShift:
    associate_id: str


@dataclass(frozen=True, slots=True)
class EndShift:
    associate_id: str


# ---------------------------------------------------------------------------- signals, commands


@dataclass(frozen=True, slots=True)
class ClaimSignal:
    """Answers `views.ClaimAnswer`. `tap_id` makes a tap that is sent twice one tap."""

    signal_id: str
    associate_id: str
    tap_id: str


@dataclass(frozen=True, slots=True)
class WelcomeClient:
    signal_id: str
    associate_id: str


@dataclass(frozen=True, slots=True)
class StayWithClient:
    signal_id: str
    associate_id: str


@dataclass(frozen=True, slots=True)
class FinishSignal:
    signal_id: str
    associate_id: str
    outcome: Outcome | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOverSignal:
    signal_id: str
    associate_id: str
    to_id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeclineSignal:
    """ "Not now": with a reason, or for some minutes (2, 5 or 10), after which it comes again."""

    signal_id: str
    associate_id: str
    reason: str = ""
    snooze_min: int = 0


# ---------------------------------------------------------------------------- house, commands


@dataclass(frozen=True, slots=True)
class AmendZone:
    """Create or change a zone. `capacity` is None where there is no limit."""

    zone: str
    name: str
    capacity: int | None = None
    by_id: str | None = None


# ---------------------------------------------------------------------------- domain events


@dataclass(frozen=True, slots=True)
class ClientArrived:
    visit_id: str
    client_id: str
    at: datetime
    zone: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class ClientMoved:
    visit_id: str
    client_id: str
    at: datetime
    zone: str | None


@dataclass(frozen=True, slots=True)
class WhereaboutsChanged:
    """Away, back again within the visit, not known, or ended."""

    visit_id: str
    client_id: str
    at: datetime
    whereabouts: Whereabouts
    zone: str | None


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    client_id: str
    purpose: Purpose
    stands: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class IdentitiesChanged:
    """The set of recognisable identities is another one; whoever caches it reads it anew."""

    client_id: str


@dataclass(frozen=True, slots=True)
class ClientChanged:
    client_id: str


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of one associate's feed, as it is shown to them."""

    associate_id: str
    notice: Notice = field(repr=False)  # it holds a client's card


@dataclass(frozen=True, slots=True)
class NoticesWritten:
    """New lines stand in feeds, committed, and are here as they stood at the commit.

    In the order of their `seq`, which is each associate's own.
    """

    lines: tuple[FeedLine, ...]


@dataclass(frozen=True, slots=True)
class FloorChanged:
    """What the dashboard shows has changed: visits, signals, shifts."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ScanRead:
    """A scan was decided. `again`: it had been, and its scanner asked once more."""

    device_id: str
    dialect: str
    scan_id: str | None
    code: Code = field(repr=False)
    verdict: Verdict
    at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class ShiftChanged:
    associate_id: str
    on_shift: bool
