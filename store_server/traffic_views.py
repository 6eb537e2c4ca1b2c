"""What the API shows of the boutique's traffic: now, over time, what is expected, what is amiss."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

Measure = Literal[
    "people_in",
    "people_out",
    "occupancy",
    "occupancy_peak",
    "walk_past",
    "capture",
    "dwell_median",
    "dwell_p90",
    "attraction",
    "queue",
    "queue_peak",
    "queue_wait",
    "groups",
    "conversion",
    "baskets",
    "sales",
    "average_basket",
    "units",
    "fast_lane_share",
    "arrivals",
    "greeted_share",
    "claim_median",
    "claim_p90",
    "unanswered",
    "staff",
    "staff_left_out",
    "visitors_per_staff",
]
"""Each is explained in the catalogue as `traffic.measure.<name>`."""

Unit = Literal["people", "share", "seconds", "minor", "count", "ratio"]
"""`minor` is an amount in the currency's minor unit, `share` is 0 to 1."""

By = Literal["quarter", "hour", "day", "week", "month", "weekday", "hour_of_day"]
Against = Literal["last_week", "last_year", "range"]
Role = Literal["door", "street", "inside", "staff"]
Why = Literal["gap", "closed", "ahead"]
GapWhy = Literal["silent", "lens", "packages"]
Rule = Literal["occupancy_over", "queue_over", "vip_unanswered", "counter_silent", "unusual"]


class MeasureView(Struct, frozen=True):
    """`per`: what it can be narrowed to. `sums`: whether its parts add up to the whole."""

    measure: Measure
    unit: Unit
    per: tuple[Literal["door", "zone"], ...]
    sums: bool


class QuarterView(Struct, frozen=True):
    """A quarter of an hour of the whole boutique. Numbers are None where nobody knows (`why`).

    `occupancy` is how many were inside at its end. The running quarter is told so far.
    """

    start: datetime
    people_in: int | None
    people_out: int | None
    occupancy: int | None
    why: Why | None = None


class ExpectedView(Struct, frozen=True):
    """Visitors in the hour from `start`, with an 80 % band; sales and staff follow from them.

    None where too little is known. `sales_minor` is in the boutique's currency.
    """

    start: datetime
    people_in: float
    low: float | None
    high: float | None
    sales_minor: int | None = None
    staff: int | None = None


class OccupancyNow(Struct, frozen=True):
    """How many are inside. `since` is when it was last known to be empty, or how many were there.

    `people` is None where no door counts. `counted_at`: the latest word of any door's counter.
    """

    people: int | None
    legal: int | None
    comfort: int | None
    since: datetime
    counted_at: datetime | None
    peak: int
    peak_at: datetime | None


class DoorNow(Struct, frozen=True):
    """A counter's line today: visitors, and how many colleagues their badges took out of them.

    `gap`: it cannot be relied on now.
    """

    device_id: str
    line: str
    name: str
    role: Role
    zone: str | None
    people_in: int
    people_out: int
    gap: GapWhy | None
    staff_in: int = 0
    staff_out: int = 0


class ZoneNow(Struct, frozen=True):
    """A zone as a camera sees it, and today's stays in it. None where no camera tells.

    `attraction` is the zone's share of all the time that people spent in zones today.
    """

    zone: str
    name: str
    capacity: int | None
    people: int | None
    queue: int | None
    at: datetime | None
    dwell_median_s: float | None
    dwell_p90_s: float | None
    attraction: float | None
    gap: bool = False


class TotalsNow(Struct, frozen=True):
    """The day so far. `_last_week` and `expected` are up to the same time of the day.

    `people_known` is the share of the opening hours so far in which every door could count.
    `staff_in` and `staff_out` are colleagues whom their badges took out of those counted.
    """

    people_in: int
    people_out: int
    people_in_last_week: int | None
    people_in_expected: float | None
    people_known: float
    groups: float
    baskets: int
    units: int
    sales_minor: int
    currency: str
    average_basket_minor: int | None
    conversion: float | None
    fast_lane_share: float | None
    arrivals: int
    greeted: int
    greeted_share: float | None
    unanswered: int
    claim_median_s: float | None
    claim_p90_s: float | None
    staff: int
    visitors_per_staff: float | None
    walk_past: int | None
    capture: float | None
    devices: int
    devices_heard: int
    staff_in: int = 0
    staff_out: int = 0


class EventTonight(Struct, frozen=True):
    """An event of today, in people as in `DoorCounts`."""

    event_id: str
    titles: dict[str, str]
    starts: datetime
    ends: datetime
    capacity: int
    invited: int
    confirmed: int
    inside: int
    came: int
    missing: int


class GapSpan(Struct, frozen=True):
    """A time in which a counter could not be relied on; `until_at` None while it lasts."""

    device_id: str
    device_name: str
    why: GapWhy
    from_at: datetime
    until_at: datetime | None


class AlertView(Struct, frozen=True):
    """Told once when it begins and once when it ends. `value` was found, `limit` is the rule's.

    `subject` is the zone, device, client's signal or hour that it is about; empty: the boutique.
    """

    id: str
    rule_id: str
    rule: Rule
    subject: str
    subject_name: str
    value: float
    limit: float | None
    raised_at: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class TrafficNow(Struct, frozen=True):
    """The boutique at this moment and the day so far.

    `seq` is that of the last news which is in it: `traffic` messages up to it say nothing new.
    `today` goes from the day's first quarter to the running one, `last_week` and `forecast` over
    the whole day. Who is in the shop, signals and devices are in `/dashboard`'s message `floor`.
    """

    seq: int
    at: datetime
    day: date
    time_zone: str
    opens_at: datetime | None
    closes_at: datetime | None
    open: bool | None
    occupancy: OccupancyNow
    totals: TotalsNow
    today: tuple[QuarterView, ...]
    last_week: tuple[QuarterView, ...]
    forecast: tuple[ExpectedView, ...]
    doors: tuple[DoorNow, ...]
    zones: tuple[ZoneNow, ...]
    events: tuple[EventTonight, ...]
    gaps: tuple[GapSpan, ...]
    alerts: tuple[AlertView, ...]


