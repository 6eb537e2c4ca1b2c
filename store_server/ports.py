"""What the handlers and the doors need of the world, in their own words.

`storage` fills the repositories and the queries, `app.build` hands them in.
Every repository method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from store_server.admission_ports import Admissions
from store_server.aftermath_ports import Aftermath
from store_server.audit_ports import Audit
from store_server.count_ports import Counts
from store_server.count_views import CountsView
from store_server.device_ports import DeviceCommands, DeviceRecords, Devices, FloorPlans
from store_server.domain.client import Client
from store_server.domain.consent import Consent, Purpose
from store_server.domain.signal import Signal
from store_server.domain.staff import Associate
from store_server.domain.visit import Visit
from store_server.event_ports import (
    Closures,
    EventCosts,
    EventPictures,
    Events,
    Guests,
    Passes,
    Seating,
    Tellings,
)
from store_server.guest_ports import Allocations, GuestConsents, GuestNeeds
from store_server.ledger_ports import Ledger
from store_server.letter_ports import GuestLinks, Letters
from store_server.messages import FeedLine, KeyOrder
from store_server.messages import Quarantined as Quarantined
from store_server.payment_ports import (
    Articles,
    Baskets,
    Cash,
    ExitPasses,
    Payments,
    Sales,
    Slots,
)
from store_server.privacy_ports import Privacy
from store_server.traffic_ports import RollUps, StaffCrossings, TrafficBook
from store_server.views import (
    AppointmentView,
    ArrivalCard,
    AssociateView,
    BadgeView,
    ClientFound,
    ClientView,
    DeviceView,
    FloorView,
    NextPurchase,
    Notice,
    PromiseView,
    PurchaseView,
    SignalView,
    VisitView,
    ZoneView,
)


class NotFoundError(LookupError):
    """What was asked for is not there. `str(error)` says what, without naming a person."""


class ConflictError(RuntimeError):
    """The request was understood and the state of the boutique does not allow it."""


class StorageError(RuntimeError):
    """The database did not do its work, and nothing of the request was written.

    StorageError
      ├ UnreachableError   no connection, or it was lost: try again later
      ├ BusyError          another writer held it for too long: try again
      └ FullError          the disk is full: reading goes on, writing waits for space
    """

    trying_again_may_help = False


class UnreachableError(StorageError):
    trying_again_may_help = True


class BusyError(StorageError):
    trying_again_may_help = True


class FullError(StorageError):
    pass


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC: what is written down."""

    def monotonic(self) -> float:
        """Seconds that never go back: what presence is driven by."""


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """A beacon, with what it takes to recognise it: a consenting client's, or a colleague's badge,
    whose `client_id` is empty.

    `secret` is an EID's identity key or a phone's identity resolving key (16 bytes), or empty.
    `clock_offset_s` is the beacon's clock minus Unix time. `interval_s` is the learnt advertising
    interval, or None. `key_order` is the order of a resolving key's bytes, where it is known.
    """

    id: str
    client_id: str
    kind: str
    key: str
    label: str
    secret: bytes = field(default=b"", repr=False)
    exponent: int = 0
    clock_offset_s: float = 0.0
    interval_s: float | None = None
    key_order: KeyOrder | None = None

    def with_learnt(
        self, clock_offset_s: float | None, key_order: KeyOrder | None
    ) -> KnownIdentity:
        """The same with what has shown itself; None: nothing new."""
        return replace(
            self,
            clock_offset_s=self.clock_offset_s if clock_offset_s is None else clock_offset_s,
            key_order=key_order or self.key_order,
        )


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
    def learn(
        self, identity_id: str, clock_offset_s: float | None, key_order: KeyOrder | None
    ) -> None:
        """None: nothing new. An identity that is gone is no error."""

    def exchange_half(self) -> bytes:
        """The boutique's public half, for beacons that are registered by exchange: 32 bytes."""

    def exchanged_key(self, beacons_half: bytes) -> bytes:
        """The identity key that a beacon with this public half has. Raises `ConflictError`."""


@dataclass(frozen=True, slots=True)
class WornBadge:
    """A colleague's badge, and the zone in which it is heard now, if in any."""

    associate_id: str
    beacon: KnownIdentity
    here_zone: str | None = None


