"""What a manager says of the traffic: capacities, doors, counts set right, who is inside, rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.traffic_messages import (
    AcknowledgeAlert,
    CorrectCount,
    JudgeCounts,
    KeepAlertRule,
    KeepTrafficSettings,
    NameDoor,
    RemoveAlertRule,
    TellOccupancy,
    TrafficChanged,
)
from store_server.traffic_ports import Correction, CountChange, KeptCount, KeptSeen

NOBODY = 0, 0


@dataclass(frozen=True, slots=True)
class KeepTraffic:
    """Each method handles the command of its name."""

    desk: Desk

    def keep_settings(self, command: KeepTrafficSettings) -> None:
        with self.desk.work() as work:
            work.uow.traffic.keep_settings(command.settings)
            work.record("TrafficSettingsChanged", by=command.by_id)
            self._show(work, past=True)

    def name_door(self, command: NameDoor) -> None:
        with self.desk.work() as work:
            work.uow.traffic.name_door(
                command.device_id, command.line, command.name, command.role, command.without_staff
            )
            work.record("DoorNamed", device=command.device_id, role=command.role, by=command.by_id)
            self._show(work, past=True)

    def correct_count(self, command: CorrectCount) -> None:
        """The sums move by what was counted before and is now. Raises `NotFoundError`."""
        with self.desk.work() as work:
            count = work.uow.traffic.kept_count(command.count_id)
            was = command.people_in, command.people_out
            _set_right(work, count, was, command.reason, command.by_id)
            self._show(work, past=True)

    def judge_counts(self, command: JudgeCounts) -> None:
        """All of them, or none where one is not there. Raises `NotFoundError`."""
        with self.desk.work() as work:
            for count_id in command.count_ids:
                count = work.uow.traffic.kept_count(count_id)
                was = _told(count) if command.accepted else NOBODY
                _set_right(work, count, was, command.reason, command.by_id)
            self._show(work, past=True)

    def tell_occupancy(self, command: TellOccupancy) -> str:
        """Answers the id of what was said."""
        with self.desk.work() as work:
            told = work.uow.traffic.tell_occupancy(
                command.people, command.reason, command.by_id, work.at
            )
            work.record("OccupancyTold", people=command.people, by=command.by_id)
            work.audit(command.by_id, "occupancy.told", told)
            self._show(work)
        return told

    def keep_rule(self, command: KeepAlertRule) -> None:
        with self.desk.work() as work:
            work.uow.traffic.keep_rule(command.rule)
            work.record("AlertRuleKept", rule=command.rule.id, by=command.by_id)
            self._show(work)

    def remove_rule(self, command: RemoveAlertRule) -> None:
        """Its alerts that stand end with it. Raises `NotFoundError`."""
        with self.desk.work() as work:
            work.uow.traffic.remove_rule(command.rule_id)
            for one in work.uow.traffic.open_alerts():
                if one.rule_id == command.rule_id:
                    work.uow.traffic.end_alert(one.id, work.at)
            work.record("AlertRuleRemoved", rule=command.rule_id, by=command.by_id)
            self._show(work)

    def acknowledge(self, command: AcknowledgeAlert) -> None:
        """The first one is remembered. Raises `NotFoundError`."""
        with self.desk.work() as work:
            work.uow.traffic.acknowledge(command.alert_id, command.by_id, work.at)
            work.record("AlertAcknowledged", alert=command.alert_id, by=command.by_id)
            self._show(work)

    def _show(self, work: Work, past: bool = False) -> None:
        work.after(lambda: self.desk.tell(TrafficChanged(said=True, past=past)))


def _told(count: KeptCount | KeptSeen) -> tuple[int, int]:
    if isinstance(count, KeptSeen):
        return count.fact.people, 0
    return count.people_in, count.people_out


def _set_right(
    work: Work, count: KeptCount | KeptSeen, was: tuple[int, int], reason: str, by_id: str
) -> None:
    people_in, people_out = was
    correction = Correction(new_id(), people_in, people_out, reason, by_id, work.at)
    work.uow.traffic.correct(count, correction)
    if isinstance(count, KeptSeen):
        _see_right(work, count, people_in)
    else:
        before_in, before_out = count.counted
        grown = people_in - before_in, people_out - before_out
        change = CountChange(count.at, count.device_id, count.line, count.zone, *grown)
        work.uow.rollups.count([change])
        work.uow.rollups.count(work.uow.staff_crossings.settle([count.at]))
    work.record(
        "CountCorrected", count=count.id, people_in=people_in, people_out=people_out, by=by_id
    )
    work.audit(by_id, "count.corrected", count.id)


def _see_right(work: Work, seen: KeptSeen, people: int) -> None:
    """Of a minute in which nobody was nothing was told. The zone is one from now on."""
    fact = seen.fact
    work.uow.rollups.unsee(fact)
    if people == 0:
        return
    work.uow.places.known_zone(fact.zone)
    queue = fact.queue if fact.queue is None else min(fact.queue, people)
    work.uow.rollups.see(replace(fact, people=people, queue=queue))
