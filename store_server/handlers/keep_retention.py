"""Every night what is older than its period goes, and the house says what that was."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from store_server.domain.processing import ENDS_WITH_ERASURE
from store_server.handlers.desk import Desk
from store_server.handlers.forget_people import ForgetPeople
from store_server.handlers.pace import Pace
from store_server.ports import ConflictError, StorageError
from store_server.privacy_messages import EraseClient, EraseGuest
from store_server.privacy_ports import Standing
from store_server.privacy_views import RetentionLine
from store_server.settings import PrivacySettings

_LOGGER = logging.getLogger(__name__)

CONSUMER = "retention"  # its cursor is the day of the last run, as an ordinal
LOOKED_EVERY_S = 30.0
PEOPLE_AT_ONCE = 1000
BY = "retention"


@dataclass(slots=True)
class KeepRetention:
    """One period a tick, so that no arrival waits for a whole night's work."""

    desk: Desk
    forget: ForgetPeople
    settings: PrivacySettings
    zone: ZoneInfo
    _todo: deque[str] = field(default_factory=deque)
    _done: list[RetentionLine] = field(default_factory=list)
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def run(self, dry: bool = False) -> Sequence[RetentionLine]:
        """All of it at once; `dry`: only what would go. The order is that of the settings, with
        people first: what goes with them need not be counted again."""
        lines = [self._period(period, dry) for period in self._periods()]
        if not dry:
            self._tell(lines)
        return lines

    def tick(self) -> None:
        if self._todo:
            self._go_on()
            return
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            if self._is_due():
                self._todo.extend(self._periods())
        except StorageError:
            return  # the next look is in half a minute

    def _go_on(self) -> None:
        period = self._todo[0]
        try:
            self._done.append(self._period(period, dry=False))
        except StorageError as error:
            _LOGGER.warning("retention waits for the database: %s", error)
            return
        self._todo.popleft()
        if not self._todo:
            lines, self._done = self._done, []
            self._tell(lines)

    def _is_due(self) -> bool:
        """Once a night, and in the morning where the box was off at night; never at first sight."""
        now = self.desk.clock.now().astimezone(self.zone)
        night = now.date()
        if now.time() < time.fromisoformat(self.settings.nightly_at):
            night -= timedelta(days=1)
        with self.desk.store.begin() as uow:
            last = uow.cursors.position(CONSUMER)
            if last >= night.toordinal():
                return False
            uow.cursors.move(CONSUMER, night.toordinal())
            uow.commit()
        return last > 0

    def _periods(self) -> list[str]:
        periods = self.settings.periods
        return [*ENDS_WITH_ERASURE, *(one for one in periods if one not in ENDS_WITH_ERASURE)]

    def _period(self, period: str, dry: bool) -> RetentionLine:
        days = self.settings.periods[period]
        before = self.desk.clock.now() - timedelta(days=days)
        if period in ENDS_WITH_ERASURE:
            return self._people(period, days, before, dry)
        if dry:
            with self.desk.store.look() as uow:
                return RetentionLine(period, days, uow.privacy.would_forget(period, before))
        with self.desk.work() as work:
            return RetentionLine(period, days, work.uow.privacy.forget(period, before))

    def _people(self, period: str, days: float, before: datetime, dry: bool) -> RetentionLine:
        with self.desk.store.look() as uow:
            due = uow.privacy.due(period, before, PEOPLE_AT_ONCE)
            kept = [one for one in due if uow.privacy.obstacle(one, self.desk.clock.now())]
        if dry:
            return RetentionLine(period, days, len(due) - len(kept), len(kept))
        gone = sum(self._erase(one) for one in due if one not in kept)
        return RetentionLine(period, days, gone, len(due) - gone)

    def _erase(self, whom: Standing) -> bool:
        """Whether they were still there to be erased, and could be."""
        try:
            if whom.clients:
                self.forget.erase_client(EraseClient(whom.clients[0], BY))
            else:
                self.forget.erase_guest(EraseGuest(whom.guests[0], BY))
        except ConflictError:
            return False
        return True

    def _tell(self, lines: Sequence[RetentionLine]) -> None:
        removed = {line.period: line.rows for line in lines if line.rows}
        with self.desk.work() as work:
            work.record("RetentionRan", removed=removed)
        said = ", ".join(f"{period} {rows}" for period, rows in removed.items())
        _LOGGER.info("retention removed: %s", said or "nothing, all is within its time")
        for line in lines:
            if line.kept:
                _LOGGER.warning("retention: %s kept %d that are due", line.period, line.kept)
