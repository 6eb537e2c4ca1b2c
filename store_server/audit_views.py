"""A line of the audit log as it is read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

Kind = Literal[
    "associate", "client", "guest", "event", "device", "paired", "basket", "address", "other"
]


class AuditPartyView(Struct, frozen=True):
    """Somebody or something that a line names. `name` is empty where the id is nobody's today."""

    id: str
    kind: Kind = "other"
    name: str = ""


class AuditLineView(Struct, frozen=True):
    """`what` is a name such as card.read; `whom` may be nobody or several."""

    position: int
    at: datetime
    who: AuditPartyView
    what: str
    whom: tuple[AuditPartyView, ...] = ()
