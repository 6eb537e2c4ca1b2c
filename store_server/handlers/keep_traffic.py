"""What a manager says of the traffic: capacities, doors, counts set right, who is inside, rules."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.traffic_messages import (
    AcknowledgeAlert,
    CorrectCount,
    KeepAlertRule,
    KeepTrafficSettings,
    NameDoor,
    RemoveAlertRule,
    TellOccupancy,
    TrafficChanged,
)
from store_server.traffic_ports import Correction, CountChange


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
            work.uow.traffic.name_door(command.device_id, command.line, command.name, command.role)
            work.record("DoorNamed", device=command.device_id, role=command.role, by=command.by_id)
            self._show(work, past=True)

    def correct_count(self, command: CorrectCount) -> None:
        """The sums move by what was counted before and is now. Raises `NotFoundError`."""
        with self.desk.work() as work:
            book = work.uow.traffic
            count = book.kept_count(command.count_id)
            correction = Correction(
                new_id(),
                command.people_in,
                command.people_out,
                command.reason,
                command.by_id,
                work.at,
            )
            book.correct(count, correction)
            before_in, before_out = count.counted
            change = CountChange(
                count.at,
                count.device_id,
                count.line,
                count.zone,
                command.people_in - before_in,
                command.people_out - before_out,
            )
            work.uow.rollups.count([change])
            work.record(
                "CountCorrected",
                count=count.id,
                people_in=command.people_in,
                people_out=command.people_out,
                by=command.by_id,
            )
            work.audit(command.by_id, "count.corrected", count.id)
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
