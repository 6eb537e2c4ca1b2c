"""What the screens and the API are shown: plain structs, written to JSON as they stand.

These are the shapes of the wire. `storage` fills them, `web` sends them, `kiosk_ui/src/lib/live.ts`
mirrors them, and the OpenAPI document is made from them. Datetimes are RFC 3339 UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Code = Annotated[str, Meta(max_length=64)]

# ------------------------------------------------------------------------------------- people


class AssociateView(Struct, frozen=True):
    id: str
    display_name: str
    role: str
    languages: tuple[str, ...]
    on_shift: bool
    engaged: int = 0


class ConsentView(Struct, frozen=True):
    purpose: str
    stands: bool
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    text_version: str = ""
    proof: str = ""


class IdentityView(Struct, frozen=True):
    """Never the secret. `key` is empty for a rotating one."""

    id: str
    kind: str
    label: str
    key: str
    enrolled_at: datetime


class BadgeView(Struct, frozen=True):
    """A beacon that a colleague wears. Never the secret; `key` is empty for a rotating one."""

    id: str
    associate_id: str
    kind: str
    label: str
    key: str
    given_at: datetime


class PurchaseView(Struct, frozen=True):
    """`amount_minor` is in the currency's minor units."""

    bought_on: date
    label: str
    amount_minor: int
    currency: str
    boutique: str = ""


class PromiseView(Struct, frozen=True):
    """Something that was promised to a client and is still open."""

    text: str
    due_on: date | None = None
    by: str = ""


class AppointmentView(Struct, frozen=True):
    starts_at: datetime
    label: str
    seat: str = ""


class ClientView(Struct, frozen=True):
    """A client in full, for the API and the client's own page."""

    id: str
    given_name: str
    family_name: str
    display_name: str
    monogram: str
    pronunciation: str
    tier: str
    approach: str
    language: str
    languages: tuple[str, ...]
    primary_associate: AssociateView | None
    secondary_associate: AssociateView | None
    email: str
    phone: str
    tastes: tuple[str, ...]
    sizes: dict[str, str]
    wishes: tuple[str, ...]
    note: str
    birthday: date | None
    consents: tuple[ConsentView, ...]
    identities: tuple[IdentityView, ...]
    photo_url: str | None = None


class ClientFound(Struct, frozen=True):
    """One line of a search."""

    id: str
    display_name: str
    monogram: str
    tier: str
    language: str
    here: bool = False
    zone_name: str | None = None


# ------------------------------------------------------------------------------------- floor


class PrivatisedView(Struct, frozen=True):
    """The event that has a zone for itself at this moment. `titles` by language tag."""

    event_id: str
    titles: dict[str, str]
    until: datetime


class ZoneView(Struct, frozen=True):
    id: str
    name: str
    capacity: int | None = None
    privatised: PrivatisedView | None = None


class VisitView(Struct, frozen=True):
    """`whereabouts` is here, away, not_known or ended.

    `privatised`: an event has the zone for itself, and this client is none of its guests.
    """

    id: str
    client_id: str
    display_name: str
    tier: str
    arrived_at: datetime
    whereabouts: str
    source: str
    zone: str | None
    zone_name: str | None
    left_at: datetime | None = None
    with_associate: str | None = None
    privatised: bool = False


class ArrivalCard(Struct, frozen=True):
    """What an associate reads in the second in which a client walks in."""

    client_id: str
    display_name: str
    monogram: str
    pronunciation: str
    tier: str
    approach: str
    language: str
    languages: tuple[str, ...]
    tastes: tuple[str, ...]
    sizes: dict[str, str]
    wishes: tuple[str, ...]
    note: str
    purchases: tuple[PurchaseView, ...]  # the last three
    promises: tuple[PromiseView, ...]
    appointments: tuple[AppointmentView, ...]  # today's
    birthday: date | None = None
    last_visit_at: datetime | None = None
    last_served_by: str | None = None
    photo_url: str | None = None
    consented_at: datetime | None = None


class NextPurchase(Struct, frozen=True):
    """When a client is likely to buy again, in days since the last time; empty (`last_on` None)
    where too little is known of them, or of all clients.

    Half of those like them, who are still clients, have come back within `usually_days`, eight of
    ten within `latest_days`. `still_client` is how likely they have not gone for good, `expected`
    the purchases to expect in the next quarter of a year, `worth_minor` what one is worth.
    """

    currency: str
    purchases: int = 0
    last_on: date | None = None
    since_days: int = 0
    usually_days: int = 0
    latest_days: int = 0
    still_client: float = 0.0
    expected: float = 0.0
    worth_minor: int | None = None
    learnt_on: date | None = None


SignalState = Literal[
    "open", "claimed", "welcomed", "with_client", "done", "left", "withdrawn", "unanswered"
]


OutcomeWord = Literal["sold", "promised", "browsing", "service", "left", "other"]


class GuestAtDoor(Struct, frozen=True):
    """What a host needs to know of a guest who has just come to an event.

    `needs` are allergies and the like, in words: for the guest's host, whoever has taken the
    signal, hosts and managers; empty for everybody else. `notes` say what is unusual: conflict,
    plus_one_first.
    """

    guest_id: str
    event_id: str
    titles: dict[str, str]
    table: str
    needs: tuple[str, ...]
    host_id: str | None
    session: int
    plus_ones_inside: int
    plus_ones: int
    notes: tuple[str, ...] = ()


