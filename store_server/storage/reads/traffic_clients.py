"""Known clients in a time: who came, who was greeted, and how long they waited for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from store_server.domain.dwell import quantile
from store_server.domain.signal import State
from store_server.storage.tables import SignalRow, VisitRow

NOBODY_CAME = frozenset({State.WITHDRAWN})


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
    came = select(func.count()).where(VisitRow.arrived_at >= since, VisitRow.arrived_at < until)
    rows = connection.execute(
        select(
            SignalRow.raised_at, SignalRow.claimed_at, SignalRow.welcomed_at, SignalRow.state
        ).where(
            SignalRow.raised_at >= since,
            SignalRow.raised_at < until,
            SignalRow.state.not_in(NOBODY_CAME),
        )
    ).all()
    return Welcomes(
        arrivals=connection.execute(came).scalar_one(),
        signals=len(rows),
        greeted=sum(row.welcomed_at is not None for row in rows),
        unanswered=sum(row.claimed_at is None for row in rows),
        waits_s=tuple(
            (row.claimed_at - row.raised_at).total_seconds() for row in rows if row.claimed_at
        ),
    )
