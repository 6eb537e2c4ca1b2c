"""The audit log, as those who write and read it see it: who saw and did what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from store_server.audit_views import AuditLineView

SEVERAL = " "  # between the ids of a line that is about more than one
FROM_ADDRESS = "address:"  # before the network address of somebody nobody knows
COMMAND_LINE = "command line"  # who did it, where nobody signed in


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Ids and the name of what was done; never a name, a code or a text.

    `who` is an associate's id, `device:` and the id of a paired device, or a client's own id; of
    somebody nobody knows it is `address:` and where they came from, which is kept apart from the
    log and forgotten in its time.
    """

    who: str
    what: str
    whom: str
    at: datetime


class Audit(Protocol):
    def note(self, who: str, what: str, whom: str, at: datetime) -> None:
        """Append one line: ids only. Nobody can change or delete it afterwards."""


class AuditTrail(Protocol):
    def audit_all(self, lines: Iterable[AuditLine]) -> None:
        """Append the lines in their order, in one transaction."""


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """`since` counts, `until` does not; `before` is the position of the last line already read."""

    whom: str | None = None
    who: str | None = None
    what: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 100


class AuditQueries(Protocol):
    """Reading the audit log. Callable from any thread."""

    def lines(self, asked: AuditAsked) -> Sequence[AuditLineView]:
        """The newest first, with the names that ids have today."""

    def all_lines(self, asked: AuditAsked) -> Iterator[AuditLineView]:
        """Every line that was asked for, the newest first, read a page at a time."""

    def kinds(self) -> Sequence[str]:
        """Each name of what was ever done here, in the alphabet's order."""

    def first_broken_line(self) -> int | None:
        """The position of the first line that does not follow from those before it, if any."""
