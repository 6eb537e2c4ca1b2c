"""An evening on paper: the book that a judgement reads, kept in lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from events.admission import Decision, Evening, Guest, Issued, Session, Showing, judge, take_in
from events.comings import Entry, track

OPENS = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
EVENT = 70_001


def session(number: int = 0, capacity: int = 100, opens: datetime = OPENS) -> Session:
    return Session(number, opens, opens + timedelta(hours=3), opens + timedelta(hours=5), capacity)


@dataclass
class Paper:
    """Satisfies `admission.Book`. `show` judges and writes down, as a server does at once."""

    evening: Evening = field(default_factory=lambda: Evening(EVENT, (session(),)))
    guests: dict[str, Guest] = field(default_factory=dict)
    passes: dict[int, Issued] = field(default_factory=dict)
    said: dict[str, Decision] = field(default_factory=dict)
    rows: list[Entry] = field(default_factory=list)
    now: datetime = OPENS + timedelta(minutes=10)

    def heard(self, scan_id: str) -> Decision | None:
        return self.said.get(scan_id)

    def issued(self, number: int) -> Issued | None:
        return self.passes.get(number)

    def guest(self, guest_id: str) -> Guest | None:
        return self.guests.get(guest_id)

    def entries(self, guest_id: str) -> Sequence[Entry]:
        return [row for row in self.rows if row.guest_id == guest_id]

    def inside(self, session: int) -> int:
        return sum(
            track(self.entries(guest.id), plus_one).inside
            for guest in self.guests.values()
            if guest.session == session
            for plus_one in (False, True)
        )

    # ------------------------------------------------------------------ what a test does

    def invite(self, guest_id: str, number: int = 1, **fields: Any) -> Guest:
        guest = Guest(guest_id, **({"session": 0} | fields))
        self.guests[guest_id] = guest
        self.passes[number] = Issued(number, guest_id)
        return guest

    def show(self, scan_id: str, number: int | None = 1, **fields: Any) -> Decision:
        return self._write(judge(self.showing(scan_id, number, **fields), self), scan_id)

    def told_later(self, scan_id: str, number: int | None = 1, **fields: Any) -> Decision:
        return self._write(take_in(self.showing(scan_id, number, **fields), self), scan_id)

    def showing(self, scan_id: str, number: int | None = 1, **fields: Any) -> Showing:
        usual: dict[str, Any] = {"gate": "door", "by": "Camille", "at": self.now, "event": EVENT}
        return Showing(scan_id, number=number, **(usual | fields))

    def after(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def change(self, guest_id: str, **fields: Any) -> None:
        self.guests[guest_id] = replace(self.guests[guest_id], **fields)

    def take_back(self, scan_id: str) -> None:
        self.rows = [
            replace(row, undone=True) if row.scan_id == scan_id else row for row in self.rows
        ]

    def _write(self, decision: Decision, scan_id: str) -> Decision:
        first = scan_id not in self.said
        if first:
            self.said[scan_id] = decision
            if decision.entry is not None:
                self.rows.append(decision.entry)
        return decision
