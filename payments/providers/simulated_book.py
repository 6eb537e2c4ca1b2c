"""The simulated provider's own book: it outlives our server, as a bank's does.

A file of one JSON line a change, read again when the bank opens. Idempotency keys are honoured:
the same key with another order is refused, as real providers do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec


class Charge(msgspec.Struct):
    """What the bank holds of one payment. `page` is the secret of its hosted page."""

    key: str
    units: int
    currency: str
    means: str
    label: str
    return_url: str
    language: str
    page: str
    state: str = "open"  # open, challenged, authorised, captured, voided, failed, expired
    reason: str = ""
    captured: int = 0
    refunds: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def refunded(self) -> int:
        return sum(self.refunds.values())


@dataclass(slots=True)
class SimulatedBook:
    """`path` None: kept in memory alone."""

    path: Path | None = None
    _charges: dict[str, Charge] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            for line in self.path.read_bytes().splitlines():
                self._remember(_read(line))

    def find(self, key: str) -> Charge | None:
        return self._charges.get(key)

    def on_page(self, page: str) -> Charge | None:
        key = self._pages.get(page)
        return self._charges.get(key) if key is not None else None

    def all(self) -> Iterator[Charge]:
        yield from tuple(self._charges.values())

    def write(self, charge: Charge) -> None:
        self._remember(charge)
        if self.path is not None:
            with self.path.open("ab") as file:
                file.write(msgspec.json.encode(charge) + b"\n")
                file.flush()
                os.fsync(file.fileno())

    def _remember(self, charge: Charge | None) -> None:
        if charge is not None:
            self._charges[charge.key] = charge
            self._pages[charge.page] = charge.key


def _read(line: bytes) -> Charge | None:
    """None for a last line that was cut off."""
    try:
        return msgspec.json.decode(line, type=Charge)
    except msgspec.DecodeError:
        return None


def totals(charges: Iterator[Charge] | list[Charge]) -> dict[str, Any]:
    """By currency: what the bank took, less what it gave back."""
    found: dict[str, int] = {}
    for charge in charges:
        found[charge.currency] = found.get(charge.currency, 0) + charge.captured - charge.refunded
    return found
