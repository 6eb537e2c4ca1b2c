"""Nine weeks of a boutique's days, invented: how many came, stayed and bought, as facts.

The same boutique and the same days give the same people. A day of which anything is known already
is left as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, select

from payments.basket import BasketState
from store_server.clock import new_id
from store_server.demo.cast import COLLEAGUES
from store_server.domain.counter import Kind
from store_server.domain.quarters import DAY, QUARTER, place_of, starts
from store_server.ports import Store
from store_server.storage.counters import next_number
from store_server.storage.engine import writing
from store_server.storage.rebuild import rebuild
from store_server.storage.repositories.baskets import NUMBERS
from store_server.storage.tables import (
    ArticleRow,
    BasketLineRow,
    BasketRow,
    CountDayRow,
    CountRow,
    PriceRow,
    ZoneMinuteRow,
    ZoneStayRow,
)
from store_server.traffic_views import Role, TrafficSettings

DAYS = 63
OPENS, CLOSES = 10, 20
CURRENCY = "EUR"
DOOR, STREET = ("camera-1", "door"), ("milesight/6757D1240033", "street")
CAMERA = "axis/B8A44F7C2D10"
LINES: tuple[tuple[tuple[str, str], str, Role], ...] = (
    (DOOR, "Entrée", "door"),
    (STREET, "Vitrine", "street"),
    ((CAMERA, "salon"), "Salon", "inside"),
)
ROOMS = {"salon": 0.5, "leather": 0.25, "fragrance": 0.2, "atelier": 0.05}
STAYS_S = {"salon": 420.0, "leather": 300.0, "fragrance": 150.0, "atelier": 1500.0}
BY_WEEKDAY = (0.75, 0.8, 0.9, 0.95, 1.2, 1.75, 0.65)
BY_HOUR = (0.5, 0.8, 1.0, 1.1, 1.0, 1.2, 1.35, 1.4, 1.1, 0.55)
AN_HOUR = 11.0
BOUGHT_BY = 0.14  # one visitor in seven
ALONE = 0.35  # of the baskets, in the fast lane


@dataclass(slots=True)
class Written:
    counts: list[dict[str, Any]] = field(default_factory=list)
    minutes: list[dict[str, Any]] = field(default_factory=list)
    stays: list[dict[str, Any]] = field(default_factory=list)
    baskets: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)


def arrange_counting(store: Store) -> None:
    """What each line stands for and how many the shop holds; what was said since, stays."""
    with store.begin() as uow:
        if uow.traffic.settings() != TrafficSettings():
            return
        uow.traffic.keep_settings(TrafficSettings(60, 40, 1.4, 6.0))
        for (device_id, line), name, role in LINES:
            uow.traffic.name_door(device_id, line, name, role)
        uow.commit()


def remember(engine: Engine, boutique: str, now: datetime, zone: ZoneInfo) -> None:
    """Days that are there already cost one question."""
    today = place_of(now, zone).day
    with writing(engine) as connection:
        wanted = _wanted(connection, today)
        written = Written()
        for day in wanted:
            _write_day(connection, written, _Day(boutique, day, now, zone))
        for row, values in (
            (CountRow, written.counts),
            (ZoneMinuteRow, written.minutes),
            (ZoneStayRow, written.stays),
            (BasketRow, written.baskets),
            (BasketLineRow, written.lines),
        ):
            if values:
                connection.execute(insert(row), values)
        connection.commit()
    if wanted:
        rebuild(engine, zone)


def _wanted(connection: Connection, today: date) -> list[date]:
    first = today - DAYS * DAY
    there = set(
        connection.execute(select(CountDayRow.day).where(CountDayRow.day >= first)).scalars()
    )
    return [day for n in range(DAYS + 1) if (day := first + n * DAY) not in there]


@dataclass(slots=True)
class _Day:
    """One day's lots, drawn anew for each; only what lies before `now` has happened."""

    boutique: str
    day: date
    now: datetime
    zone: ZoneInfo
    lots: Random = field(init=False)

    def __post_init__(self) -> None:
        seed = hashlib.sha256(f"{self.boutique} {self.day}".encode()).digest()
        self.lots = Random(seed)

    def quarters(self) -> Iterator[tuple[datetime, float]]:
        """With how many to expect in each."""
        mood = self.lots.uniform(0.85, 1.15) * BY_WEEKDAY[self.day.weekday()]
        midnight = starts(self.day, self.zone)
        for number in range(4 * (CLOSES - OPENS)):
            at = midnight + OPENS * 4 * QUARTER + number * QUARTER
            if at + QUARTER <= self.now:
                yield at, AN_HOUR / 4 * mood * BY_HOUR[number // 4]

    def some(self, expected: float) -> int:
        """So many, as chance has it."""
        return max(0, round(self.lots.gauss(expected, expected**0.5)))


def _write_day(connection: Connection, written: Written, day: _Day) -> None:
    inside = 0
    priced = _prices(connection)
    for at, expected in day.quarters():
        came = day.some(expected)
        last = at.astimezone(day.zone).hour == CLOSES - 1 and at.minute >= 45 - at.minute % 15
        left = inside + came if last else min(inside + came, day.some(0.45 * (inside + came)))
        inside += came - left
        _count(written, DOOR, "entrance", at, came, left)
        past = day.some(9 * expected)
        _count(written, STREET, "street", at, past, day.some(8 * expected))
        _rooms(written, day, at, inside)
        for _ in range(came):
            if day.lots.random() < BOUGHT_BY:
                _buys(connection, written, day, at, priced)


def _count(
    written: Written, line: tuple[str, str], zone: str, at: datetime, went_in: int, went_out: int
) -> None:
    if went_in + went_out == 0:
        return
    counted_at = at + timedelta(minutes=7)
    written.counts.append(
        {
            "at": counted_at,
            "device_id": line[0],
            "line": line[1],
            "id": new_id(),
            "zone": zone,
            "people_in": went_in,
            "people_out": went_out,
            "kind": Kind.STEP,
            "flag": None,
            "said_at": counted_at,
            "received_at": counted_at,
        }
    )


def _rooms(written: Written, day: _Day, at: datetime, inside: int) -> None:
    said_at = at + timedelta(minutes=7)
    for room, share in ROOMS.items():
        people = min(inside, day.some(share * inside)) if inside else 0
        whose = {"device_id": CAMERA, "zone": room}
        queue = max(0, people - 3) if room == "salon" else None
        written.minutes.append(
            {"at": said_at, **whose, "said_at": said_at, "people": people, "queue": queue}
        )
        if people:
            stays_s = [
                round(day.lots.lognormvariate(0, 0.6) * STAYS_S[room], 1) for _ in range(people)
            ]
            written.stays.append({"at": said_at, **whose, "stays_s": stays_s})


def _prices(connection: Connection) -> list[tuple[str, str, int]]:
    """What is bought on an ordinary day: an article's id, its name, and what it costs."""
    rows = connection.execute(
        select(ArticleRow.id, ArticleRow.name, PriceRow.units)
        .join(PriceRow, PriceRow.article_id == ArticleRow.id)
        .where(PriceRow.currency == CURRENCY, PriceRow.units < 500_000)
        .order_by(ArticleRow.sku)
    )
    return [(row.id, row.name, row.units) for row in rows]


def _buys(
    connection: Connection,
    written: Written,
    day: _Day,
    at: datetime,
    priced: list[tuple[str, str, int]],
) -> None:
    if not priced:
        return
    basket_id, paid_at = new_id(), (at + timedelta(minutes=11)).astimezone(UTC)
    if paid_at > day.now:
        return
    article_id, label, units = day.lots.choice(priced)
    alone = day.lots.random() < ALONE
    written.baskets.append(
        {
            "id": basket_id,
            "number": next_number(connection, NUMBERS),
            "state": BasketState.CLOSED,
            "currency": CURRENCY,
            "client_id": None,
            "associate_id": None if alone else day.lots.choice(COLLEAGUES).associate.id,
            "token_hash": hashlib.sha256(basket_id.encode()).hexdigest(),
            "language": "fr",
            "gift_receipt": False,
            "exchange_of_id": None,
            "created_at": paid_at - timedelta(minutes=9),
            "changed_at": paid_at,
            "locked_until": None,
            "paid_at": paid_at,
            "released_at": paid_at,
        }
    )
    written.lines.append(
        {
            "id": new_id(),
            "basket_id": basket_id,
            "place": 1,
            "article_id": article_id,
            "piece_id": None,
            "label": label,
            "quantity": 1 if units > 100_000 else day.lots.choice((1, 1, 2)),
            "units": units,
            "rate": "20",
            "net_units": None,
            "vat_units": None,
            "gift": False,
            "accepted": True,
            "held": False,
        }
    )
