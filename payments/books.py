"""Keeps a till's ledger: entries as they come, and the closings of days, months and years.

A record belongs to the business day that its moment has in the boutique's zone, or to the day of
the record before it, whichever is later: a clock that is set back opens no day anew. Before the
first record of a new day the old one is closed, with its month and year where they have ended, so
that no record can come between a period and its closing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from payments.entry import KINDS, Entry, check, check_kind
from payments.ledger import LedgerError, Record, seal
from payments.totals import Grand, Totals, added_up, grown, of_entry

CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR = "close_day", "close_month", "close_year"
CLOSINGS = (CLOSE_DAY, CLOSE_MONTH, CLOSE_YEAR)
_LENGTHS = {CLOSE_DAY: len("2026-11-02"), CLOSE_MONTH: len("2026-11"), CLOSE_YEAR: len("2026")}
_PARTS = {CLOSE_MONTH: CLOSE_DAY, CLOSE_YEAR: CLOSE_MONTH}


class Shelf(Protocol):
    """Where one till's records stand, inside the caller's transaction."""

    def last(self) -> Record | None:
        """The newest; from now to the commit nobody else adds one."""

    def add(self, record: Record) -> None: ...
    def after(self, number: int) -> Iterable[Record]:
        """Those with a higher number, in order."""

    def latest(self, kind: str) -> Record | None:
        """The newest closing of this kind."""

    def closings(self, kind: str, after: int) -> Sequence[Record]:
        """Closings of this kind with a higher number, in order."""


class Closing(Struct, frozen=True):
    """A period's totals, and the grand totals since the beginning. `of` names the period.

    `first` and `last` are the numbers that it covers; a day that was closed early goes on in a
    second closing of the same day.
    """

    till: str
    day: str
    of: str
    first: int
    last: int
    totals: tuple[Totals, ...]
    grand: tuple[Grand, ...]


class _Dated(Struct, frozen=True):
    till: str
    day: str


class Books:
    """One till's books, for the length of one transaction."""

    def __init__(self, shelf: Shelf, till: str, zone: ZoneInfo) -> None:
        self._shelf = shelf
        self._till = till
        self._zone = zone

    def write(self, kind: str, entry: Entry, at: datetime) -> Record:
        """Add an entry; days that have ended are closed before it. Raises `LedgerError`."""
        check(entry)
        check_kind(kind, entry)
        self.close_ended(at)
        last = self._shelf.last()
        if entry.corrects is not None and not 0 < entry.corrects.number <= _number(last):
            raise LedgerError(f"corrects: there is no record {entry.corrects.number}")
        day = max(self._day(at), _day_of(last))
        values = {**_plain(entry), "till": self._till, "day": day}
        return self._add(kind, at, values)

    def close_ended(self, at: datetime) -> list[Record]:
        """Close what has ended by now: nothing, where it is closed or nothing was sold."""
        last = self._shelf.last()
        if last is None:
            return []
        today, day = self._day(at), _day_of(last)
        if today <= day:
            return []
        made = self.close_day(at)
        for kind in (CLOSE_MONTH, CLOSE_YEAR):
            if today[: _LENGTHS[kind]] > day[: _LENGTHS[kind]]:
                made += self._close_longer(kind, day, at)
        return made

    def close_day(self, at: datetime) -> list[Record]:
        """Close the day as it stands; what is sold later on the same day has its own closing."""
        before = self._shelf.latest(CLOSE_DAY)
        since = _number(before)
        entries = [record for record in self._shelf.after(since) if record.kind in KINDS]
        if not entries:
            return []
        totals = added_up(
            of_entry(record.kind, msgspec.json.decode(record.body, type=Entry))
            for record in entries
        )
        grand = grown(read_closing(before).grand if before else (), totals)
        day = _day_of(entries[-1])
        return [
            self._close(
                CLOSE_DAY, at, day, day, (entries[0].number, entries[-1].number), totals, grand
            )
        ]

    def _close_longer(self, kind: str, day: str, at: datetime) -> list[Record]:
        """A month of its days, or a year of its months."""
        parts = self._shelf.closings(_PARTS[kind], _number(self._shelf.latest(kind)))
        if not parts:
            return []
        closings = [read_closing(part) for part in parts]
        totals = added_up(one for closing in closings for one in closing.totals)
        of = day[: _LENGTHS[kind]]
        covered = closings[0].first, closings[-1].last
        return [self._close(kind, at, day, of, covered, totals, closings[-1].grand)]

    def _close(
        self,
        kind: str,
        at: datetime,
        day: str,
        of: str,
        covered: tuple[int, int],
        totals: tuple[Totals, ...],
        grand: tuple[Grand, ...],
    ) -> Record:
        closing = Closing(self._till, day, of, *covered, totals, grand)
        return self._add(kind, at, _plain(closing))

    def _add(self, kind: str, at: datetime, values: dict[str, Any]) -> Record:
        record = seal(self._shelf.last(), kind, at, values)
        self._shelf.add(record)
        return record

    def _day(self, at: datetime) -> str:
        return at.astimezone(self._zone).date().isoformat()


def read_entry(record: Record) -> Entry:
    """The entry that a record of a sale, refund or correction holds."""
    return msgspec.json.decode(record.body, type=Entry)


def read_closing(record: Record) -> Closing:
    return msgspec.json.decode(record.body, type=Closing)


def running(shelf: Shelf) -> tuple[Totals, ...]:
    """What was sold since the last closing of a day: the X report."""
    return added_up(
        of_entry(record.kind, read_entry(record))
        for record in shelf.after(_number(shelf.latest(CLOSE_DAY)))
        if record.kind in KINDS
    )


def _number(record: Record | None) -> int:
    return 0 if record is None else record.number


def _day_of(record: Record | None) -> str:
    return "" if record is None else msgspec.json.decode(record.body, type=_Dated).day


def _plain(values: Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(values)
    return plain
