"""How hard the tests that draw lots try, and with which seed.

In `make test` they are short and the seed is always the same; `make test-faults` sets `FAULTS=long`
and, unless it is told one with SEED=…, a new seed, which it prints.
"""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("FAULTS_SEED") or 20261129)


def tries(short: T, long: T) -> T:
    return long if LONG else short
