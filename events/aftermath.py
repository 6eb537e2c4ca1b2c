"""After the event: who came and for how long, what it cost and brought, and what is still owed.

Sales are attributed by one rule with a name, `sold within N days`: what a guest who came, or who
was brought and is known, bought from the day of the event until N days later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from events.attendance import Attendance
from events.guest import Guest, Origin, Standing

MORNING_AFTER_H = 10  # when thanks are written and tasks given, by the boutique's clock
P90 = 0.9


class TaskKind(StrEnum):
    THANK = "thank"
    MISSED = "missed"  # they had said that they would come
    OWN = "own"  # in a colleague's own words: the photo, the piece that she tried


@dataclass(frozen=True, slots=True)
class Task:
    """What a host still owes a guest. `text` is said of a task of one's own alone."""

    id: str
    event_id: str
    guest_id: str
    kind: TaskKind
    created_at: datetime
    host_id: str | None = None
    text: str = ""
    due_on: date | None = None
    done_at: datetime | None = None
    done_by_id: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a guest thought of it: `stars` 1 to 5, and their own words, if any."""

    guest_id: str
    event_id: str
    stars: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sold:
    """A purchase that may be the event's doing."""

    client_id: str
    on: date
    label: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """`confirmed`, `came` and `walk_ins` are people, `companions` those who were to be brought by
    the confirmed; `invited`, `declined` and `unanswered` are lines of the list.

    `people` has how many of each party came and `missing` how many did not, by the guest's id.
    `dwell_s` is of guests who were seen to leave, each from first in to last out.
    """

    invited: int
    confirmed: int
    companions: int
    declined: int
    unanswered: int
    came: int
    people: Mapping[str, int]
    missing: Mapping[str, int]
    walk_ins: int
    dwell_s: tuple[float, ...]

    @property
    def share(self) -> float | None:
        """Of those who had confirmed, as many as came; None where nobody had."""
        if not self.confirmed:
            return None
        return 1 - sum(self.missing.values()) / self.confirmed

    @property
    def dwell_median_s(self) -> float | None:
        return median(self.dwell_s) if self.dwell_s else None

    @property
    def dwell_p90_s(self) -> float | None:
        """The shortest stay that nine in ten did not exceed."""
        stays = sorted(self.dwell_s)
        return stays[min(len(stays) - 1, int(P90 * len(stays)))] if stays else None


def turnout(
    guests: Sequence[Guest], attendances: Mapping[str, Attendance], left: frozenset[str]
) -> Turnout:
    """`left` are the guests whose last exit somebody saw; of the others only closing time tells."""
    standing = Counter(guest.standing for guest in guests)
    came = {
        guest.id: attendance
        for guest in guests
        if (attendance := attendances.get(guest.id)) and attendance.arrived
    }
    people = {guest_id: len(attendance.arrived) for guest_id, attendance in came.items()}
    wanted = {guest.id: max(0, guest.promised - people.get(guest.id, 0)) for guest in guests}
    return Turnout(
        invited=sum(guest.standing.asked and guest.origin is not Origin.DOOR for guest in guests),
        confirmed=sum(guest.promised for guest in guests),
        companions=sum(len(guest.companions) for guest in guests if guest.promised),
        declined=standing[Standing.DECLINED] + standing[Standing.CANCELLED],
        unanswered=standing[Standing.INVITED],
        came=sum(people.values()),
        people=people,
        missing={guest_id: many for guest_id, many in wanted.items() if many},
        walk_ins=sum(people.get(guest.id, 0) for guest in guests if guest.origin is Origin.DOOR),
        dwell_s=tuple(
            (one.last_out - one.first_in).total_seconds()
            for one in came.values()
            if one.guest_id in left and one.first_in is not None and one.last_out is not None
        ),
    )


def attributed(
    sold: Iterable[Sold], clients: frozenset[str], held_on: date, within_days: int
) -> list[Sold]:
    """By the rule `sold within N days`, the earliest first."""
    until = held_on + timedelta(days=within_days)
    counted = [one for one in sold if one.client_id in clients and held_on <= one.on <= until]
    return sorted(counted, key=lambda one: (one.on, one.label))


def totals(sold: Iterable[Sold]) -> dict[str, int]:
    """Smallest units by currency: two currencies are never one sum."""
    found: Counter[str] = Counter()
    for one in sold:
        found[one.currency] += one.minor
    return dict(sorted(found.items()))


def owed(guest: Guest, came: bool) -> TaskKind | None:
    """What whoever looked after this guest owes them, as the event ends.

    A walk-in whose entry was taken back had promised nothing, and was not missed.
    """
    if came:
        return TaskKind.THANK
    return TaskKind.MISSED if guest.promised else None


def morning_after(ends: datetime) -> datetime:
    """The first ten o'clock of `ends`' own zone that is not before it."""
    morning = ends.replace(hour=MORNING_AFTER_H, minute=0, second=0, microsecond=0)
    return morning if morning >= ends else morning + timedelta(days=1)
