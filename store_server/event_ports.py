"""What the handlers need of the world for private events; `ports` for everything else.

`storage` fills the repositories; every method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from events.budget import Cost
from events.clashes import Beside
from events.event import PrivateEvent
from events.guest import Guest
from events.seating import Furniture, Seat
from store_server.aftermath_ports import AftermathQueries
from store_server.domain.typed_code import TypedCodes
from store_server.event_views import BudgetView, EventFound, EventView, SeatingView


class Events(Protocol):
    """The programme."""

    def next_number(self) -> int:
        """For an event that is about to be added; never given twice."""

    def add(self, event: PrivateEvent) -> None: ...
    def get(self, event_id: str) -> PrivateEvent:
        """Raises `NotFoundError`."""

    def by_number(self, number: int) -> PrivateEvent | None: ...
    def save(self, event: PrivateEvent) -> PrivateEvent:
        """With its sessions; answers it with its new revision.

        Raises `ConflictError` where somebody was faster.
        """

    def remove(self, event_id: str) -> None:
        """With all that belongs to it; not where somebody is on its list."""

    def between(self, since: datetime, until: datetime) -> Sequence[PrivateEvent]:
        """Those that touch this time, by their start; no templates."""

    def unfinished(self) -> Sequence[PrivateEvent]:
        """Those that the clock may still move: neither templates nor over."""


class Guests(Protocol):
    """The guest lists."""

    def add(
        self, guest: Guest, link_hash: str | None = None, import_key: str | None = None
    ) -> None:
        """`link_hash` is the SHA-256 of the token in the personal link, `import_key` that of the
        line of a file: one line of one file is one guest of an event, however often it comes."""

    def get(self, guest_id: str) -> Guest:
        """Raises `NotFoundError`."""

    def by_link(self, link_hash: str) -> Guest | None:
        """Whose link this is; where two lines became one, the one that is left."""

    def set_link(self, guest_id: str, link_hash: str) -> None: ...
    def save(self, guest: Guest) -> Guest:
        """Answers it with its new revision. Raises `ConflictError` where somebody was faster."""

    def of_event(self, event_id: str) -> Sequence[Guest]:
        """In the order in which they came to the list."""

    def some_of_event(
        self, event_id: str, after_id: str, until_id: str | None, limit: int
    ) -> Sequence[Guest]:
        """By id, beyond `after_id` and up to `until_id`: to go through a long list in parts."""

    def in_turn(self, event_id: str) -> Sequence[Guest]:
        """Those who have a place, were offered one, or wait for one."""

    def with_ended_offers(self, now: datetime) -> Sequence[str]:
        """The events in which somebody let an offer pass, and the list does not say so yet."""

    def imported(self, event_id: str) -> frozenset[str]:
        """The keys of the lines that came from files."""

    def of_client(self, event_id: str, client_id: str) -> Guest | None: ...
    def lock(self, event_id: str) -> None:
        """Whoever gives places of this event waits for whoever does so now, until the commit."""


@dataclass(frozen=True, slots=True)
class GrantedPass:
    """A pass that was given. What is shown is signed anew from it, with today's key."""

    number: int
    event_id: str
    guest_id: str
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    live: bool = False
    session: int = 0
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`secret` is the private half, sealed where it is kept; a retired key still verifies."""

    key_id: int
    public: bytes
    secret: bytes = field(repr=False)
    created_at: datetime
    retired_at: datetime | None = None


class Passes(Protocol):
    """The passes that were given, and the keys that sign them."""

    def next_number(self) -> int: ...
    def add(self, granted: GrantedPass) -> None: ...
    def get(self, number: int) -> GrantedPass | None: ...
    def standing_of(self, guest_id: str) -> GrantedPass | None:
        """The one that is not revoked, if any."""

    def of_event(self, event_id: str) -> Sequence[GrantedPass]: ...
    def move(self, number: int, valid_from: datetime, valid_until: datetime) -> None:
        """The event is at another time; the pass keeps its number."""

    def live_secret(self, event_id: str) -> bytes:
        """What the changing codes of an event's live passes come from. Kept nowhere, the same for
        good; a gate that must judge them with no network is given it, a guest never."""

    def of_guest(self, guest_id: str) -> Sequence[GrantedPass]:
        """Revoked ones too, in the order in which they were given."""

    def typed_codes(self) -> TypedCodes:
        """What is typed for a pass where no camera reads it. Kept nowhere, the same for good."""

    def by_typed(self, code: str, since: datetime) -> GrantedPass | None:
        """The pass that this is the code of, among those that are good until `since` or longer."""

    def revoke_of(self, guest_id: str, at: datetime) -> int:
        """All that stand; answers how many."""

    def keys(self) -> Sequence[SigningKey]:
        """The newest first; the first that is not retired signs."""

    def public_keys(self) -> Sequence[bytes]:
        """Of all keys, retired ones too: whatever a door believes."""

    def add_key(self, key: SigningKey) -> None: ...
    def retire_key(self, key_id: int, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class EventPicture:
    """`mark` names the very picture, so that another one has another address."""

    image: bytes
    content_type: str
    mark: str


class EventPictures(Protocol):
    def get(self, event_id: str) -> EventPicture | None: ...
    def keep(self, event_id: str, picture: EventPicture, at: datetime) -> None: ...
    def remove(self, event_id: str) -> bool:
        """Whether there was one."""


class Seating(Protocol):
    """Tables, rows, and who sits where."""

    def furniture(self, event_id: str) -> tuple[Furniture, ...]: ...
    def arrange(self, event_id: str, furniture: Sequence[Furniture]) -> None: ...
    def seats(self, event_id: str) -> Sequence[Seat]:
        """Also of guests who have left the list since; `events.seating.still_sits` says who."""

    def seat(self, event_id: str, seat: Seat) -> None:
        """Whatever chair that person had before is free."""

    def unseat(self, guest_id: str, person: int | None = None) -> int:
        """The guest's whole party where no person is named. Answers how many chairs are free."""

    def seat_of(self, guest_id: str) -> tuple[str, int] | None:
        """The guest's table by its name, and the chair."""


