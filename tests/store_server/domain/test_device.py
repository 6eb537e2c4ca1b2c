"""A device's own rhythm, and the alarms that follow from what it feels."""

from __future__ import annotations

import pytest

from store_server.domain.device import (
    PAUSES_KEPT,
    Rhythm,
    battery_alarm,
    free_name,
    lens_alarm,
    may_stand_in,
    topic_trouble,
)
from store_server.settings import DeviceSettings

SETTINGS = DeviceSettings()


def heard(*pauses_s: float) -> Rhythm:
    rhythm = Rhythm()
    for pause_s in pauses_s:
        rhythm = rhythm.heard_after(pause_s)
    return rhythm


def test_a_rhythm_is_not_known_after_a_word_or_two() -> None:
    assert heard(30, 30, 30).interval_s is None
    assert heard(30, 30, 30).silent_after_s(SETTINGS) == SETTINGS.silent_unlearnt_s


def test_a_lively_device_is_missed_soon_and_a_slow_one_later() -> None:
    lively, slow = heard(*[1.0] * 20), heard(*[300.0] * 20)
    assert lively.silent_after_s(SETTINGS) == SETTINGS.silent_floor_s
    assert slow.silent_after_s(SETTINGS) == 4 * 300.0


def test_one_absence_does_not_make_a_device_patient() -> None:
    assert heard(*[30.0] * 20, 4000.0).interval_s == 30.0


def test_one_that_often_pauses_long_is_known_to() -> None:
    assert heard(*[10.0, 10.0, 900.0] * 8).interval_s == 900.0


def test_a_rhythm_that_changes_is_learnt_anew() -> None:
    assert heard(*[600.0] * 40, *[20.0] * PAUSES_KEPT).interval_s == 20.0


def test_a_days_absence_and_a_clock_that_stands_are_no_rhythm() -> None:
    assert heard(30, 30, 30, 30, 90_000.0, 0.0, -5.0) == heard(30, 30, 30, 30)


def test_one_that_said_goodbye_is_waited_for_no_longer_than_the_floor() -> None:
    assert heard(*[300.0] * 20).silent_after_s(SETTINGS, offline=True) == SETTINGS.silent_floor_s


def test_a_battery_that_hovers_at_the_limit_rings_once() -> None:
    stands = False
    turns = 0
    for battery_pct in (40, 16, 15, 14, 16, 15, 20, 24, 14, 26, 40):
        before, stands = stands, battery_alarm(stands, battery_pct, SETTINGS)
        turns += before is not stands
    assert turns == 2


@pytest.mark.parametrize(
    ("lens", "alarm"),
    [("clear", False), ("covered", True), ("moved", True), ("dark", True), ("frozen", True)],
)
def test_a_lens_is_clear_or_to_be_looked_at(lens: str, alarm: bool) -> None:
    assert lens_alarm(lens) is alarm


def test_only_its_like_takes_a_devices_place() -> None:
    assert may_stand_in("camera", "camera")
    assert may_stand_in("", "camera")
    assert may_stand_in("camera", "")
    assert not may_stand_in("camera", "scanner")


def test_a_name_that_is_taken_is_numbered() -> None:
    assert free_name("door", frozenset()) == "door"
    assert free_name("door", frozenset({"door", "door-2"})) == "door-3"


@pytest.mark.parametrize(
    "topic", ["home/Theengs-salon/#", "espresense/devices/+/office", "xovis", "minew/a/+/b"]
)
def test_a_vendors_own_topics_may_be_given(topic: str) -> None:
    assert topic_trouble(topic) is None


@pytest.mark.parametrize(
    "topic",
    [
        "#",
        "+/x",
        "accueil/v1/paris-1/door-1/scan",
        "push/xovis/a",
        "$SYS/#",
        "/x",
        "",
        "a/#/b",
        "a/b#",
        "a/+b",
    ],
)
def test_ours_everybodys_and_malformed_ones_may_not(topic: str) -> None:
    assert topic_trouble(topic)
