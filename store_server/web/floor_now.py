"""The floor as it is written, and whether anything of it can still be heard."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store_server.ports import Queries
from store_server.views import FloorView, HealthView


def floor_now(queries: Queries, health: Callable[[], HealthView]) -> FloorView:
    """Without its broker the house is deaf, however fresh the figures look."""
    deaf = any(part.name == "broker" and part.state == "down" for part in health().parts)
    return replace(queries.floor(), hears_devices=not deaf)
