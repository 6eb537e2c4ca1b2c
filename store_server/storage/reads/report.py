"""An event afterwards: who came, what it brought and cost, and what guests thought of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from events.aftermath import Sold, Turnout, attributed, totals, turnout
from events.attendance import Attendance
from events.budget import expected_minor
from events.comings import Way
from events.event import PrivateEvent
from events.guest import Guest
from payments.basket import BasketState
from store_server.admission_messages import Door
from store_server.aftermath_views import (
    CostsView,
    HostLine,
    MissingGuest,
    OpinionView,
    Remark,
    ReportView,
    SalesView,
    SaleView,
)
from store_server.storage.repositories.aftermath import SqlAftermath
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.programme import SqlEventCosts
from store_server.storage.tables import (
    AssociateRow,
    AttendanceRow,
    BasketLineRow,
    BasketRow,
    ClientRow,
    FeedbackRow,
    PurchaseRow,
    ShowingRow,
    TaskRow,
    ZoneRow,
)

QUARTER_MIN = 15
_ATTENDANCE = tuple(one.name for one in fields(Attendance))
_SOLD = (BasketState.PAID, BasketState.RELEASED, BasketState.CLOSED)


@dataclass(frozen=True, slots=True)
class Rule:
    """`sold within N days`, as the boutique set it, by its own calendar."""

    within_days: int
    zone: ZoneInfo


def report(connection: Connection, event_id: str, rule: Rule, now: datetime) -> ReportView:
    """Raises `NotFoundError`."""
    event = SqlEvents(connection).get(event_id)
    guests = SqlGuests(connection).of_event(event_id)
    attendances = _attendances(connection, event_id)
    came = turnout(guests, attendances, _seen_leaving(connection, event_id))
    names = dict(connection.execute(select(AssociateRow.id, AssociateRow.display_name)).all())
    sales = _sales(connection, event, guests, came, rule, now)
    return ReportView(
        event_id=event.id,
        titles=dict(event.titles),
        starts=event.starts,
        ends=event.ends,
        zone_name=_zone_name(connection, event.zone),
        stage=event.stage.value,
        invited=came.invited,
        confirmed=came.confirmed,
        companions=came.companions,
        declined=came.declined,
        unanswered=came.unanswered,
        came=came.came,
        share=came.share,
        missing=_missing(event, guests, came, names),
        walk_ins=came.walk_ins,
        dwell_median_s=came.dwell_median_s,
        dwell_p90_s=came.dwell_p90_s,
        dwell_known=len(came.dwell_s),
        arrivals=_arrivals(attendances),
        sales=sales,
        costs=_costs(connection, event, sales),
        opinion=_opinion(connection, event_id),
        hosts=_hosts(connection, event, guests, came, names),
        followed_up=SqlAftermath(connection).followed_up(event_id),
    )


def _attendances(connection: Connection, event_id: str) -> dict[str, Attendance]:
    query = select(AttendanceRow.__table__).where(AttendanceRow.event_id == event_id)
    return {
        row.guest_id: Attendance(**{name: getattr(row, name) for name in _ATTENDANCE})
        for row in connection.execute(query)
    }


def _seen_leaving(connection: Connection, event_id: str) -> frozenset[str]:
    """Guests whose last exit was told by somebody else than closing time."""
    query = (
        select(ShowingRow.guest_id, ShowingRow.source)
        .where(
            ShowingRow.event_id == event_id,
            ShowingRow.way == Way.OUT,
            ShowingRow.entered,
            ShowingRow.undone_at.is_(None),
        )
        .order_by(ShowingRow.at)
    )
    last = {row.guest_id: row.source for row in connection.execute(query)}
    return frozenset(guest for guest, source in last.items() if guest and source != Door.HOUSE)


def _arrivals(attendances: Mapping[str, Attendance]) -> tuple[tuple[datetime, int], ...]:
    quarters = Counter(_quarter(at) for one in attendances.values() for at in one.arrived)
    return tuple(sorted(quarters.items()))


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % QUARTER_MIN, second=0, microsecond=0)


def _sales(
    connection: Connection,
    event: PrivateEvent,
    guests: Sequence[Guest],
    came: Turnout,
    rule: Rule,
    now: datetime,
) -> SalesView:
    clients = frozenset(
        one.client_id for one in guests if one.client_id is not None and one.id in came.people
    )
    held_on = event.starts.astimezone(rule.zone).date()
    until = held_on + timedelta(days=rule.within_days)
    bought = [*_purchases(connection, clients), *_baskets(connection, clients, rule.zone)]
    sold = attributed(bought, clients, held_on, rule.within_days)
    names = _clients(connection, clients)
    return SalesView(
        within_days=rule.within_days,
        counted_until=until,
        closed=now.astimezone(rule.zone).date() > until,
        buyers=len({one.client_id for one in sold}),
        totals=totals(sold),
        sales=tuple(
            SaleView(one.on, names.get(one.client_id, ""), one.label, one.minor, one.currency)
            for one in sold
        ),
    )


def _purchases(connection: Connection, clients: frozenset[str]) -> list[Sold]:
    """Told from elsewhere; what was paid here is read from its basket."""
    query = select(PurchaseRow.__table__).where(
        PurchaseRow.client_id.in_(clients), PurchaseRow.line_id.is_(None)
    )
    return [
        Sold(row.client_id, row.bought_on, row.label, row.amount_minor, row.currency)
        for row in connection.execute(query)
    ]


def _baskets(connection: Connection, clients: frozenset[str], zone: ZoneInfo) -> list[Sold]:
    """What was paid in the fast lane; a piece that came back is told by the ledger, not here."""
    query = (
        select(BasketRow.client_id, BasketRow.paid_at, BasketRow.currency, BasketLineRow.__table__)
        .join(BasketLineRow, BasketLineRow.basket_id == BasketRow.id)
        .where(
            BasketRow.client_id.in_(clients),
            BasketRow.state.in_(_SOLD),
            BasketRow.paid_at.is_not(None),
            BasketLineRow.accepted,
        )
    )
    return [
        Sold(
            row.client_id,
            row.paid_at.astimezone(zone).date(),
            row.label,
            (row.units or 0) * row.quantity,
            row.currency,
        )
        for row in connection.execute(query)
    ]


def _clients(connection: Connection, ids: frozenset[str]) -> dict[str, str]:
    query = select(ClientRow.id, ClientRow.given_name, ClientRow.family_name)
    rows = connection.execute(query.where(ClientRow.id.in_(ids)))
    return {row.id: f"{row.given_name} {row.family_name}".strip() for row in rows}


def _costs(connection: Connection, event: PrivateEvent, sales: SalesView) -> CostsView:
    expected = expected_minor(SqlEventCosts(connection).of_event(event.id))
    brought = sales.totals.get(event.currency, 0)
    return CostsView(
        currency=event.currency,
        budget_minor=event.budget_minor,
        expected_minor=expected,
        returned=brought / expected if expected else None,
    )


def _opinion(connection: Connection, event_id: str) -> OpinionView:
    query = (
        select(FeedbackRow.__table__)
        .where(FeedbackRow.event_id == event_id)
        .order_by(FeedbackRow.at.desc())
    )
    said: Sequence[Row[Any]] = connection.execute(query).all()
    stars = Counter(row.stars for row in said)
    return OpinionView(
        answers=len(said),
        mean=sum(row.stars for row in said) / len(said) if said else None,
        stars=(stars[1], stars[2], stars[3], stars[4], stars[5]),
        remarks=tuple(Remark(row.stars, row.text, row.at) for row in said if row.text),
    )


def _missing(
    event: PrivateEvent, guests: Sequence[Guest], came: Turnout, names: Mapping[str, str]
) -> tuple[MissingGuest, ...]:
    def line(guest: Guest) -> MissingGuest:
        host = names.get(guest.host_id or event.host_id or "")
        return MissingGuest(
            guest_id=guest.id,
            name=guest.display_name,
            people=came.missing[guest.id],
            came=guest.id in came.people,
            host=host,
        )

    by_id = {one.id: one for one in guests}
    return tuple(line(by_id[guest_id]) for guest_id in came.missing)


def _hosts(
    connection: Connection,
    event: PrivateEvent,
    guests: Sequence[Guest],
    came: Turnout,
    names: Mapping[str, str],
) -> tuple[HostLine, ...]:
    of_host: dict[str | None, list[Guest]] = {}
    for guest in guests:
        if guest.standing.asked:
            of_host.setdefault(guest.host_id or event.host_id, []).append(guest)
    tasks = _tasks_of(connection, event.id)
    lines = [
        HostLine(
            host_id=host_id,
            host=names.get(host_id or ""),
            confirmed=sum(one.promised for one in theirs),
            came=sum(came.people.get(one.id, 0) for one in theirs),
            tasks_open=tasks[host_id, False],
            tasks_done=tasks[host_id, True],
        )
        for host_id, theirs in of_host.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.host is None, line.host or "")))


def _tasks_of(connection: Connection, event_id: str) -> Counter[tuple[str | None, bool]]:
    query = select(TaskRow.host_id, TaskRow.done_at).where(TaskRow.event_id == event_id)
    rows = connection.execute(query)
    return Counter((row.host_id, row.done_at is not None) for row in rows)


def _zone_name(connection: Connection, zone: str | None) -> str | None:
    if zone is None:
        return None
    return connection.execute(select(ZoneRow.name).where(ZoneRow.id == zone)).scalar() or zone
