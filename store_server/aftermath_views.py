"""What the screens and the API are shown once an event is over; see `event_views`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct


class FeedbackGiven(Struct, frozen=True):
    """`may_tell` from the event's beginning on, to whoever came. `stars` None: nothing said yet."""

    may_tell: bool
    stars: int | None = None
    text: str = ""


class TaskView(Struct, frozen=True):
    """`thank` and `missed` speak for themselves; `own` has a colleague's words."""

    id: str
    event_id: str
    titles: dict[str, str]
    guest_id: str
    guest: str
    client_id: str | None
    email: str
    phone: str
    language: str
    kind: Literal["thank", "missed", "own"]
    text: str
    host_id: str | None
    host: str | None
    due_on: date | None
    created_at: datetime
    done_at: datetime | None
    done_by: str | None


class MissingGuest(Struct, frozen=True):
    """Whoever had said that they would come and did not: `people` of a guest's party.

    `came`: others of the party did.
    """

    guest_id: str
    name: str
    people: int
    came: bool
    host: str | None


class SaleView(Struct, frozen=True):
    on: date
    client: str
    label: str
    minor: int
    currency: str


class SalesView(Struct, frozen=True):
    """By the rule `sold within N days`: of guests who came, from the day of the event on."""

    within_days: int
    counted_until: date
    closed: bool  # the days are over, so this will not change any more
    buyers: int
    totals: dict[str, int]
    sales: tuple[SaleView, ...]


class CostsView(Struct, frozen=True):
    """`returned` is sales for each unit of cost, where both are in the event's currency."""

    currency: str
    budget_minor: int | None
    expected_minor: int
    returned: float | None


class Remark(Struct, frozen=True):
    stars: int
    text: str
    at: datetime


class OpinionView(Struct, frozen=True):
    """`stars` counts the answers of one star, of two, to five."""

    answers: int
    mean: float | None
    stars: tuple[int, int, int, int, int]
    remarks: tuple[Remark, ...]


class HostLine(Struct, frozen=True):
    """What became of one colleague's guests, in people as in the report itself."""

    host_id: str | None
    host: str | None
    confirmed: int
    came: int
    tasks_open: int
    tasks_done: int


class ReportView(Struct, frozen=True):
    """An event afterwards; its figures are those of `events.aftermath.Turnout`."""

    event_id: str
    titles: dict[str, str]
    starts: datetime
    ends: datetime
    zone_name: str | None
    stage: str
    invited: int
    confirmed: int
    companions: int
    declined: int
    unanswered: int
    came: int
    share: float | None
    missing: tuple[MissingGuest, ...]
    walk_ins: int
    dwell_median_s: float | None
    dwell_p90_s: float | None
    dwell_known: int
    arrivals: tuple[
        tuple[datetime, int], ...
    ]  # people as they first came in, by quarter of an hour
    sales: SalesView
    costs: CostsView
    opinion: OpinionView
    hosts: tuple[HostLine, ...]
    followed_up: bool
