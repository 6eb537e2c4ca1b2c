"""What a check found: how it stands, what that means, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from store_server.settings import Settings

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is how it stands, `why` what that means for the boutique, `mend` what to do."""

    check: str
    state: State
    what: str
    why: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What the checks look at. They read, and make or change nothing."""

    settings: Settings
    environment: Mapping[str, str]


Check = Callable[[Site], Finding]
