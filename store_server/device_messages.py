"""What is asked and told of devices: adopting, naming and telling them; what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AmendDevice:
    """Name a device and place it, in a zone and on the plan; one that is not known is adopted.

    None leaves things as they are. An empty `zone` is no zone, an empty `at` no place on the plan.
    """

    device_id: str
    name: str | None = None
    zone: str | None = None
    kind: str | None = None
    at: tuple[float, float] | tuple[()] | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class OfferAdoption:
    """Keep a code by which an agent may come. Answers its id. `replaces` names a device."""

    code_hash: str
    expires_at: datetime
    name: str | None = None
    zone: str | None = None
    at: tuple[float, float] | None = None
    replaces: str | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AdoptByCode:
    """An agent came with a code. Answers `Adopted`; raises `NotFoundError` for a code that is not
    good."""

    code_hash: str
    kind: str
    model: str | None = None
    firmware: str | None = None
    proposed: str | None = None
    request: str | None = None  # for a certificate, as PEM


@dataclass(frozen=True, slots=True)
class AdoptDevice:
    """Take in a device that was bought, whether it has spoken yet or not. Answers `Adopted`.

    With `topics` it gets an account on the broker for them, with `push` a token to push with.
    """

    hardware: str
    name: str | None = None
    zone: str | None = None
    at: tuple[float, float] | None = None
    kind: str | None = None
    dialect: str | None = None
    topics: tuple[str, ...] = ()
    push: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Shown once; only hashes are kept. What a device does not have is empty."""

    username: str = ""
    password: str = field(default="", repr=False)
    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()
    push_token: str = field(default="", repr=False)
    certificate: str = ""  # PEM; then there is no password


@dataclass(frozen=True, slots=True)
class Adopted:
    """`device_id` is the house's name for it, `hardware` its own."""

    device_id: str
    hardware: str
    keys: NewKeys


@dataclass(frozen=True, slots=True)
class RenewKeys:
    """Other keys for those that a device has, which are void at once. Answers `Adopted`."""

    device_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class RenewCertificate:
    """A device asks for its next certificate; it is answered on its line. `asked` is its id."""

    device_id: str
    asked: str
    request: str


@dataclass(frozen=True, slots=True)
class SuspendDevice:
    device_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ResumeDevice:
    device_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReplaceDevice:
    """`spare`, another device or one that waits, takes over the name, the place and the history."""

    device_id: str
    spare: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ForgetDevice:
    device_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class CommandDevice:
    """Tell a device to do something. Answers the command's id."""

    device_id: str
    do: str
    parameters: dict[str, Any] = field(default_factory=dict)
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """A device answered a command."""

    device_id: str
    command_id: str
    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeepFloorPlan:
    """`svg` as it was uploaded; None goes back to the plan that is drawn from the zones."""

    svg: str | None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class NoteDevice:
    """What a device said of itself, for its row in the list. None: not said.

    `heard_at` is None where the broker only repeated what was said long ago.
    """

    device_id: str
    dialect: str
    heard_at: datetime | None
    state: str | None = None
    kind: str | None = None
    model: str | None = None
    firmware: str | None = None
    zone: str | None = None
    battery_pct: float | None = None
    uptime_s: float | None = None
    temperature_c: float | None = None
    lens: str | None = None
    fps: float | None = None
    outbox_pct: float | None = None
    dropped: int | None = None


@dataclass(frozen=True, slots=True)
class NoteTogether:
    """What several devices said of themselves: one commit, where none of them is named twice."""

    notes: tuple[NoteDevice, ...]


@dataclass(frozen=True, slots=True)
class NoteWaiting:
    """Somebody spoke who was not adopted: what it is, and nothing of what it said."""

    hardware: str
    dialect: str
    heard_at: datetime
    kind: str = ""
    model: str | None = None
    firmware: str | None = None


@dataclass(frozen=True, slots=True)
class CountHeard:
    """What a counter said: see `devices.readings.Count`. `counter` is what the hardware calls
    itself; `ts` and `since` are its own times, naive where it shows the boutique's wall clock."""

    device_id: str
    counter: str
    line: str
    people_in: int
    people_out: int
    cumulative: bool
    received_at: datetime
    ts: datetime | None = None
    since: datetime | None = None
    ways: str = "both"
    id: str | None = None
    sequence: int | None = None
    stream: str = ""
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class OccupancyHeard:
    """How many people a camera sees in a zone; without a zone, where it stands."""

    device_id: str
    counter: str
    zone: str | None
    people: int
    received_at: datetime
    queue: int | None = None
    dwell_s: tuple[float, ...] = ()
    ts: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepCounts:
    """Write down what was counted, each count once, all in one transaction."""

    counts: tuple[CountHeard, ...] = ()
    occupancies: tuple[OccupancyHeard, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    device_id: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviceAlarm:
    """An alarm was raised, or ended."""

    device_id: str
    kind: str
    stands: bool
    at: datetime
