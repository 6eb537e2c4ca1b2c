"""What is asked about colleagues' badges."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GiveBadge:
    """A beacon is a colleague's from now on: `kind` and the rest as in `messages.EnrolIdentity`."""

    associate_id: str
    kind: str
    by_id: str
    key: str = ""
    label: str = ""
    secret_hex: str = field(default="", repr=False)
    exchange_hex: str = ""
    exponent: int = 0
    clock_s: int = 0


@dataclass(frozen=True, slots=True)
class TakeBadgeBack:
    associate_id: str
    badge_id: str
    by_id: str
