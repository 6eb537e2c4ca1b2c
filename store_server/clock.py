"""The server's own clock, and fresh identifiers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import uuid_utils


class SystemClock:
    """Satisfies `ports.Clock` with the machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def new_id() -> str:
    """A UUIDv7: unique anywhere, sorted by the time of its making."""
    return str(uuid_utils.uuid7())