class SignalView(Struct, frozen=True):
    """A signal as one associate sees it. `card` is None once the signal is over or withdrawn.

    `privatised`: an event has the zone for itself, and this client is none of its guests.
    """

    id: str
    state: SignalState
    raised_at: datetime
    changed_at: datetime
    whereabouts: str
    arrived_at: datetime
    zone: str | None
    zone_name: str | None
    mine: bool  # claimed by the one who reads
    claimed_by: str | None  # a display name
    claimed_by_id: str | None
    told: tuple[str, ...]  # display names, in the order in which they were told
    silent: bool  # discreet client or quiet hour: no sound, no vibration
    handed_by: str | None = None
    handover_note: str = ""
    snoozed_until: datetime | None = None
    declined: bool = False  # by the one who reads: "not now"
    outcome: OutcomeWord | None = None  # once it is done
    card: ArrivalCard | None = None
    privatised: bool = False
    guest: GuestAtDoor | None = None  # of an event, whoever else they are


class ClaimAnswer(Struct, frozen=True):
    """Who has it now. `won` is whether it is the one who asked."""

    won: bool
    claimed_by: str | None
    state: str


class Notice(Struct, frozen=True):
    """One line of an associate's feed, as `/associate` sends it in the message `notice`.

    `seq` grows by one a line and associate. `kind` is signal (new to this associate), changed,
    reminder or withdrawn. `signal` is None for withdrawn. `origin` is the id of the message or
    request that it began with, as the log and the journal name it.
    """

    seq: int
    kind: Literal["signal", "changed", "reminder", "withdrawn"]
    signal_id: str
    at: datetime
    signal: SignalView | None = None
    origin: str = ""


class AlarmView(Struct, frozen=True):
    """Raised once, ended once. `detail`: the lens, a per cent, the seconds of silence."""

    id: str
    device_id: str
    device_name: str
    kind: Literal["silent", "battery", "lens", "outbox"]
    detail: str
    raised_at: datetime
    ended_at: datetime | None = None


class DeviceView(Struct, frozen=True):
    """`id` stays when a spare takes the place; `hardware` is how the present one calls itself.

    `x` and `y` are its place on the floor plan, 0 to 1 from the top left. `outbox_pct` is how full
    its store of unsent messages is, `dropped` how many sightings it let go since it started.
    """

    id: str
    name: str
    kind: str
    dialect: str
    state: str
    zone: str | None
    zone_name: str | None
    model: str | None = None
    firmware: str | None = None
    battery_pct: float | None = None
    last_heard_at: datetime | None = None
    hardware: str = ""
    standing: Literal["adopted", "suspended"] = "adopted"
    x: float | None = None
    y: float | None = None
    uptime_s: float | None = None
    temperature_c: float | None = None
    lens: str | None = None
    fps: float | None = None
    outbox_pct: float | None = None
    dropped: int | None = None
    health_at: datetime | None = None
    takes_commands: bool = False
    alarms: tuple[AlarmView, ...] = ()


class SightingView(Struct, frozen=True):
    """A recent sighting of an enrolled identity, for set-up."""

    at: datetime
    identity_id: str
    label: str
    rssi_dbm: float


class FloorView(Struct, frozen=True):
    """What the manager's screen shows; sent whole in `/dashboard`'s message `floor`.

    `hears_devices` is false while the broker cannot be reached: whatever devices tell is not known.
    """

    at: datetime
    boutique: str
    visits: tuple[VisitView, ...]
    signals: tuple[SignalView, ...]
    associates: tuple[AssociateView, ...]
    devices: tuple[DeviceView, ...]
    zones: tuple[ZoneView, ...]
    arrivals_today: int
    greeted_today: int
    claim_median_s: float | None
    hears_devices: bool = True


class Greeting(Struct, frozen=True):
    """The kiosk's answer to a shown pass. A stranger's pass and a refusal both read `moment`."""

    verdict: Literal["welcome", "already", "moment"]
    given_name: str = ""
    language: str = ""
    host: str = ""


class Me(Struct, frozen=True):
    """Who is signed in on this device."""

    associate: AssociateView
    boutique: str
    boutique_name: str
    brand_name: str
    quiet: bool
    push_key: str  # VAPID public key, base64url
    csrf: str
    last_seq: int
    time_zone: str = "UTC"  # the boutique's, IANA
    house_language: str = "fr"
    takes_cash: bool = False  # whether this person does, in this house


class Problem(Struct, frozen=True, omit_defaults=True):
    """RFC 9457. `field` names the input that is wrong."""

    type: str
    title: str
    status: int
    detail: str = ""
    field: str = ""
    instance: str = ""
    extra: dict[str, Any] = {}


class HealthPart(Struct, frozen=True):
    """One part of the server and how it is; `detail` says what to do where it is not well."""

    name: str
    state: Literal["ok", "degraded", "down"]
    detail: str = ""


class HealthView(Struct, frozen=True, omit_defaults=True):
    """`parts` are shown to the manager and the operator only."""

    status: Literal["ok", "degraded", "down"]
    parts: tuple[HealthPart, ...] = ()
