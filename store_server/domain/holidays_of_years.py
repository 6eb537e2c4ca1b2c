"""Public holidays by the library that knows them, in a process of their own.

The library loads every country of the world for a dozen days a year: 17 MB, which the house would
keep for good. `python -m store_server.domain.holidays_of_years FR 2020 2029 fr` prints a line a
day, the date and its name, and ends with 3 where nobody knows the place.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

UNKNOWN = 3
WITHIN_S = 60.0


class UnknownPlaceError(ValueError):
    """There is no such country, or it has no such part."""


def ask(place: str, first: int, last: int, language: str) -> dict[date, str]:
    """Raises `UnknownPlaceError`. A country without words in this language has them in its own."""
    command = [sys.executable, "-m", __name__, place, str(first), str(last), language]
    try:
        done = subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=False)  # noqa: S603 - our own program
    except (OSError, subprocess.TimeoutExpired):
        return read(place, first, last, language)  # no process to be had: the memory, then
    if done.returncode == UNKNOWN:
        raise UnknownPlaceError(f"{place!r} is no place whose holidays are known")
    if done.returncode != 0:
        return read(place, first, last, language)
    days = (line.split(" ", 1) for line in done.stdout.decode().splitlines())
    return {date.fromisoformat(day): name for day, name in days}


def read(place: str, first: int, last: int, language: str) -> dict[date, str]:
    """As `ask`, in this process."""
    from holidays import country_holidays

    country, _, part = place.partition("-")
    years = range(first, last + 1)
    try:
        return dict(country_holidays(country, subdiv=part or None, years=years, language=language))
    except (NotImplementedError, KeyError, AttributeError) as error:
        raise UnknownPlaceError(f"{place!r} is no place whose holidays are known") from error


def main(place: str, first: str, last: str, language: str) -> int:
    try:
        found = read(place, int(first), int(last), language)
    except UnknownPlaceError:
        return UNKNOWN
    lines = "".join(f"{day} {name}\n" for day, name in sorted(found.items()))
    sys.stdout.buffer.write(lines.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
