"""A picture is shown to who asked for it, for a minute, from memory."""

from __future__ import annotations

from store_server.intake.previews import DEVICES_AT_MOST, SHOWN_FOR_S, Previews
from tests.store_server.intake.test_front_door import StillClock


def test_it_is_shown_for_its_own_command_and_for_a_minute() -> None:
    clock = StillClock()
    previews = Previews(clock)
    previews.note("camera-1", "c1", b"picture")
    assert previews.of("camera-1", "c1") == b"picture"
    assert previews.of("camera-1", "c2") is None
    assert previews.of("camera-2", "c1") is None
    clock.passed_s = SHOWN_FOR_S
    assert previews.of("camera-1", "c1") is None


def test_a_newer_one_takes_its_place_and_no_more_than_a_few_are_held() -> None:
    previews = Previews(StillClock())
    previews.note("camera-1", "c1", b"old")
    previews.note("camera-1", "c2", b"new")
    assert previews.of("camera-1", "c1") is None
    for number in range(DEVICES_AT_MOST):
        previews.note(f"other-{number}", "c", b"x")
    assert previews.of("camera-1", "c2") is None
    assert previews.of(f"other-{DEVICES_AT_MOST - 1}", "c") == b"x"