class Badges(Protocol):
    def add(self, badge: WornBadge, at: datetime) -> None:
        """Raises `ConflictError` where a client or a colleague has this beacon already."""

    def remove(self, associate_id: str, badge_id: str) -> None:
        """Raises `NotFoundError`."""

    def take_all_back(self, associate_id: str) -> int:
        """Answers how many."""

    def worn(self) -> Sequence[WornBadge]: ...
    def note_here(self, badge_id: str, zone: str | None) -> None: ...


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

    def save(self, signal: Signal) -> None:
        """Write a signal that this unit of work has read.

        Raises `ConflictError` where somebody else has changed it since.
        """

    def live(self) -> Sequence[Signal]: ...
    def of_visit(self, visit_id: str) -> Signal | None: ...
    def of_guest(self, guest_id: str) -> Signal | None:
        """The latest of a guest at an event's door."""


class Taps(Protocol):
    def first(self, tap_id: str, signal_id: str, associate_id: str, at: datetime) -> bool:
        """Note a tap on "I take it"; whether it came for the first time."""


class Scans(Protocol):
    """The scans that had their effect, so that one that comes again has none."""

    def known(self, device_id: str, scan_id: str) -> bool: ...
    def note(self, device_id: str, scan_id: str, at: datetime) -> None:
        """Kept for a week: a device's ids are unique for a day at least."""


class Staff(Protocol):
    def get(self, associate_id: str) -> Associate:
        """Raises `NotFoundError`."""

    def everyone(self) -> Sequence[Associate]:
        """Active ones, with `on_shift` and `engaged` as they are now."""

    def add(self, associate: Associate) -> None: ...
    def amend(self, associate_id: str, fields: dict[str, Any]) -> None:
        """`fields` are display_name, role, languages, active. Raises `NotFoundError`."""

    def start_shift(self, associate_id: str, at: datetime) -> None: ...
    def end_shift(self, associate_id: str, at: datetime) -> None: ...


class Places(Protocol):
    def save_zone(self, zone: str, name: str, capacity: int | None) -> None: ...
    def save_device(self, device_id: str, fields: dict[str, Any]) -> None:
        """Create or change a device's row; fields as in `views.DeviceView`."""

    def zones_of_devices(self) -> dict[str, str | None]:
        """Where each known device stands, by device id."""

    def zone_of(self, device_id: str) -> str | None: ...
    def knows_zone(self, zone: str) -> bool: ...
    def known_zone(self, zone: str | None) -> str | None:
        """The zone, known from now on: it is called by its id until somebody names it."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    position: int
    id: str
    kind: str
    version: int
    boutique: str
    occurred_at: datetime
    recorded_at: datetime
    payload: dict[str, Any]
    origin: str = ""


class Journal(Protocol):
    def write(self, kind: str, payload: dict[str, Any], occurred_at: datetime) -> None:
        """Append one domain event. The payload holds ids, never a name."""

    def after(self, position: int, limit: int = 500) -> Sequence[JournalEntry]:
        """What was written after `position`, in the order in which it was committed."""


class Cursors(Protocol):
    """How far each durable consumer of the journal has come; 0 before the first entry."""

    def position(self, consumer: str) -> int: ...
    def move(self, consumer: str, position: int) -> None: ...


class History(Protocol):
    """What a client bought, was promised and is expected for, and their photo."""

    def add_purchase(
        self, client_id: str, purchase: PurchaseView, line_id: str | None = None
    ) -> str: ...
    def change_purchase(self, line_id: str, label: str, amount_minor: int) -> None:
        """What is left of a basket's line, where it is remembered at all."""

    def drop_purchase(self, line_id: str) -> None: ...
    def add_promise(self, client_id: str, promise: PromiseView) -> str: ...
    def keep_promise(self, promise_id: str, at: datetime) -> None: ...
    def add_appointment(self, client_id: str, appointment: AppointmentView) -> str: ...
    def set_photo(self, client_id: str, image: bytes, content_type: str, at: datetime) -> None:
        """Shown only while the consent for it stands."""

    def remove_photo(self, client_id: str) -> bool:
        """Whether there was one."""


