"""`accueil forecast`: how many visitors to expect, and how wrong that has been."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from typing import IO, TYPE_CHECKING

import click

from store_server.commands.printing import to_json
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("ts", "count")
OPEN_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")
MIDNIGHT = 24
OUR_OWN = "\0"  # no file is called so
UNTOLD = range(10, 20)


def _open_hours(_ctx: click.Context, _param: click.Parameter, value: str | None) -> range | None:
    if value is None:
        return None
    found = OPEN_HOURS.fullmatch(value)
    hours = range(int(found[1]), int(found[2])) if found else range(0)
    if not hours or hours.stop > MIDNIGHT:
        raise click.BadParameter("two hours of the day, the first one earlier, such as 10-20")
    return hours


@click.command("forecast")
@click.option(
    "--backtest",
    "history",
    metavar="[FILE]",
    is_flag=False,
    flag_value=OUR_OWN,
    required=True,
    help="Hourly counts: a CSV with the columns ts,count; - for standard input; without a file "
    "the boutique's own history.",
)
@click.option(
    "--open",
    "open_hours",
    callback=_open_hours,
    help="Opening hours: from the first to just before the second; 10-20, or the boutique's own.",
)
def command(history: str, open_hours: range | None) -> None:
    """How wrong the traffic forecast would have been on a history of hourly counts.

    Each open hour is foretold from what was known 24 hours before it, after four weeks of warming
    up, and compared with what came. Prints one JSON object: `relative_mae` is the mean absolute
    error over that of saying "as at this hour a week ago"; below 1 is better.

    A `ts` is the boutique's own time, such as 2026-03-14T15:00; several rows of one hour are added
    up, and an hour that is not there is a gap and no zero.

    \b
    Examples:
      accueil forecast --backtest
      accueil forecast --backtest counts.csv
      accueil forecast --backtest counts.csv --open 11-19
    """
    from store_server.domain.backtest import TooLittleHistoryError, backtest

    try:
        if history == OUR_OWN:
            counts, ours = _our_own()
        else:
            with click.open_file(history, encoding="utf-8-sig") as file:
                counts, ours = _read(file), UNTOLD
        result = backtest(counts, open_hours or ours)
    except TooLittleHistoryError as error:
        raise CommandError(f"That cannot be judged: {error}.") from error
    click.echo(
        to_json(
            {
                "relative_mae": round(result.relative_mae, 4),
                "mae": round(result.mae, 3),
                "naive_mae": round(result.naive_mae, 3),
                "within_band": None if result.within_band is None else round(result.within_band, 4),
                "hours": result.hours,
                "since": result.since,
                "until": result.until,
                "model": "median of six weeks",
            }
        )
    )


def _our_own() -> tuple[dict[datetime, float], range]:
    from store_server.clock import SystemClock
    from store_server.commands.boutique import read_settings
    from store_server.storage import open_storage

    storage = open_storage(read_settings(), SystemClock())
    try:
        return storage.traffic_queries.foresight.history()
    finally:
        storage.close()


def _read(file: IO[str]) -> dict[datetime, float]:
    """Counts by hour, on the clock that the file shows. Raises `CommandError` naming the line."""
    counts: dict[datetime, float] = {}
    for line, (ts, count) in _rows(file):
        try:
            hour = datetime.fromisoformat(ts.strip()).replace(
                minute=0, second=0, microsecond=0, tzinfo=None
            )
        except ValueError:
            raise CommandError(
                f"Line {line}, ts: {ts!r} is no time such as 2026-03-14T15:00."
            ) from None
        try:
            visitors = float(count)
        except ValueError:
            visitors = -1.0
        if not 0 <= visitors < float("inf"):
            raise CommandError(f"Line {line}, count: {count!r} is no number of people.")
        counts[hour] = counts.get(hour, 0.0) + visitors
    return counts


def _rows(file: IO[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    try:
        for line, row in enumerate(csv.reader(file), start=1):
            if not row or (line == 1 and tuple(cell.strip().lower() for cell in row) == COLUMNS):
                continue
            if len(row) != len(COLUMNS):
                raise CommandError(f"Line {line}: {len(row)} columns where ts,count are two.")
            yield line, (row[0], row[1])
    except (UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"This is no CSV file in UTF-8: {error}.") from error
