"""The people who work in the boutique, and who of them is on shift."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ASSOCIATE = "associate"
    HOST = "host"
    GUARD = "guard"
    MANAGER = "manager"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Associate:
    """Someone who can be signalled. `engaged` is how many clients they are with right now."""

    id: str
    display_name: str
    role: Role = Role.ASSOCIATE
    languages: tuple[str, ...] = ("fr",)
    on_shift: bool = False
    engaged: int = 0
    active: bool = True
