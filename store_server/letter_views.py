"""How letters look on the screens."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from events.letters import LetterKind


class LetterView(Struct, frozen=True):
    """`state` is waiting, sent, overtaken or refused; `trouble` is what the mail server said."""

    id: str
    kind: LetterKind
    state: str
    written_at: datetime
    attempts: int
    trouble: str
    settled_at: datetime | None
