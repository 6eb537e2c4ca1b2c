"""How wrong the forecast would have been: each hour foretold a day ahead, and then compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store_server.domain.forecast import DAY, WEEK, Forecaster, History, KindOfDay, ordinary

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


def backtest(history: History, open_hours: range, kind_of_day: KindOfDay = ordinary) -> Backtest:
    """Over all open hours after four weeks of warming up. Raises `TooLittleHistoryError`."""
    if not history:
        raise TooLittleHistoryError("the history is empty")
    forecaster = Forecaster(history, open_hours, kind_of_day)
    first, last = min(history), max(history)
    judged: list[datetime] = []
    ours = naive = 0.0
    inside: list[bool] = []
    for hour in sorted(history):
        if hour.hour not in open_hours or hour < first + WARM_UP or hour - WEEK not in history:
            continue
        (expected,) = forecaster.expect([hour], hour - AHEAD)
        if expected is None:
            continue
        judged.append(hour)
        ours += abs(expected.count - history[hour])
        naive += abs(history[hour - WEEK] - history[hour])
        if expected.low is not None and expected.high is not None:
            inside.append(expected.low <= history[hour] <= expected.high)
    if not judged or not naive:
        raise TooLittleHistoryError(
            f"{(last - first).days} days of history; it takes more than {WARM_UP.days}, "
            "with open hours that differ"
        )
    return Backtest(
        relative_mae=ours / naive,
        mae=ours / len(judged),
        naive_mae=naive / len(judged),
        within_band=sum(inside) / len(inside) if inside else None,
        hours=len(judged),
        since=judged[0],
        until=judged[-1],
    )
