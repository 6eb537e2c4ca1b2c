"""What the handlers need of the world for a device's life; `ports` for everything else.

`storage` fills the repositories, the broker and the reader the rest. Every repository method
belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from store_server.count_views import TalliesView
from store_server.device_views import (
    AdoptionView,
    CommandView,
    SampleView,
    WaitingDeviceView,
)
from store_server.domain.device import AlarmKind, Rhythm
from store_server.domain.floor_plan import Room
from store_server.views import AlarmView


@dataclass(frozen=True, slots=True)
class RegisteredDevice:
    """A device of the house. `hardware` is how the present piece of hardware calls itself."""

    id: str
    hardware: str
    name: str
    kind: str
    dialect: str
    zone: str | None
    suspended: bool
    state: str = "unknown"
    last_heard_at: datetime | None = None
    rhythm: Rhythm = field(default_factory=Rhythm)
    model: str | None = None
    firmware: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """What a device proves itself with: an account on the broker, a token to push with, or both.

    `topics` are those that the manager allowed; empty for a device that speaks our own protocol.
    """

    device_id: str
    username: str | None = None
    password_hash: str | None = field(default=None, repr=False)
    topics: tuple[str, ...] = ()
    push_hash: str | None = field(default=None, repr=False)

    @property
    def by_certificate(self) -> bool:
        return self.username is not None and self.password_hash is None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is kept of one: `name` is the hardware's, `serial` hexadecimal."""

    serial: str
    name: str
    expires_at: datetime
    void: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as it was signed: PEM, and its serial number, hexadecimal."""

    serial: str
    certificate: str
    expires_at: datetime


class RequestError(ValueError):
    """A certificate request that is not signed; the text says why."""


def certified(hardware: str) -> str:
    """The name in a device's certificate, which is its account on the broker. No account with a
    password may hold a colon there: whatever a device calls itself, it becomes nobody else."""
    return f"device:{hardware}"


class Authority(Protocol):
    """Who signs the keys that devices make."""

    def sign(self, request: str, device: str, now: datetime) -> Issued:
        """`request` is PEM. Raises `RequestError`."""


@dataclass(frozen=True, slots=True)
class WaitingDevice:
    """One that speaks and was not adopted."""

    hardware: str
    dialect: str
    kind: str
    model: str | None
    firmware: str | None
    first_heard_at: datetime
    last_heard_at: datetime


@dataclass(frozen=True, slots=True)
class AdoptionCode:
    """`wishes` are what the manager said of the device before it came: `handlers.adopt_devices`."""

    id: str
    wishes: dict[str, Any]
    by_id: str | None


class Devices(Protocol):
    """The register: which devices are ours, and what they prove it with."""

    def everyone(self) -> Sequence[RegisteredDevice]: ...
    def get(self, device_id: str) -> RegisteredDevice:
        """Raises `NotFoundError`."""

    def by_hardware(self, hardware: str) -> RegisteredDevice | None: ...
    def add(self, device_id: str, hardware: str, fields: dict[str, Any]) -> None: ...
    def suspend(self, device_id: str, at: datetime | None) -> None:
        """From then on; None lifts it."""

    def change_hardware(self, device_id: str, hardware: str, fields: dict[str, Any]) -> None: ...
    def forget(self, device_id: str) -> None:
        """With its keys, commands, alarms and samples. Raises `NotFoundError`."""

    def keys(self) -> Sequence[DeviceKeys]: ...
    def keys_of(self, device_id: str) -> DeviceKeys | None: ...
    def set_keys(self, keys: DeviceKeys) -> None: ...
    def drop_keys(self, device_id: str) -> None: ...

    def note_certificate(self, name: str, serial: str, at: datetime, expires_at: datetime) -> None:
        """One was signed for the piece of hardware of this name."""

    def certificates(self, name: str, now: datetime) -> int:
        """How many of that name hold: neither ended nor void."""

    def void_certificates(self, name: str, at: datetime) -> None:
        """Those of this name are void from now on, whoever is called so later."""

    def unended_certificates(self) -> Sequence[Certificate]:
        """Also those that are void; some that have ended may be among them."""

    def note_waiting(self, device: WaitingDevice) -> bool:
        """Whether it is new on the list, which is bounded: a name too many is not noted."""

    def waiting(self, hardware: str) -> WaitingDevice | None: ...
    def stop_waiting(self, hardware: str) -> None: ...

    def offer(
        self, code_hash: str, expires_at: datetime, wishes: dict[str, Any], by_id: str | None
    ) -> str:
        """Keep an adoption code; answers its id."""

    def offered(self, code_hash: str, now: datetime) -> AdoptionCode | None:
        """None where it is unknown, used or expired."""

    def use(self, code_id: str, device_id: str) -> None: ...

    def mark_changed(self) -> None:
        """Whoever caches the register reads it anew, in whatever process."""

    def revision(self) -> int:
        """Grows with each `mark_changed`."""


@dataclass(frozen=True, slots=True)
class DeviceCommand:
    id: str
    device_id: str
    do: str
    parameters: dict[str, Any]
    by_id: str | None
    asked_at: datetime
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    expired_at: datetime | None = None
    ok: bool | None = None
    reason: str = ""


class DeviceCommands(Protocol):
    """What devices were told to do. Kept for a month."""

    def add(self, command: DeviceCommand) -> None: ...
    def get(self, command_id: str) -> DeviceCommand | None: ...
    def open(self) -> Sequence[DeviceCommand]:
        """Those that were neither answered nor given up, the oldest first."""

    def sent(self, command_id: str, at: datetime) -> None: ...
    def answered(self, command_id: str, at: datetime, ok: bool, reason: str) -> None: ...
    def expired(self, command_id: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class DeviceSample:
    at: datetime
    battery_pct: float | None = None
    temperature_c: float | None = None
    fps: float | None = None
    uptime_s: float | None = None


class DeviceRecords(Protocol):
    """How devices have been: a day of samples, a season of alarms."""

    def sample(self, device_id: str, sample: DeviceSample) -> None: ...
    def raise_alarm(self, device_id: str, kind: AlarmKind, detail: str, at: datetime) -> None: ...
    def end_alarm(self, device_id: str, kind: AlarmKind, at: datetime) -> None: ...
    def open_alarms(self) -> Sequence[tuple[str, AlarmKind]]:
        """The device and the kind of each alarm that stands."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    svg: str
    width: float
    height: float
    changed_at: datetime


