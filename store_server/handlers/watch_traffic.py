"""Alerts that a manager has set: each is raised once, and ends once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store_server.handlers.desk import Desk, Work
from store_server.traffic_messages import NoteFindings, TrafficAlert, TrafficChanged
from store_server.traffic_ports import Telling
from store_server.traffic_views import AlertRuleView, AlertView


@dataclass(frozen=True, slots=True)
class WatchTraffic:
    desk: Desk

    def note(self, command: NoteFindings) -> None:
        """What was found and does not stand is raised; what stands and was not found has ended."""
        with self.desk.work() as work:
            book = work.uow.traffic
            rules = {rule.id: rule for rule in book.rules() if rule.active}
            standing = {(one.rule_id, one.subject): one for one in book.open_alerts()}
            found = {(one.rule_id, one.subject): one for one in command.found}
            for key, one in found.items():
                if key not in standing and one.rule_id in rules:
                    rule = rules[one.rule_id]
                    alert_id = book.raise_alert(rule, one.subject, one.value, work.at)
                    self._tell(work, alert_id, rule, "TrafficAlertRaised")
            for key, alert in standing.items():
                if key not in found:
                    book.end_alert(alert.id, work.at)
                    self._tell(work, alert.id, rules.get(alert.rule_id), "TrafficAlertEnded")

    def _tell(self, work: Work, alert_id: str, rule: AlertRuleView | None, what: str) -> None:
        """A rule that rests or is gone tells nobody that its alert has ended."""
        alert = work.uow.traffic.alert(alert_id)
        work.record(what, alert=alert_id, rule=alert.rule, subject=alert.subject)
        for one in _tellings(alert, rule):
            work.uow.traffic.tell(one, work.at)
        told = TrafficAlert(alert)
        work.after(lambda: self.desk.tell(told))
        work.after(lambda: self.desk.tell(TrafficChanged(said=True)))


def _tellings(alert: AlertView, rule: AlertRuleView | None) -> Iterator[Telling]:
    """By mail its beginning and its end; a phone rings for the beginning alone."""
    ended = alert.ended_at is not None
    if rule is not None and rule.mail:
        yield Telling(alert.id, "mail", ended, rule.mail)
    if rule is not None and rule.push and not ended:
        yield Telling(alert.id, "push", ended)