class TrafficNews(Struct, frozen=True):
    """What is other than before: put each part in the place of the one with the same key.

    Values are whole, not differences. `quarters` by `start`, `doors` by device and line, `zones` by
    zone; the rest as it is. None: as before. Another `day`, or a `seq` that is not the next one:
    read `/traffic/now` once more.
    """

    seq: int
    at: datetime
    day: date
    occupancy: OccupancyNow
    totals: TotalsNow
    quarters: tuple[QuarterView, ...]
    doors: tuple[DoorNow, ...]
    zones: tuple[ZoneNow, ...]
    gaps: tuple[GapSpan, ...] | None = None
    events: tuple[EventTonight, ...] | None = None
    alerts: tuple[AlertView, ...] | None = None


class PointView(Struct, frozen=True):
    """`value` is None where nobody knows (`why`). `known` is the share of its open time that is.

    `label` names what `at` is not: weekday 1 (Monday) to 7, hour of the day 0 to 23.
    """

    at: datetime
    until: datetime
    value: float | None
    why: Why | None = None
    known: float = 1.0
    label: str = ""


class SeriesPart(Struct, frozen=True):
    """`total` is what the measure is over the whole range, not always the sum of its points."""

    first: date = field(name="from")
    last: date = field(name="to")
    points: tuple[PointView, ...]
    total: float | None


class SeriesView(Struct, frozen=True):
    """A measure over time, and beside it what it is compared with, point for point.

    Days are the boutique's own. `change` is from the other's total to this one's: 0.1 is 10 % more.
    Where a range goes on, both are compared up to `compared_until`, and the same hour of the
    other's day: a total of them is of whole days, also of those that are not over.
    """

    measure: Measure
    unit: Unit
    currency: str
    by: By
    door: str | None
    zone: str | None
    series: SeriesPart
    against: SeriesPart | None
    change: float | None
    compared_until: datetime | None
    gaps: tuple[GapSpan, ...]


class HeatView(Struct, frozen=True):
    """A week by its hours: seven rows, Monday first, of 24 means each. None: nobody knows."""

    measure: Measure
    unit: Unit
    currency: str
    first: date = field(name="from")
    last: date = field(name="to")
    rows: tuple[tuple[float | None, ...], ...]


class EventEffect(Struct, frozen=True):
    """Days with an event of ours beside days without, on the same weekdays."""

    measure: Measure
    unit: Unit
    currency: str
    event_days: int
    other_days: int
    with_event: float | None
    without: float | None


class ForecastDay(Struct, frozen=True):
    day: date
    holiday: str
    event: bool
    open: bool
    people_in: float | None
    low: float | None
    high: float | None
    sales_minor: int | None
    hours: tuple[ExpectedView, ...]


class ForecastError(Struct, frozen=True):
    """How wrong the last 28 days were, each foretold in the night before. `relative`: to "as a week
    ago"; below 1 is better. `within_band` should be near 0.8."""

    mean_absolute: float
    relative: float
    within_band: float | None
    hours: int
    first: date = field(name="from")
    last: date = field(name="to")


class ForecastView(Struct, frozen=True):
    """`error` is None until there are five weeks of history."""

    at: datetime
    model: str
    currency: str
    conversion: float | None
    average_basket_minor: int | None
    visitors_a_member: float
    days: tuple[ForecastDay, ...]
    error: ForecastError | None


class TrafficSettings(Struct, frozen=True):
    """What a manager says of the boutique. None: not told."""

    legal_capacity: int | None = None
    comfort_capacity: int | None = None
    people_per_group: float = 1.0
    visitors_a_member: float = 8.0


class TrafficSettingsView(Struct, frozen=True):
    settings: TrafficSettings
    opening_hours: str
    currency: str
    holidays: str


class DoorView(Struct, frozen=True):
    """A line that was heard of, and what it stands for. `without_staff`: its counter leaves out
    colleagues by itself, so that no badge does it again."""

    device_id: str
    line: str
    name: str
    role: Role
    device_name: str
    zone: str | None
    zone_name: str | None
    without_staff: bool = False


class DoubtView(Struct, frozen=True):
    """A count that is kept apart, or that a manager set right. `counted_*` is what sums hold.

    With a `zone`, `people_in` is how many a camera saw in it in that minute.
    """

    count_id: str
    device_id: str
    device_name: str
    line: str
    at: datetime
    people_in: int
    people_out: int
    flag: Literal["jump", "crowd", "ahead", "unplaced"] | None
    counted_in: int
    counted_out: int
    corrected_by: str | None
    corrected_at: datetime | None
    reason: str
    zone: str | None = None
    zone_name: str | None = None


class ResetView(Struct, frozen=True):
    """A manager said how many were inside."""

    id: str
    at: datetime
    people: int
    by: str | None
    reason: str


class AlertRuleView(Struct, frozen=True):
    """`zone` where it is about one; `limit` in people, or seconds where it is about waiting."""

    id: str
    rule: Rule
    zone: str | None
    limit: float | None
    push: bool
    mail: str
    active: bool
