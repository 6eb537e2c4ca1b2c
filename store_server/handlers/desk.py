"""The desk where every use case does its work: commit first, then tell.

`Desk.work()` opens one transaction. What is told inside it is published only after the commit, and
not at all if anything failed; so no phone ever hears of what the database does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from store_server.domain.signal import Signal
from store_server.messages import FeedLine, FloorChanged, NoticesWritten
from store_server.ports import Clock, Store, UnitOfWork


@dataclass(slots=True)
class Work:
    """One transaction, and what follows it."""

    uow: UnitOfWork
    at: datetime
    _events: list[Any] = field(default_factory=list)
    _lines: tuple[FeedLine, ...] = ()
    _after: list[Callable[[], None]] = field(default_factory=list)
    _audited: bool = False
    _deeds: list[tuple[str, str, str]] = field(default_factory=list)

    def tell(self, event: Any) -> None:
        """Publish after the commit."""
        self._events.append(event)

    def after(self, callback: Callable[[], None]) -> None:
        """Do this once the commit has held: bring a cache up to what the database says."""
        self._after.append(callback)

    def record(self, kind: str, at: datetime | None = None, **ids: Any) -> None:
        """Write a line in the journal, in this transaction. Ids and plain facts only.

        Where it says `by` whom, the audit has it too, unless the work says there itself what it
        was: nobody's deed is missing there because a use case forgot to say so.
        """
        self.uow.journal.write(kind, ids, at or self.at)
        if ids.get("by"):
            self._deeds.append((str(ids["by"]), _deed(kind), _subject(ids)))

    def audit(self, who: str | None, what: str, whom: str) -> None:
        """Write a line in the audit, in this transaction: who did what to whom, ids only."""
        self._audited = True
        self.uow.audit.note(who or "house", what, whom, self.at)

    def notice(self, kind: str, signal: Signal, associate_ids: Iterable[str]) -> None:
        """Add a line about a signal to these associates' feeds."""
        for associate_id in dict.fromkeys(associate_ids):
            self.uow.feeds.write(associate_id, kind, signal.id, self.at)

    def commit(self) -> None:
        """Commit, with the lines as they are then: phones are told without reading them again."""
        self._lines = tuple(self.uow.feeds.lines())
        for who, what, whom in () if self._audited else dict.fromkeys(self._deeds):
            self.uow.audit.note(who, what, whom, self.at)
        self.uow.commit()

    def outcome(self) -> Iterator[Any]:
        """What is to be told, in order, now that the commit has held."""
        for callback in self._after:
            callback()
        yield from self._events
        if self._lines:
            yield NoticesWritten(self._lines)
        if self._events or self._lines:
            yield FloorChanged(self.at)


SUBJECTS = ("client", "guest", "associate", "device")  # whom a deed is about, the likeliest first


def _subject(ids: Mapping[str, Any]) -> str:
    told = [ids[name] for name in SUBJECTS if ids.get(name)]
    told += [value for name, value in ids.items() if name != "by"]
    return str(told[0]) if told else ""


def _deed(kind: str) -> str:
    """ClientAmended is client.amended, EventPictureKept is event.picture-kept."""
    thing, *rest = re.findall(r"[A-Z][a-z]*", kind)
    return ".".join([thing.lower(), "-".join(word.lower() for word in rest)])


@dataclass(frozen=True, slots=True)
class Desk:
    """What use cases share: the store, the clock, and the way to tell the house."""

    store: Store
    clock: Clock
    tell: Callable[[Any], None]

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.store.begin() as uow:
            work = Work(uow, self.clock.now())
            yield work
            work.commit()
        for event in work.outcome():
            self.tell(event)

    def wall(self, at_s: float) -> datetime:
        """The date and time of a moment on the monotonic clock."""
        return self.clock.now() - timedelta(seconds=self.clock.monotonic() - at_s)