class EventCosts(Protocol):
    """In the order in which the manager wrote them."""

    def of_event(self, event_id: str) -> Sequence[Cost]: ...
    def save(self, event_id: str, costs: Sequence[Cost]) -> None: ...


class Closures(Protocol):
    """Zones that belong to an event's guests alone at this moment; "" is the whole boutique."""

    def all(self) -> frozenset[tuple[str, str]]:
        """Zone and event."""

    def close(self, zone: str, event_id: str) -> None: ...
    def reopen(self, zone: str, event_id: str) -> None: ...


class EventQueries(Protocol):
    """Reading for the screens, callable from any thread."""

    @property
    def aftermath(self) -> AftermathQueries: ...

    def programme(
        self, since: datetime | None, until: datetime | None, templates: bool = False
    ) -> Sequence[EventFound]:
        """Those that touch this time, by their start; None: without that bound."""

    def event(self, event_id: str) -> EventView:
        """Raises `NotFoundError`."""

    def picture(self, event_id: str) -> EventPicture | None: ...
    def budget(self, event_id: str) -> BudgetView:
        """Raises `NotFoundError`."""

    def seating(self, event_id: str) -> SeatingView:
        """Raises `NotFoundError`."""

    def beside(self, since: datetime, until: datetime) -> Sequence[Beside]:
        """What is on between these moments, with the colleagues who look after its guests."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What guests were told of an event before it changed: when, by session; where; which pass."""

    times: Mapping[int, tuple[datetime, datetime]]
    zone: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Guests who still have to hear that an event was cancelled or, where it says what they
    `thought`, moved: those whose id is beyond `after_id`, up to `until_id`."""

    event_id: str
    thought: Thought | None
    after_id: str = ""
    until_id: str | None = None


class Tellings(Protocol):
    """What a long guest list has not heard yet; written with the change that it tells of."""

    def all(self) -> Mapping[str, Sequence[Telling]]:
        """By event, the earlier first."""

    def of(self, event_id: str) -> Sequence[Telling]: ...
    def keep(self, event_id: str, tellings: Sequence[Telling]) -> None:
        """In place of those before; none: everybody has heard."""
