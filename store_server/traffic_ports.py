"""What traffic needs of storage: roll-ups that are kept with the facts, and the manager's say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from store_server.count_ports import OccupancyFact
from store_server.domain.staff_crossings import StaffCrossing
from store_server.traffic_messages import Found
from store_server.traffic_views import (
    AlertRuleView,
    AlertView,
    By,
    DoorView,
    DoubtView,
    EventEffect,
    ForecastView,
    HeatView,
    Measure,
    MeasureView,
    ResetView,
    Role,
    SeriesView,
    TrafficNews,
    TrafficNow,
    TrafficSettings,
    TrafficSettingsView,
)


@dataclass(frozen=True, slots=True)
class CountChange:
    """By how much a line's sums are to grow, or to shrink: where a count was set right, or some of
    those counted were colleagues."""

    at: datetime
    device_id: str
    line: str
    zone: str | None
    people_in: int
    people_out: int
    staff_in: int = 0
    staff_out: int = 0

    @classmethod
    def of_staff(
        cls,
        at: datetime,
        device_id: str,
        line: str,
        zone: str | None,
        staff_in: int,
        staff_out: int,
    ) -> CountChange:
        """So many of those counted there are colleagues from now on, and no visitors any more."""
        return cls(at, device_id, line, zone, -staff_in, -staff_out, staff_in, staff_out)


class RollUps(Protocol):
    """Every method belongs to its unit of work: roll-ups are committed with what they add up."""

    def count(self, changes: Sequence[CountChange]) -> None: ...
    def see(self, fact: OccupancyFact) -> None:
        """Keep who was in a zone, unless something later is known of that minute."""

    def unsee(self, fact: OccupancyFact) -> None:
        """Forget what this fact, and none that is later, said of its minute."""

    def sold(self, at: datetime) -> None:
        """Add up anew what was paid in this quarter-hour."""


class StaffCrossings(Protocol):
    def lines_at(self, zone: str, now: datetime) -> frozenset[tuple[str, str]]:
        """The doors in this zone, by device and line, whose counters count colleagues along with
        visitors."""

    def add(self, crossing: StaffCrossing) -> bool:
        """Keep the fact; False where it is kept already."""

    def settle(self, moments: Iterable[datetime]) -> Sequence[CountChange]:
        """Find anew which of those counted about these moments were colleagues, and keep it.

        Answers by how much the sums change.
        """


@dataclass(frozen=True, slots=True)
class KeptCount:
    """A count with what a manager last said of it, if anybody did."""

    id: str
    at: datetime
    device_id: str
    line: str
    zone: str | None
    people_in: int
    people_out: int
    flagged: bool
    corrected: tuple[int, int] | None

    @property
    def counted(self) -> tuple[int, int]:
        """What of it is in the sums."""
        if self.corrected is not None:
            return self.corrected
        return (0, 0) if self.flagged else (self.people_in, self.people_out)


@dataclass(frozen=True, slots=True)
class KeptSeen:
    """Who is said to have been in a zone, kept apart; `at` is the minute. `corrected`: so many were
    there, as a manager last said."""

    id: str
    at: datetime
    fact: OccupancyFact
    corrected: int | None

    @property
    def device_id(self) -> str:
        return self.fact.device_id

    @property
    def line(self) -> str:
        return self.fact.zone


@dataclass(frozen=True, slots=True)
class Correction:
    id: str
    people_in: int
    people_out: int
    reason: str
    by_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenAlert:
    id: str
    rule_id: str
    subject: str
    raised_at: datetime


Way = Literal["mail", "push"]


@dataclass(frozen=True, slots=True)
class Telling:
    """An alert begins, or has `ended`, and somebody is to be told. `to` is a mail address; a push
    goes to every manager's phones."""

    alert_id: str
    way: Way
    ended: bool
    to: str = ""


@dataclass(frozen=True, slots=True)
class DueTelling:
    telling: Telling
    alert: AlertView
    written_at: datetime
    tries: int


