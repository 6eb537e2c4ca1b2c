"""When people were counted, by our clock, where a device's own clock is wrong.

A count must be kept even where it is late, so unlike a sighting (`device_clock`) it is never
refused for its time. A device's clock is trusted until it is proved wrong:

- nothing is told before it happened: a time in the future is a clock that is ahead by that much;
- a clock that is behind by the same amount for ten minutes together is wrong by it, as one is that
  missed the change to summer time. What was gathered during a hole in the network is behind too,
  but less and less so, for it is sent much faster than it was gathered;
- a timely message clears it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NONE = timedelta()
AHEAD_AT_MOST, BEHIND_AT_MOST = timedelta(days=2), timedelta(days=31)  # beyond, it is no clock


@dataclass(slots=True)
class CountClock:
    """`behind` is what the device's time lacks, in force now."""

    tolerance: timedelta
    believed_after: timedelta
    behind: timedelta = NONE
    _suspected: timedelta | None = None
    _suspected_at: datetime | None = None

    def when(self, said_at: datetime, received_at: datetime) -> datetime:
        """The time by our clock; never later than the receipt."""
        lag = received_at - said_at
        if not -AHEAD_AT_MOST <= lag <= BEHIND_AT_MOST:
            return received_at
        if lag < -self.tolerance:
            self._believe(min(lag, self.behind) if self._fits(lag) else lag)
        elif lag <= self.tolerance:
            self._believe(NONE)
        elif not self._fits(lag):
            self._suspect(lag, received_at)
        return min(received_at, said_at + self.behind)

    def _fits(self, lag: timedelta) -> bool:
        return abs(lag - self.behind) <= self.tolerance

    def _believe(self, behind: timedelta) -> None:
        self.behind = behind
        self._suspected = self._suspected_at = None

    def _suspect(self, lag: timedelta, received_at: datetime) -> None:
        if lag < self.behind:  # it cannot be behind by as much as was believed
            self.behind = NONE
        if (
            self._suspected is None
            or self._suspected_at is None
            or abs(lag - self._suspected) > self.tolerance
        ):
            self._suspected, self._suspected_at = lag, received_at
        elif received_at - self._suspected_at >= self.believed_after:
            self._believe(min(lag, self._suspected))
