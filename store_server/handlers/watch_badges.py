"""Colleagues who come and go: no arrival, no visit and no signal, but one visitor less at the door.

Whose badge it was is known here and is written nowhere: what is kept is that one of the team went
through a door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from store_server.clock import new_id
from store_server.domain.staff_crossings import StaffCrossing, Way
from store_server.handlers.desk import Desk, Work
from store_server.ports import WornBadge
from store_server.traffic_messages import TrafficChanged


class WatchBadges:
    """Knows where each badge is heard; the database does too, for the next start."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._here: dict[str, str | None] = {}

    def read(self) -> Sequence[WornBadge]:
        """All that are worn; those that were taken back are strangers' from now on."""
        with self._desk.store.look() as uow:
            worn = uow.badges.worn()
        self._here = {one.beacon.id: one.here_zone for one in worn}
        return worn

    def knows(self, badge_id: str) -> bool:
        return badge_id in self._here

    def came(self, badge_id: str, zone: str, at: datetime) -> None:
        if self._here[badge_id] is None:
            self._cross(badge_id, "in", zone, at)

    def moved(self, badge_id: str, zone: str) -> None:
        with self._desk.work() as work:
            work.uow.badges.note_here(badge_id, zone)
        self._here[badge_id] = zone

    def left(self, badge_id: str, at: datetime) -> None:
        zone = self._here[badge_id]
        if zone is not None:
            self._cross(badge_id, "out", zone, at)

    def _cross(self, badge_id: str, way: Way, zone: str, at: datetime) -> None:
        now_here = zone if way == "in" else None
        with self._desk.work() as work:
            work.uow.badges.note_here(badge_id, now_here)
            lines = work.uow.staff_crossings.lines_at(zone, work.at)
            if lines:
                cross(work, self._desk, StaffCrossing(new_id(), at, way, zone, lines))
        self._here[badge_id] = now_here


def cross(work: Work, desk: Desk, crossing: StaffCrossing) -> None:
    """Keep the fact, and take one out of those counted there. What is kept already is kept once."""
    if not work.uow.staff_crossings.add(crossing):
        return
    work.record("StaffCrossed", crossing.at, way=crossing.way, zone=crossing.zone)
    changes = work.uow.staff_crossings.settle([crossing.at])
    work.uow.rollups.count(changes)
    if changes:
        at = tuple(one.at for one in changes)
        lines = frozenset((one.device_id, one.line) for one in changes)
        work.after(lambda: desk.tell(TrafficChanged(at, lines)))
