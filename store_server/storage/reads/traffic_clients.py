"""Known clients in a time: who came, who was greeted, and how long they waited for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from store_server.domain.dwell import quantile
from store_server.domain.signal import State
from store_server.storage.prepared import Prepared
from store_server.storage.tables import SignalRow, VisitRow

_CAME = Prepared(
    select(func.count().label("arrivals")).where(
        VisitRow.arrived_at >= bindparam("since"), VisitRow.arrived_at < bindparam("until")
    )
)
_SIGNALS = Prepared(
    select(SignalRow.raised_at, SignalRow.claimed_at, SignalRow.welcomed_at).where(
        SignalRow.raised_at >= bindparam("since"),
        SignalRow.raised_at < bindparam("until"),
        SignalRow.state != State.WITHDRAWN,
    )
)


@dataclass(frozen=True, slots=True)
class Welcomes:
    """`signals` that were not withdrawn; `waits_s` from the signal to "I take it"."""

    arrivals: int
    signals: int
    greeted: int
    unanswered: int
    waits_s: tuple[float, ...]

    @property
    def greeted_share(self) -> float | None:
        return self.greeted / self.signals if self.signals else None

    def wait_s(self, share: float) -> float | None:
        return quantile(self.waits_s, share)


def welcomes(connection: Connection, since: datetime, until: datetime) -> Welcomes:
    """Unanswered: nobody took it while the client was there, or nobody has yet."""
    within = {"since": since, "until": until}
    rows = _SIGNALS.all(connection, within)
    ((arrivals,),) = _CAME.all(connection, within)
    return Welcomes(
        arrivals=arrivals,
        signals=len(rows),
        greeted=sum(row.welcomed_at is not None for row in rows),
        unanswered=sum(row.claimed_at is None for row in rows),
        waits_s=tuple(
            (row.claimed_at - row.raised_at).total_seconds() for row in rows if row.claimed_at
        ),
    )
