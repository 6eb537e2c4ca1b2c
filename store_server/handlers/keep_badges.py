"""Badges that colleagues wear, so that the counters need not take them for visitors."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.badge_messages import GiveBadge, TakeBadgeBack
from store_server.handlers.beacons import recognised_by
from store_server.handlers.desk import Desk
from store_server.messages import IdentitiesChanged
from store_server.ports import WornBadge


@dataclass(frozen=True, slots=True)
class KeepBadges:
    """Each method handles the command of its name."""

    desk: Desk

    def give(self, command: GiveBadge) -> str:
        """Answers the badge's id. Raises `NotFoundError`, and `ConflictError` where somebody else
        has this beacon."""
        with self.desk.work() as work:
            work.uow.staff.get(command.associate_id)
            beacon = recognised_by(work, command)
            work.uow.badges.add(WornBadge(command.associate_id, beacon), work.at)
            work.record(
                "BadgeGiven",
                associate=command.associate_id,
                badge=beacon.id,
                badge_kind=command.kind,
                by=command.by_id,
            )
            work.audit(command.by_id, "badge.given", command.associate_id)
            work.tell(IdentitiesChanged(command.associate_id))
        return beacon.id

    def take_back(self, command: TakeBadgeBack) -> None:
        """Raises `NotFoundError`."""
        with self.desk.work() as work:
            work.uow.badges.remove(command.associate_id, command.badge_id)
            work.record(
                "BadgeTakenBack",
                associate=command.associate_id,
                badge=command.badge_id,
                by=command.by_id,
            )
            work.audit(command.by_id, "badge.taken-back", command.associate_id)
            work.tell(IdentitiesChanged(command.associate_id))
