"""The kinds of input that several resources take, with their limits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct, UnsetType

from store_server.web.problems import InvalidInputError

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
Phrase = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Label = Annotated[str, Meta(max_length=80)]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        max_length=35,
        description="BCP 47, as in fr or zh-Hant",
    ),
]
Languages = Annotated[tuple[Language, ...], Meta(max_length=12)]
Email = Annotated[str, Meta(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$", max_length=254)]
Phone = Annotated[
    str,
    Meta(
        pattern=r"^(\+?[0-9][0-9 ().-]{4,30})?$",
        max_length=32,
        description="International form is best: +33 1 23 45 67 89",
    ),
]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]
Moment = Annotated[
    datetime, Meta(tz=True, description="RFC 3339 with its offset: 2026-12-10T19:00:00+01:00")
]
DeviceKind = Annotated[str, Meta(pattern=r"^[a-z_]{1,32}$", examples=["ble_gateway"])]
Hardware = Annotated[str, Meta(pattern=r"^[^#+\x00-\x1f]{1,128}$")]
OnPlan = Annotated[
    float, Meta(ge=0, le=1, description="On the floor plan, 0 to 1 from the top left")
]


class DeviceNamed(Struct, forbid_unknown_fields=True):
    """A phone, kiosk or browser; its name is at least one letter."""

    label: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]


def place(
    x: float | UnsetType | None, y: float | UnsetType | None
) -> tuple[float, float] | tuple[()] | None:
    """A place on the plan: () for none, None where nothing was said of it."""
    if isinstance(x, float) and isinstance(y, float):
        return (x, y)
    if type(x) is not type(y):
        missing = "y" if isinstance(x, float) else "x"
        raise InvalidInputError("x and y come together", field=missing)
    return () if x is None else None
