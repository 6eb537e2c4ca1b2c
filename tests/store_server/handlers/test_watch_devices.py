"""How devices are, and what deserves a manager's attention: raised once, ended once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from store_server.device_messages import (
    AmendDevice,
    DeviceAlarm,
    NoteDevice,
    NoteTogether,
    ResumeDevice,
    SuspendDevice,
)
from tests.store_server.handlers.device_shop import MORNING, DeviceShop

SILENT = [("pi", "silent")]


@pytest.fixture
def shop(devices: DeviceShop) -> DeviceShop:
    """Its device has spoken every thirty seconds for ten minutes."""
    devices.agent(proposed="pi")
    devices.hears("pi", kind="camera")
    devices.hears_for("pi", 600)
    assert devices.alarms() == []
    return devices


def turns(shop: DeviceShop) -> list[tuple[str, bool]]:
    return [(event.kind, event.stands) for event in shop.events(DeviceAlarm)]


def test_silence_beyond_its_own_rhythm_is_told_once_and_ended_once(shop: DeviceShop) -> None:
    shop.passes(119)
    assert shop.alarms() == []
    for _ in range(10):
        shop.passes(5)
    assert shop.alarms() == SILENT
    shop.hears("pi")
    shop.hears("pi")
    assert shop.alarms() == []
    assert turns(shop) == [("silent", True), ("silent", False)]
    (raised,) = shop.journal("DeviceAlarmRaised")
    (ended,) = shop.journal("DeviceAlarmEnded")
    assert raised == {"device": "pi", "alarm": "silent", "detail": "120"}
    assert ended == {"device": "pi", "alarm": "silent"}
    (kept,) = shop.storage.device_queries.alarms(open_only=False)
    assert kept.ended_at is not None
    assert kept.device_name == "pi"


def test_a_slow_device_is_given_its_time(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.hears("pi")
    devices.hears_for("pi", 6000, every_s=300)
    devices.passes(1_100)
    assert devices.alarms() == []
    devices.passes(150)
    assert devices.alarms() == SILENT


def test_what_was_learnt_outlives_a_power_cut(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.hears("pi")
    devices.hears_for("pi", 6000, every_s=300)
    devices.killed_and_restarted()
    devices.passes(1_100)
    assert devices.alarms() == []
    devices.passes(150)
    assert devices.alarms() == SILENT


def test_an_alarm_that_stands_is_not_raised_anew_after_a_power_cut(shop: DeviceShop) -> None:
    shop.passes(150)
    assert shop.alarms() == SILENT
    shop.killed_and_restarted()
    shop.passes(1_000)
    assert shop.alarms() == SILENT
    assert len(shop.journal("DeviceAlarmRaised")) == 1
    shop.hears("pi")
    assert shop.alarms() == []


def test_while_the_broker_is_away_nobody_is_called_silent(shop: DeviceShop) -> None:
    shop.line.connected = False
    for _ in range(100):
        shop.passes(60)
    assert shop.alarms() == []
    shop.line.connected = True
    shop.passes(100)
    assert shop.alarms() == []  # it is given time to be heard again
    shop.passes(30)
    assert shop.alarms() == SILENT


def test_one_that_said_goodbye_is_missed_after_the_floor(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.hears("pi")
    devices.hears_for("pi", 6000, every_s=300)
    devices.hears("pi", state="offline")
    devices.passes(119)
    assert devices.alarms() == []
    devices.passes(2)
    assert devices.alarms() == SILENT


def test_a_suspended_device_and_one_that_never_spoke_may_be_silent(shop: DeviceShop) -> None:
    shop.agent(proposed="boxed")
    shop.bus.ask(SuspendDevice("pi"))
    shop.passes(100_000)
    assert shop.alarms() == []


def test_a_resumed_device_is_given_its_time_to_speak(shop: DeviceShop) -> None:
    shop.bus.ask(SuspendDevice("pi"))
    shop.passes(3_600)
    shop.bus.ask(ResumeDevice("pi"))
    shop.passes(60)
    assert shop.alarms() == []
    shop.passes(61)
    assert shop.alarms() == SILENT


def test_a_retained_word_is_no_sign_of_life(shop: DeviceShop) -> None:
    before = shop.device("pi").last_heard_at
    shop.passes(150)
    shop.bus.ask(NoteTogether((NoteDevice("pi", "canonical", None, state="online"),)))
    assert shop.alarms() == SILENT
    assert shop.device("pi").last_heard_at == before


def test_a_low_battery_is_told_once_and_a_new_one_ends_it(shop: DeviceShop) -> None:
    for battery_pct in (40, 15, 14, 16, 15, 12, 80, 79):
        shop.hears("pi", battery_pct=float(battery_pct))
    assert turns(shop) == [("battery", True), ("battery", False)]
    (raised,) = shop.journal("DeviceAlarmRaised")
    assert raised["detail"] == "15"


def test_a_lens_that_is_not_clear_is_told_at_once(shop: DeviceShop) -> None:
    shop.hears("pi", lens="clear")
    shop.hears("pi", lens="covered")
    (alarm,) = shop.device("pi").alarms
    assert (alarm.kind, alarm.detail) == ("lens", "covered")
    shop.hears("pi", lens="clear")
    assert shop.device("pi").alarms == ()


def test_an_agent_that_keeps_much_for_us_is_told_of_until_there_is_room(shop: DeviceShop) -> None:
    for outbox_pct in (0.0, 49.9):
        shop.hears("pi", outbox_pct=outbox_pct)
        assert shop.device("pi").alarms == ()
    for outbox_pct in (50.0, 80.0, 45.0):
        shop.hears("pi", outbox_pct=outbox_pct)
        (alarm,) = shop.device("pi").alarms
        assert (alarm.kind, alarm.detail) == ("outbox", "50")
    shop.hears("pi", outbox_pct=39.0)
    assert shop.device("pi").alarms == ()


def test_what_a_device_feels_is_shown_and_a_day_of_it_kept(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    for minute in (*range(10), *range(10, 26 * 60, 10)):
        devices.clock.passed_s = 60.0 * minute
        devices.hears("pi", temperature_c=20.0, fps=14.5, uptime_s=60.0 * minute, lens="clear")
    now = devices.device("pi")
    assert (now.fps, now.uptime_s, now.lens) == (14.5, 60.0 * (26 * 60 - 10), "clear")
    assert now.health_at == devices.clock.now()
    samples = devices.storage.device_queries.samples("pi")
    assert len(samples) == 24 * 6
    assert [one.at for one in samples] == sorted(one.at for one in samples)
    with devices.storage.engine.connect() as connection:
        kept = connection.exec_driver_sql("select count(*) from device_samples").scalar()
    assert kept == 24 * 6 + 1


def test_a_sample_is_kept_every_five_minutes(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    for _ in range(21):
        devices.hears("pi", temperature_c=20.0)
        devices.clock.passed_s += 30
    assert len(devices.storage.device_queries.samples("pi")) == 3


def test_its_own_idea_of_its_zone_holds_until_somebody_places_it(shop: DeviceShop) -> None:
    shop.hears("pi", zone="entrance", firmware="2.1")
    assert (shop.device("pi").zone, shop.device("pi").firmware) == ("entrance", "2.1")
    shop.bus.ask(AmendDevice("pi", zone="salon"))
    shop.hears("pi", zone="entrance")
    assert shop.device("pi").zone == "salon"


def notes(*said: tuple[str, dict[str, Any]]) -> NoteTogether:
    at = MORNING
    return NoteTogether(tuple(NoteDevice(who, "canonical", at, **what) for who, what in said))


def test_what_forty_gateways_say_together_is_one_commit(devices: DeviceShop) -> None:
    names = [f"gateway-{number}" for number in range(40)]
    for name in names:
        devices.agent(proposed=name)
    commits: list[object] = []
    event.listen(devices.storage.engine, "commit", commits.append)
    devices.bus.ask(notes(*((name, {}) for name in names)))
    assert len(commits) == 1
    assert {devices.device(name).last_heard_at for name in names} == {MORNING}


def test_an_alarm_that_is_told_twice_together_is_raised_once(shop: DeviceShop) -> None:
    covered = {"lens": "covered"}
    shop.bus.ask(notes(("pi", covered), ("pi", {"lens": "moved"}), ("pi", covered)))
    assert turns(shop) == [("lens", True)]
    assert len(shop.journal("DeviceAlarmRaised")) == 1


def test_one_that_cannot_be_noted_does_not_take_the_others_along(
    shop: DeviceShop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.agent(proposed="door")
    shop.bus.ask(notes(("door", {"battery_pct": "full"}), ("pi", {"battery_pct": 9.0})))
    assert shop.alarms() == [("pi", "battery")]
    assert "could not be noted" in caplog.text


def test_what_an_agent_could_not_send_and_let_go_is_shown_until_its_next_pulse(
    shop: DeviceShop,
) -> None:
    shop.hears("pi", outbox_pct=12.5, dropped=1_234)
    shop.hears("pi")
    assert (shop.device("pi").outbox_pct, shop.device("pi").dropped) == (12.5, 1_234)
    shop.hears("pi", outbox_pct=0.0, dropped=0)
    assert (shop.device("pi").outbox_pct, shop.device("pi").dropped) == (0.0, 0)
