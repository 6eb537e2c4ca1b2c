"""What the handlers and the doors need of the world, in their own words.

`storage` fills the repositories and the queries, `app.build` hands them in.
Every repository method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from store_server.domain.client import Client
from store_server.domain.consent import Consent, Purpose
from store_server.domain.signal import Signal
from store_server.domain.staff import Associate
from store_server.domain.visit import Visit
from store_server.views import (
    AssociateView,
    ClientFound,
    ClientView,
    DeviceView,
    FloorView,
    Notice,
    SignalView,
    VisitView,
    ZoneView,
)


class NotFoundError(LookupError):
    """What was asked for is not there. `str(error)` says what, without naming a person."""


class ConflictError(RuntimeError):
    """The request was understood and the state of the boutique does not allow it."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC: what is written down."""

    def monotonic(self) -> float:
        """Seconds that never go back: what presence is driven by."""


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """A consenting client's identity, with what it takes to recognise it.

    `secret` is the EID identity key (16 bytes) or empty. `clock_offset_s` is the beacon's clock
    minus Unix time. `interval_s` is the learnt advertising interval, or None.
    """

    id: str
    client_id: str
    kind: str
    key: str
    label: str
    secret: bytes = b""
    exponent: int = 0
    clock_offset_s: float = 0.0
    interval_s: float | None = None


class Clients(Protocol):
    def add(self, client: Client) -> None: ...
    def get(self, client_id: str) -> Client:
        """The client, following merges. Raises `NotFoundError`."""

    def amend(self, client_id: str, fields: dict[str, Any]) -> None: ...
    def merge(self, kept_id: str, duplicate_id: str, at: datetime) -> None: ...


class Consents(Protocol):
    def give(self, consent: Consent) -> None: ...
    def withdraw(self, client_id: str, purpose: Purpose, at: datetime) -> bool:
        """Whether there was one that stood."""

    def stands(self, client_id: str, purpose: Purpose) -> bool: ...


class Identities(Protocol):
    def add(self, identity: KnownIdentity, at: datetime) -> None:
        """Raises `ConflictError` where another client holds the same key."""

    def remove(self, client_id: str, identity_id: str) -> None: ...
    def recognisable(self) -> Sequence[KnownIdentity]:
        """Those of clients whose consent for presence stands."""

    def learn_interval(self, identity_id: str, interval_s: float) -> None: ...


class Visits(Protocol):
    def add(self, visit: Visit) -> None: ...
    def save(self, visit: Visit) -> None: ...
    def latest(self, client_id: str) -> Visit | None: ...
    def open(self) -> Sequence[Visit]:
        """All that have not ended, away ones included."""


class Signals(Protocol):
    def add(self, signal: Signal) -> None: ...
    def get(self, signal_id: str) -> Signal:
        """Raises `NotFoundError`."""

    def save(self, signal: Signal) -> None: ...
    def live(self) -> Sequence[Signal]: ...
    def of_visit(self, visit_id: str) -> Signal | None: ...


class Staff(Protocol):
    def get(self, associate_id: str) -> Associate:
        """Raises `NotFoundError`."""

    def everyone(self) -> Sequence[Associate]:
        """Active ones, with `on_shift` and `engaged` as they are now."""

    def add(self, associate: Associate) -> None: ...
    def amend(self, associate_id: str, fields: dict[str, Any]) -> None: ...
    def start_shift(self, associate_id: str, at: datetime) -> None: ...
    def end_shift(self, associate_id: str, at: datetime) -> None: ...


class Places(Protocol):
    def save_zone(self, zone: str, name: str, capacity: int | None) -> None: ...
    def save_device(self, device_id: str, fields: dict[str, Any]) -> None:
        """Create or change a device's row; fields as in `views.DeviceView`."""

    def forget_device(self, device_id: str) -> None: ...
    def zones_of_devices(self) -> dict[str, str | None]:
        """Where each known device stands, by device id."""

    def zone_of(self, device_id: str) -> str | None: ...


class Journal(Protocol):
    def write(self, kind: str, payload: dict[str, Any], occurred_at: datetime) -> None:
        """Append one domain event. The payload holds ids, never a name."""


class Feeds(Protocol):
    def write(self, associate_id: str, kind: str, signal_id: str, at: datetime) -> int:
        """Append one line to an associate's feed; answers its `seq`."""


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls everything back."""

    clients: Clients
    consents: Consents
    identities: Identities
    visits: Visits
    signals: Signals
    staff: Staff
    places: Places
    journal: Journal
    feeds: Feeds

    def commit(self) -> None: ...


class Store(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]: ...


class Queries(Protocol):
    """Reading for the screens. Every answer is fresh from the database."""

    def client(self, client_id: str) -> ClientView: ...
    def find_clients(self, text: str, limit: int = 20) -> Sequence[ClientFound]:
        """By name (spelling and accents forgiven), phone, e-mail or a pass's code."""

    def signals_for(self, associate_id: str) -> Sequence[SignalView]:
        """Live signals that this associate was told of or holds; a manager sees all."""

    def signal_for(self, associate_id: str, signal_id: str) -> SignalView: ...
    def notices_after(self, associate_id: str, seq: int, limit: int = 200) -> Sequence[Notice]: ...
    def last_seq(self, associate_id: str) -> int: ...
    def associates(self) -> Sequence[AssociateView]: ...
    def visits(self, open_only: bool = True, limit: int = 100) -> Sequence[VisitView]: ...
    def devices(self) -> Sequence[DeviceView]: ...
    def zones(self) -> Sequence[ZoneView]: ...
    def floor(self) -> FloorView: ...
