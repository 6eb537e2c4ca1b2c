"""What is left open by something that has stopped: it would be found in a later test."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable


def left_open(stop: Callable[[], None]) -> list[str]:
    """By `stop`, after which nothing may hold what it stopped."""
    gc.collect()
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        stop()
        gc.collect()
    return [str(one.message) for one in found if one.category is ResourceWarning]