class Feeds(Protocol):
    def write(self, associate_id: str, kind: str, signal_id: str, at: datetime) -> int:
        """Append one line to an associate's feed; answers its `seq`."""

    def lines(self) -> Sequence[FeedLine]:
        """What was written, as it is seen now; `Queries.notices_after` would say the same.

        To be asked last: what is changed afterwards is not in it.
        """


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls everything back."""

    clients: Clients
    consents: Consents
    identities: Identities
    visits: Visits
    signals: Signals
    taps: Taps
    scans: Scans
    counts: Counts
    rollups: RollUps
    traffic: TrafficBook
    badges: Badges
    staff_crossings: StaffCrossings
    staff: Staff
    places: Places
    devices: Devices
    device_commands: DeviceCommands
    device_records: DeviceRecords
    floor_plans: FloorPlans
    events: Events
    event_pictures: EventPictures
    event_costs: EventCosts
    seating: Seating
    closures: Closures
    tellings: Tellings
    guests: Guests
    passes: Passes
    aftermath: Aftermath
    ledger: Ledger
    needs: GuestNeeds
    guest_consents: GuestConsents
    allocations: Allocations
    letters: Letters
    links: GuestLinks
    admissions: Admissions
    journal: Journal
    feeds: Feeds
    cursors: Cursors
    history: History
    audit: Audit
    privacy: Privacy
    articles: Articles
    baskets: Baskets
    payments: Payments
    cash: Cash
    slots: Slots
    exit_passes: ExitPasses
    sales: Sales

    def commit(self) -> None: ...


class Store(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]: ...
    def look(self) -> AbstractContextManager[UnitOfWork]:
        """To read only, without waiting for a writer or keeping one waiting."""


@dataclass(frozen=True, slots=True)
class Photo:
    image: bytes
    content_type: str
    changed_at: datetime


class Queries(Protocol):
    """Reading for the screens. Every answer is fresh from the database."""

    def client(self, client_id: str) -> ClientView:
        """Following merges. Raises `NotFoundError`."""

    def card(self, client_id: str) -> ArrivalCard:
        """Following merges. Raises `NotFoundError`."""

    def next_purchase(self, client_id: str) -> NextPurchase:
        """Following no merge: it is asked for whom the page shows."""

    def photo(self, client_id: str) -> Photo | None:
        """None where there is none, or where the consent for it does not stand."""

    def client_by_pass(self, code: str) -> str | None:
        """The consenting client whose enrolled pass this is."""

    def associate(self, associate_id: str) -> AssociateView:
        """Raises `NotFoundError`."""

    def find_clients(self, text: str, limit: int = 20) -> Sequence[ClientFound]:
        """By name (spelling and accents forgiven), phone, e-mail or a pass's code."""

    def find_by_pass(self, code: str) -> Sequence[ClientFound]:
        """The one whose pass this is, or nobody."""

    def signals_for(self, associate_id: str) -> Sequence[SignalView]:
        """Live signals that this associate was told of or holds; a manager sees all."""

    def signal_for(self, associate_id: str, signal_id: str) -> SignalView:
        """Raises `NotFoundError`, also where this associate was never told of it."""

    def notices_after(self, associate_id: str, seq: int, limit: int = 200) -> Sequence[Notice]: ...
    def last_seq(self, associate_id: str) -> int: ...
    def associates(self) -> Sequence[AssociateView]: ...
    def badges(self) -> Sequence[BadgeView]:
        """In the order in which they were given."""

    def visits(self, open_only: bool = True, limit: int = 100) -> Sequence[VisitView]: ...
    def devices(self) -> Sequence[DeviceView]: ...
    def device(self, device_id: str) -> DeviceView:
        """Raises `NotFoundError`."""

    def counts_of(self, device_id: str) -> CountsView:
        """What it counted lately. Raises `NotFoundError`."""

    def zones(self) -> Sequence[ZoneView]: ...
    def floor(self) -> FloorView: ...


class Quarantine(Protocol):
    def keep(self, messages: Sequence[Quarantined]) -> None:
        """One transaction for all; the oldest beyond the limit make room."""

    def recent(self, limit: int = 100) -> Sequence[Quarantined]: ...
