"""How wrong the forecast would have been: each hour foretold a day ahead, and then compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from store_server.domain.forecast import (
    DAY,
    WEEK,
    Expected,
    Forecaster,
    History,
    KindOfDay,
    ordinary,
)

AHEAD = DAY
WARM_UP = 4 * WEEK


class TooLittleHistoryError(ValueError):
    """There is not enough to compare with; the text says how much there is and what it takes."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """`relative_mae`: mean absolute error over that of "as a week ago". `within_band`: the share
    of hours that came inside the 80 % band; None where there was no band."""

    relative_mae: float
    mae: float
    naive_mae: float
    within_band: float | None
    hours: int
    since: datetime
    until: datetime


@dataclass(slots=True)
class _Judge:
    """Adds up how far off was what was foretold."""

    history: History
    judged: list[datetime] = field(default_factory=list)
    ours: float = 0.0
    naive: float = 0.0
    inside: list[bool] = field(default_factory=list)

    def hear(self, expected: Expected | None, hour: datetime) -> None:
        if expected is None:
            return
        came = self.history[hour]
        self.judged.append(hour)
        self.ours += abs(expected.count - came)
        self.naive += abs(self.history[hour - WEEK] - came)
        if expected.low is not None and expected.high is not None:
            self.inside.append(expected.low <= came <= expected.high)

    def verdict(self) -> Backtest:
        if not self.judged or not self.naive:
            days = (max(self.history) - min(self.history)).days
            raise TooLittleHistoryError(
                f"{days} days of history; it takes more than {WARM_UP.days}, "
                "with open hours that differ"
            )
        return Backtest(
            relative_mae=self.ours / self.naive,
            mae=self.ours / len(self.judged),
            naive_mae=self.naive / len(self.judged),
            within_band=sum(self.inside) / len(self.inside) if self.inside else None,
            hours=len(self.judged),
            since=self.judged[0],
            until=self.judged[-1],
        )


def backtest(history: History, open_hours: range, kind_of_day: KindOfDay = ordinary) -> Backtest:
    """Over all open hours after four weeks of warming up. Raises `TooLittleHistoryError`."""
    forecaster = Forecaster(history, open_hours, kind_of_day)
    judge = _Judge(history)
    for hour in _to_judge(history, open_hours):
        (expected,) = forecaster.expect([hour], hour - AHEAD)
        judge.hear(expected, hour)
    return judge.verdict()


def backtest_days(
    history: History, open_hours: range, since: datetime, kind_of_day: KindOfDay = ordinary
) -> Backtest:
    """Of the days from `since` on, each foretold in the night before it: a hundred times cheaper
    than every hour by itself. Raises `TooLittleHistoryError`."""
    forecaster = Forecaster(history, open_hours, kind_of_day)
    judge = _Judge(history)
    hours = [hour for hour in _to_judge(history, open_hours) if hour >= since]
    for day, some in groupby(hours, key=lambda hour: hour.date()):
        of_day = list(some)
        foretold = forecaster.expect(of_day, datetime.combine(day, datetime.min.time()))
        for hour, expected in zip(of_day, foretold, strict=True):
            judge.hear(expected, hour)
    return judge.verdict()


def _to_judge(history: History, open_hours: range) -> list[datetime]:
    if not history:
        raise TooLittleHistoryError("the history is empty")
    warm = min(history) + WARM_UP
    return [
        hour
        for hour in sorted(history)
        if hour.hour in open_hours and hour >= warm and hour - WEEK in history
    ]
