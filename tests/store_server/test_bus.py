"""What ails is said when it begins, and not four times a second."""

from __future__ import annotations

import pytest

from store_server.bus import Bus


def test_a_ticker_that_fails_is_said_once_until_it_has_been_well(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bus, well = Bus(), [False, False, True, False]
    ticked = []

    def ticks() -> None:
        ticked.append(1)
        if not well[len(ticked) - 1]:
            raise LookupError("nothing there")

    bus.every_tick(ticks)
    said = []
    for _ in well:
        bus.tick()
        said.append(caplog.text.count("a ticker failed"))
    assert said == [1, 1, 1, 2]
