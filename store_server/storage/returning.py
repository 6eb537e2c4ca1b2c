"""When a client is likely to buy again: what all clients did is learnt once a night."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, bindparam, func, select

from store_server.domain.next_purchase import (
    Buying,
    History,
    Spending,
    TooFewClientsError,
    fit_buying,
    fit_spending,
)
from store_server.domain.quarters import place_of
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.prepared import Prepared
from store_server.storage.tables import PurchaseRow
from store_server.views import NextPurchase

_LOGGER = logging.getLogger(__name__)

WEEK_DAYS = 7
USUALLY, LATEST = 0.5, 0.8  # of those like them, who are still clients
SOON_WEEKS = 13

_DAYS = (
    select(
        PurchaseRow.client_id,
        PurchaseRow.bought_on,
        func.sum(PurchaseRow.amount_minor).label("minor"),
    )
    .where(PurchaseRow.currency == bindparam("currency"))
    .group_by(PurchaseRow.client_id, PurchaseRow.bought_on)
    .order_by(PurchaseRow.client_id, PurchaseRow.bought_on)
)
_OF_ALL = Prepared(_DAYS)
_OF_ONE = Prepared(_DAYS.where(PurchaseRow.client_id == bindparam("client")))


@dataclass(frozen=True, slots=True)
class Learnt:
    day: date
    buying: Buying
    spending: Spending | None


class Returning:
    """Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        self._engine = engine
        self._clock = clock
        self._zone: ZoneInfo = settings.zone
        self._currency = settings.payments.currency
        self._lock = threading.Lock()
        self._learnt: Learnt | None = None

    def learn(self) -> None:
        """From everybody's purchases. Too few of them teach nothing, and nothing is said then."""
        today = self._today()
        with reading(self._engine) as connection:
            everybody = _histories(connection, self._currency, today)
        learnt: Learnt | None = None
        try:
            buying = fit_buying(everybody)
            learnt = Learnt(today, buying, _spending(everybody))
        except TooFewClientsError:
            _LOGGER.info("too few clients came back yet to say when others will")
        with self._lock:
            self._learnt = learnt

    def of(self, client_id: str) -> NextPurchase:
        """Empty where too little is known of them, or of all clients."""
        with self._lock:
            learnt = self._learnt
        today = self._today()
        with reading(self._engine) as connection:
            rows = _OF_ONE.all(connection, {"currency": self._currency, "client": client_id})
        days = {row.bought_on: int(row.minor) for row in rows}
        if learnt is None or not days or max(days) > today:
            return NextPurchase(currency=self._currency)
        history, last = _history(days, today), max(days)
        buying, spending = learnt.buying, learnt.spending
        return NextPurchase(
            purchases=len(days),
            last_on=last,
            since_days=(today - last).days,
            usually_days=_days(buying.within(history, USUALLY)),
            latest_days=_days(buying.within(history, LATEST)),
            still_client=round(buying.alive(history), 3),
            expected=round(buying.expected(history, SOON_WEEKS), 2),
            worth_minor=round(spending.mean(history)) if spending else None,
            currency=self._currency,
            learnt_on=learnt.day,
        )

    def _today(self) -> date:
        return place_of(self._clock.now(), self._zone).day


def _histories(connection: Connection, currency: str, today: date) -> list[History]:
    rows = _OF_ALL.all(connection, {"currency": currency})
    found = []
    for _, each in groupby(rows, key=lambda row: row.client_id):
        days = {row.bought_on: int(row.minor) for row in each if row.bought_on <= today}
        if days:
            found.append(_history(days, today))
    return found


def _history(days: Mapping[date, int], today: date) -> History:
    """Days of purchase, not articles: who buys three things at once came once. What a day is worth
    is the mean of the days after the first, as the model wants it."""
    first, last = min(days), max(days)
    worth = [minor for day, minor in days.items() if day != first]
    return History(
        repeats=len(worth),
        recency=(last - first).days / WEEK_DAYS,
        age=(today - first).days / WEEK_DAYS,
        mean=max(0.0, sum(worth) / len(worth)) if worth else 0.0,
    )


def _spending(everybody: Sequence[History]) -> Spending | None:
    try:
        return fit_spending(everybody)
    except TooFewClientsError:
        return None


def _days(weeks: float) -> int:
    return max(1, round(weeks * WEEK_DAYS))