class FloorPlans(Protocol):
    """The boutique's own plan; none where it is drawn from the zones."""

    def keep(self, plan: KeptPlan) -> None: ...
    def drop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PushedDevice:
    """Whose token it is that came with what was pushed, under the name that the hardware has."""

    device_id: str
    dialect: str
    suspended: bool


class DeviceQueries(Protocol):
    """Reading for the devices' page, from any thread."""

    def waiting(self) -> Sequence[WaitingDeviceView]:
        """The last heard first."""

    def adoption(self, code_id: str) -> AdoptionView:
        """Raises `NotFoundError`, also once the code has expired."""

    def alarms(self, open_only: bool) -> Sequence[AlarmView]:
        """The newest first."""

    def tallies(self, since: datetime) -> TalliesView:
        """Whom all devices see now, and who crossed their lines since then."""

    def commands(self, device_id: str) -> Sequence[CommandView]:
        """The newest first. Raises `NotFoundError`."""

    def command(self, device_id: str, command_id: str) -> CommandView:
        """Raises `NotFoundError`."""

    def samples(self, device_id: str) -> Sequence[SampleView]: ...
    def kept_plan(self) -> KeptPlan | None: ...
    def rooms(self) -> Sequence[Room]: ...
    def revision(self) -> int:
        """Grows when the register of devices has changed, in whatever process."""

    def resolve(self, token_hash: str) -> PushedDevice | None:
        """The device that pushes with this token."""


@dataclass(frozen=True, slots=True)
class BrokerAccount:
    """Who may connect to the broker, where it may speak and what it may hear: MQTT filters."""

    username: str
    password_hash: str = field(repr=False)  # `passwords.hash_password`; empty: by certificate alone
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


class BrokerAccounts(Protocol):
    """The accounts of a broker, whichever it is."""

    def keep(self, accounts: Sequence[BrokerAccount]) -> None:
        """Exactly these may come in from now on; the others' connections end within 2 s.

        Returns at once, from any thread.
        """


class Line(Protocol):
    """The way to the devices."""

    @property
    def connected(self) -> bool:
        """Whether anybody could hear us now."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Dropped where nobody can."""


class NoLine:
    """For a process without a broker: what is to be said waits for the one that has it."""

    connected = False

    def publish(self, topic: str, payload: bytes) -> None:
        """Nobody hears it."""
