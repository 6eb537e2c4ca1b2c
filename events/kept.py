"""A showing as it is kept: what was shown, what was answered, by which clocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from events.admission import Decision
from events.comings import Way

LONGEST_CODE_KEPT = 512  # bytes of a refused code: enough to see what it was


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that is never changed, but to say that it was undone.

    `at` is by the house's clock and is what it was judged by; `shown_at` is the gate's own time.
    `code` is what was shown, byte for byte, of a refusal only. `same_as` is what the code or the
    guest came down to, so that a scan's id that is used again for something else is noticed.
    """

    id: str
    event_id: str | None
    scan_id: str
    gate: str
    by: str
    at: datetime
    received_at: datetime
    decision: Decision
    source: str = ""
    shown_at: datetime | None = None
    same_as: str = ""
    number: int | None = None
    way: Way = Way.IN
    plus_one: bool = False
    plus_one_name: str = ""
    code: bytes = field(default=b"", repr=False)
    code_size: int = 0
    late: bool = False
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""
