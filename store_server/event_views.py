"""What the screens and the API are shown of private events, as `views` has it of everything else.

Texts are objects by language tag. `kiosk_ui/src/lib/event-views.ts` mirrors these shapes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

# ----------------------------------------------------------------------------- the programme

KindWord = Literal[
    "masterclass", "cocktail", "trunk_show", "concert", "running", "exhibition", "privatisation"
]
StageWord = Literal["draft", "open", "full", "closed", "running", "over", "archived", "cancelled"]

Tag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Titles = Annotated[
    dict[Tag, Annotated[str, Meta(max_length=200)]],
    Meta(max_length=20, examples=[{"fr": "L'atelier du nez", "en": "The nose's workshop"}]),
]
Texts = Annotated[dict[Tag, Annotated[str, Meta(max_length=4000)]], Meta(max_length=20)]
Minor = Annotated[int, Meta(ge=0, le=10**12, description="Smallest units of the currency")]
Minutes = Annotated[int, Meta(ge=0, le=7 * 24 * 60)]


class QuestionView(Struct, frozen=True, forbid_unknown_fields=True):
    """What a guest is asked at the door."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
    texts: Titles


class RulesView(Struct, frozen=True, forbid_unknown_fields=True):
    """What holds at the doors and for the answers; minutes."""

    doors_open_before_min: Minutes = 30
    doors_close_after_min: Minutes = 0
    re_entry: bool = True
    plus_ones: Annotated[int, Meta(ge=0, le=50)] = 0
    plus_one_names: bool = False
    live_pass: bool = False
    offer_lasts_min: Annotated[int, Meta(ge=1, le=30 * 24 * 60)] = 24 * 60
    gates: Annotated[tuple[Annotated[str, Meta(max_length=128)], ...], Meta(max_length=50)] = ()
    questions: Annotated[tuple[QuestionView, ...], Meta(max_length=10)] = ()


class SessionView(Struct, frozen=True):
    """`people` are those who confirmed, their plus-ones among them."""

    number: int
    starts: datetime
    ends: datetime
    capacity: int
    people: int = 0


class GuestCounts(Struct, frozen=True):
    """Lines of the guest list by their standing; `people` confirmed, plus-ones among them."""

    proposed: int = 0
    listed: int = 0
    invited: int = 0
    confirmed: int = 0
    declined: int = 0
    waiting: int = 0
    offered: int = 0
    people: int = 0


class EventFound(Struct, frozen=True):
    """One line of the programme."""

    id: str
    number: int
    kind: KindWord
    stage: StageWord
    titles: dict[str, str]
    starts: datetime
    ends: datetime
    capacity: int
    zone: str | None
    zone_name: str | None
    counts: GuestCounts
    sessions: int = 0
    template: bool = False
    picture_url: str | None = None


class EventView(Struct, frozen=True):
    """An event in full. `zone` None is the whole boutique; `moves` is where it may go by hand."""

    id: str
    number: int
    kind: KindWord
    stage: StageWord
    titles: dict[str, str]
    texts: dict[str, str]
    dress_codes: dict[str, str]
    starts: datetime
    ends: datetime
    doors_open: datetime
    time_zone: str
    capacity: int
    zone: str | None
    zone_name: str | None
    sessions: tuple[SessionView, ...]
    rules: RulesView
    answer_by: datetime | None
    remind_at: datetime | None
    host_id: str | None
    host: str | None  # a display name
    products: tuple[str, ...]
    client_id: str | None
    client: str | None
    template: bool
    revision: int
    counts: GuestCounts
    moves: tuple[StageWord, ...] = ()
    created_at: datetime | None = None
    created_by: str | None = None
    picture_url: str | None = None


class ClashView(Struct, frozen=True):
    """What the event would run into, from `since` to `until`: said, and no refusal.

    place: another event is there. host: a colleague is wanted at another event. closed: outside the
    opening hours. open: a privatisation while others may walk in. room: more than the zone holds.
    """

    kind: Literal["place", "host", "closed", "open", "room"]
    since: datetime
    until: datetime
    event_id: str | None = None
    titles: dict[str, str] = {}
    host: str | None = None
    holds: int | None = None


class CostView(Struct, frozen=True, forbid_unknown_fields=True):
    """`spent_minor` is left out until there is an invoice."""

    label: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
    planned_minor: Minor
    spent_minor: Minor | None = None


class BudgetView(Struct, frozen=True):
    """`expected_minor`: what was spent, and what is planned where no invoice has come."""

    budget_minor: int | None
    currency: str
    costs: tuple[CostView, ...]
    planned_minor: int
    expected_minor: int


class FurnitureView(Struct, frozen=True, forbid_unknown_fields=True):
    """A table or a row; `x` and `y` are its middle on the plan, 0 to 1 from the top left."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,36}$")]
    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]
    shape: Literal["round", "long", "row"]
    seats: Annotated[int, Meta(ge=1, le=100)]
    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]
    turned: bool = False


class SeatView(Struct, frozen=True):
    furniture_id: str
    number: int
    guest_id: str
    person: int
    name: str
    session: int = 0


class StandingGuest(Struct, frozen=True):
    """One person of a confirmed party who has no seat yet; `person` 0 is the guest."""

    guest_id: str
    person: int
    name: str
    session: int = 0
    host: str | None = None


class SeatingView(Struct, frozen=True):
    """The plan, who sits, and who is still to be seated."""

    furniture: tuple[FurnitureView, ...]
    seats: tuple[SeatView, ...]
    unseated: tuple[StandingGuest, ...]