class AlertBox(Protocol):
    """What is still to be told of alerts, whatever was restarted meanwhile. From any thread."""

    def due(self, way: Way, now: datetime) -> Sequence[DueTelling]:
        """The oldest first."""

    def next_due(self, way: Way) -> datetime | None: ...
    def settle(self, telling: Telling, at: datetime) -> None:
        """It was told, or is no news any more."""

    def put_off(self, telling: Telling, until: datetime) -> None:
        """It could not be told: once more from then on."""


class TrafficBook(Protocol):
    """What managers say of the traffic; every method belongs to its unit of work."""

    def settings(self) -> TrafficSettings: ...
    def keep_settings(self, settings: TrafficSettings) -> None: ...
    def name_door(
        self, device_id: str, line: str, name: str, role: Role, without_staff: bool = False
    ) -> None: ...
    def kept_count(self, count_id: str) -> KeptCount | KeptSeen:
        """By the id that the list of doubts shows. Raises `NotFoundError`."""

    def correct(self, count: KeptCount | KeptSeen, correction: Correction) -> None: ...
    def tell_occupancy(self, people: int, reason: str, by_id: str, at: datetime) -> str: ...
    def rules(self) -> Sequence[AlertRuleView]: ...
    def keep_rule(self, rule: AlertRuleView) -> None: ...
    def remove_rule(self, rule_id: str) -> None:
        """Raises `NotFoundError`."""

    def open_alerts(self) -> Sequence[OpenAlert]: ...
    def raise_alert(self, rule: AlertRuleView, subject: str, value: float, at: datetime) -> str: ...
    def tell(self, telling: Telling, at: datetime) -> None:
        """Keep that it is to be told, with the alert itself."""

    def end_alert(self, alert_id: str, at: datetime) -> None: ...
    def acknowledge(self, alert_id: str, by_id: str, at: datetime) -> None:
        """Raises `NotFoundError`."""

    def alert(self, alert_id: str) -> AlertView: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure over a range of days, and what it is narrowed to and compared with."""

    measure: Measure
    first: date
    last: date
    by: By = "day"
    door: str | None = None
    line: str | None = None
    zone: str | None = None
    against: tuple[date, date] | None = None


class TrafficQueries(Protocol):
    """Reading for the dashboard. Callable from any thread."""

    def now(self, seq: int) -> TrafficNow: ...
    def news(
        self,
        seq: int,
        changed: Sequence[datetime],
        touched: frozenset[tuple[str, str]],
        zones: frozenset[str],
        whole: bool,
    ) -> TrafficNews:
        """What is other since these moments were counted, of these lines and zones.

        `whole`: gaps, events, alerts and all lines and zones, too.
        """

    def measures(self) -> Sequence[MeasureView]: ...
    def series(self, wanted: Wanted) -> SeriesView: ...
    def heat(self, wanted: Wanted) -> HeatView: ...
    def event_effect(self, wanted: Wanted) -> EventEffect:
        """Days with an event of ours beside days without one, on the same weekdays."""

    def forecast(self) -> ForecastView: ...
    def note_counted(self, moments: Iterable[datetime]) -> None:
        """People were counted at these moments: what was foretold from days that are over is
        foretold anew from the next hour on."""

    def forget(self) -> None:
        """A manager has set something right: what was learnt of the past is learnt anew."""

    def findings(self) -> tuple[tuple[Found, ...], frozenset[tuple[str, str]]]:
        """Limits that are passed now, and the alerts that stand: by rule and subject."""

    def settings(self) -> TrafficSettingsView: ...
    def doors(self) -> Sequence[DoorView]: ...
    def doubts(self, limit: int, device_id: str | None = None) -> Sequence[DoubtView]:
        """Counts that are kept apart or were set right, the newest first; a device's, or all."""

    def resets(self, limit: int) -> Sequence[ResetView]: ...
    def rules(self) -> Sequence[AlertRuleView]: ...
    def past_alerts(self, limit: int) -> Sequence[AlertView]: ...
