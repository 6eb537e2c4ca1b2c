"""The ids of webhooks that no provider repeats any more go, so that their table does not grow."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from payments.providers.port import WEBHOOK_REPEATED
from store_server.handlers.desk import Desk
from store_server.ports import StorageError

KEPT = 3 * WEBHOOK_REPEATED  # a clock that was wrong for a while forgets none too early
AT_ONCE = 1000  # a transaction; the rest waits for the next tick


class ForgetNotices:
    """Each night, by the boutique's clock, and after a start. A fact that is told again under an
    id that was forgotten is known all the same, and changes nothing."""

    def __init__(self, desk: Desk, zone: ZoneInfo) -> None:
        self._desk = desk
        self._zone = zone
        self._done_on: date | None = None

    def tick(self) -> None:
        today = self._desk.clock.now().astimezone(self._zone).date()
        if today == self._done_on:
            return
        try:
            with self._desk.work() as work:
                gone = work.uow.payments.forget_notices(work.at - KEPT, AT_ONCE)
        except StorageError:
            return  # the next look is soon
        if gone < AT_ONCE:
            self._done_on = today
