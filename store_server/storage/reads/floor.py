"""What the manager's screen shows: the boutique at this moment, and the day so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from sqlalchemy import Connection, func, select

from store_server.handlers.close_zones import WHOLE_BOUTIQUE
from store_server.storage.reads.closures import privatised
from store_server.storage.reads.day import Day
from store_server.storage.reads.devices import devices
from store_server.storage.reads.signals import live_signals
from store_server.storage.reads.staff import active_associates, associate_view
from store_server.storage.reads.visits import visits
from store_server.storage.tables import SignalRow, VisitRow, ZoneRow
from store_server.views import AssociateView, FloorView, ZoneView

VISITS_SHOWN = 500


def floor(connection: Connection, boutique: str, now: datetime, day: Day) -> FloorView:
    return FloorView(
        at=now,
        boutique=boutique,
        visits=tuple(visits(connection, open_only=True, limit=VISITS_SHOWN)),
        signals=tuple(live_signals(connection, None, day)),
        associates=tuple(everyone(connection)),
        devices=tuple(devices(connection)),
        zones=tuple(zones(connection)),
        arrivals_today=_arrivals(connection, day),
        greeted_today=_greeted(connection, day),
        claim_median_s=_claim_median_s(connection, day),
    )


def everyone(connection: Connection) -> Sequence[AssociateView]:
    return [associate_view(associate) for associate in active_associates(connection)]


def zones(connection: Connection) -> Sequence[ZoneView]:
    rows = connection.execute(select(ZoneRow.__table__).order_by(ZoneRow.name, ZoneRow.id))
    closed = privatised(connection)
    whole = closed.get(WHOLE_BOUTIQUE)
    return [ZoneView(row.id, row.name, row.capacity, closed.get(row.id, whole)) for row in rows]


def _arrivals(connection: Connection, day: Day) -> int:
    today = VisitRow.arrived_at.between(day.starts, day.ends)
    return connection.execute(select(func.count()).select_from(VisitRow).where(today)).scalar_one()


def _greeted(connection: Connection, day: Day) -> int:
    today = SignalRow.raised_at.between(day.starts, day.ends)
    query = select(func.count()).select_from(SignalRow)
    return connection.execute(query.where(today, SignalRow.welcomed_at.is_not(None))).scalar_one()


def _claim_median_s(connection: Connection, day: Day) -> float | None:
    rows = connection.execute(
        select(SignalRow.raised_at, SignalRow.claimed_at)
        .where(SignalRow.raised_at.between(day.starts, day.ends))
        .where(SignalRow.claimed_at.is_not(None))
    )
    seconds = [(row.claimed_at - row.raised_at).total_seconds() for row in rows]
    return median(seconds) if seconds else None
