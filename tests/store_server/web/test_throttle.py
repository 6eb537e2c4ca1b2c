"""How often somebody may be wrong."""

from __future__ import annotations

import pytest

from store_server.web.problems import TooManyError
from store_server.web.throttle import REMEMBERED, Throttle
from tests.store_server.web.boutique import HandClock


def test_failures_are_forgotten_one_by_one() -> None:
    clock = HandClock()
    throttle = Throttle(clock, failures=2, within_s=60)
    throttle.note("a")
    clock.passes(40)
    throttle.note("a")
    with pytest.raises(TooManyError) as refused:
        throttle.check("a")
    assert refused.value.retry_after_s == 20
    throttle.check("b")
    clock.passes(20)
    throttle.check("a")


def test_memory_is_bounded() -> None:
    throttle = Throttle(HandClock(), failures=2, within_s=60)
    for number in range(REMEMBERED + 100):
        throttle.note(f"key {number}")
    assert len(throttle._noted) == REMEMBERED


def test_the_forgiven_may_begin_again() -> None:
    throttle = Throttle(HandClock(), failures=1, within_s=60)
    throttle.note("a")
    throttle.forgive("a")
    throttle.check("a")
