"""Which dialects a device may be taken in with, on the screen and on the command line."""

from __future__ import annotations

from functools import cache

from devices.drivers import Driver, discover


def dialect_trouble(dialect: str | None, push: bool) -> str | None:
    """Why a device cannot be adopted with this dialect, None being none said; None where it can."""
    driver = _drivers().get(dialect or "")
    if dialect is not None and driver is None:
        return f"this is none of {', '.join(sorted(_drivers()))}"
    if push and (driver is None or not driver.pushes):
        pushing = sorted(name for name, one in _drivers().items() if one.pushes)
        return f"say a dialect that can be pushed: {', '.join(pushing)}"
    return None


@cache
def _drivers() -> dict[str, Driver]:
    return {driver.name: driver for driver in discover()}
