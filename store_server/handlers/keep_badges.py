"""Badges that colleagues wear, so that the counters need not take them for visitors."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.badge_messages import GiveBadge, TakeBadgeBack
from store_server.clock import new_id
from store_server.handlers.desk import Desk
from store_server.handlers.keep_consents import EID
from store_server.messages import IdentitiesChanged
from store_server.ports import KnownIdentity, WornBadge


@dataclass(frozen=True, slots=True)
class KeepBadges:
    """Each method handles the command of its name."""

    desk: Desk

    def give(self, command: GiveBadge) -> str:
        """Answers the badge's id. Raises `NotFoundError`, and `ConflictError` where somebody else
        has this beacon."""
        badge_id = new_id()
        with self.desk.work() as work:
            work.uow.staff.get(command.associate_id)
            secret = bytes.fromhex(command.secret_hex)
            if command.exchange_hex:
                secret = work.uow.identities.exchanged_key(bytes.fromhex(command.exchange_hex))
            offset_s = command.clock_s - work.at.timestamp() if command.kind == EID else 0.0
            beacon = KnownIdentity(
                id=badge_id,
                client_id="",
                kind=command.kind,
                key=command.key,
                label=command.label,
                secret=secret,
                exponent=command.exponent,
                clock_offset_s=offset_s,
            )
            work.uow.badges.add(WornBadge(command.associate_id, beacon), work.at)
            work.record(
                "BadgeGiven",
                associate=command.associate_id,
                badge=badge_id,
                badge_kind=command.kind,
                by=command.by_id,
            )
            work.audit(command.by_id, "badge.given", command.associate_id)
            work.tell(IdentitiesChanged(command.associate_id))
        return badge_id

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
