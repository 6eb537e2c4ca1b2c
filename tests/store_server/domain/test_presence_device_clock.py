"""A device's clock that is wrong does not matter; what is late does not look like now."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store_server.domain.device_clock import ClockTurn, DeviceClock, DeviceClocks
from store_server.domain.presence import Here, Presence
from store_server.settings import PresenceSettings

HOUR = 3600.0
DAY = 24 * HOUR
UNIX = 1_800_000_000.25  # what a right clock shows at second 0 of ours
TRANSPORT = 0.02


class Device:
    """A gateway whose clock is wrong by `error_s`, and that speaks to a server's `DeviceClocks`."""

    def __init__(self, error_s: float = 0.0, whole_seconds: bool = False) -> None:
        self.error_s = error_s
        self.whole_seconds = whole_seconds
        self.clocks = DeviceClocks(PresenceSettings())

    def says(self, spoken_s: float, received_s: float | None = None) -> float | None:
        if received_s is None:
            received_s = spoken_s + TRANSPORT
        ts_s = UNIX + spoken_s + self.error_s
        if self.whole_seconds:
            ts_s = float(int(ts_s))
        return self.clocks.correct("door", ts_s, received_s)

    def speaks_from(self, start_s: float, until_s: float, every_s: float = 1.0) -> list:
        steps = int((until_s - start_s) / every_s)
        return [self.says(start_s + n * every_s) for n in range(steps)]


WRONG = [0.0, 2 * HOUR, -2 * HOUR, DAY, -DAY, -UNIX, 40 * 365 * DAY]


@pytest.mark.parametrize("error_s", WRONG)
def test_a_clock_that_is_wrong_is_right_from_the_first_message_on(error_s):
    device = Device(error_s)
    assert device.says(10) == pytest.approx(10, abs=0.05)
    assert device.says(10.4) == pytest.approx(10.4, abs=0.05)


@pytest.mark.parametrize("error_s", WRONG)
def test_two_sightings_at_the_door_signal_at_once_however_wrong_the_clock(error_s):
    device, presence = Device(error_s), Presence(PresenceSettings())
    said = []
    for spoken_s in (10.0, 10.3):
        at_s = device.says(spoken_s)
        assert at_s is not None
        said += presence.observe(Sighting("ann", "door", -55.0, at_s))
    assert [type(verdict) for verdict in said] == [Here]


class Sighting:
    def __init__(self, identity_id: str, gateway_id: str, rssi_dbm: float, at_s: float) -> None:
        self.identity_id = identity_id
        self.gateway_id = gateway_id
        self.rssi_dbm = rssi_dbm
        self.at_s = at_s


def test_a_clock_that_agrees_with_ours_tells_at_once_how_late_a_message_is():
    clocks = DeviceClocks(PresenceSettings())
    assert clocks.correct("door", UNIX + 8, 10, unix_s=UNIX + 10) == pytest.approx(8)
    assert clocks.correct("door", UNIX + 9, 10, unix_s=UNIX + 10) == pytest.approx(9)
    assert clocks.correct("door", UNIX + 10, 10, unix_s=UNIX + 10) == pytest.approx(10)
    assert clocks.turns() == []


@pytest.mark.parametrize("error_s", WRONG)
def test_a_late_message_is_no_evidence(error_s):
    device = Device(error_s)
    device.speaks_from(0, 20)
    assert device.says(10, received_s=21) is None
    assert device.says(21) == pytest.approx(21, abs=0.05)


def test_a_message_late_by_little_is_put_where_it_belongs():
    device = Device(HOUR)
    device.speaks_from(0, 20)
    assert device.says(19.5, received_s=22) == pytest.approx(19.5, abs=0.05)


def test_a_repeat_falls_together_with_what_it_repeats():
    device = Device(HOUR)
    first = device.says(10)
    assert device.says(10, received_s=13) == pytest.approx(first, abs=0.01)


@given(seed=st.integers(0, 2**32), error_s=st.sampled_from(WRONG))
@settings(max_examples=60, deadline=None)
def test_shuffled_messages_are_put_in_order(seed, error_s):
    device = Device(error_s)
    device.speaks_from(0, 15)
    spoken = [15 + n * 0.3 for n in range(10)]
    Random(seed).shuffle(spoken)
    for spoken_s in spoken:
        assert device.says(spoken_s, received_s=18.5) == pytest.approx(spoken_s, abs=0.1)


def test_a_clock_of_whole_seconds_is_good_enough():
    device = Device(-HOUR, whole_seconds=True)
    times = device.speaks_from(0, 120, every_s=0.7)
    assert all(at_s is not None and abs(at_s - n * 0.7) <= 1.1 for n, at_s in enumerate(times))
    assert device.clocks.turns() == []


def test_a_correction_is_never_in_the_future():
    device, lots = Device(HOUR), Random(7)
    for n in range(500):
        received_s = n * 0.5 + lots.random() * 0.4
        at_s = device.says(n * 0.5, received_s)
        assert at_s is None or at_s <= received_s


@pytest.mark.parametrize("drift", [-8e-5, 8e-5])
def test_a_clock_that_drifts_stays_right_for_days(drift):
    clock = DeviceClock(PresenceSettings())
    for now_s in map(float, range(0, 300_000, 7)):
        at_s = clock.correct(UNIX + now_s * (1 + drift), now_s)
        assert at_s is not None
        assert now_s - 0.1 <= at_s <= now_s


# ---------------------------------------------------------------------------- backlogs


@pytest.mark.parametrize("every_s", [0.5, 1.0, 10.0])
def test_a_backlog_of_a_device_never_heard_before_makes_nobody_arrive(every_s):
    device, presence = Device(), Presence(PresenceSettings())
    said = []
    for n in range(200):
        at_s = device.says(n * every_s, received_s=3600 + n * 0.001)
        if at_s is not None:
            said += presence.observe(Sighting("ann", "door", -50.0, at_s))
        for turn in device.clocks.turns():
            presence.note_clock(turn.device_id, turn.settled, turn.discard)
    assert said + presence.tick(3601.0) == []


def test_after_a_backlog_the_next_live_messages_are_evidence_again():
    device = Device(2 * HOUR)
    for n in range(60):
        device.says(n, received_s=60 + n * 0.01)
    live = [device.says(61 + n * 0.5) for n in range(6)]
    assert live[-1] == pytest.approx(63.5, abs=0.1)
    assert device.clocks.turns()[-1].settled


def test_a_backlog_says_that_what_came_before_was_late():
    device = Device()
    device.says(0, received_s=100)
    device.says(1, received_s=100.01)
    assert device.clocks.turns() == [ClockTurn("door", 100.01, settled=False, discard=True)]


def test_a_backlog_of_a_known_device_is_late_whatever_its_length():
    device = Device(HOUR)
    device.speaks_from(0, 60)
    flushed = [device.says(60 + n, received_s=8 * HOUR + n * 0.002) for n in range(20_000)]
    assert set(flushed) == {None}
    assert device.says(8 * HOUR + 41) == pytest.approx(8 * HOUR + 41, abs=6)


def test_live_messages_between_those_of_a_backlog_are_evidence():
    device = Device(HOUR)
    device.speaks_from(0, 60)
    for n in range(300):
        now_s = 1000 + n * 0.2
        assert device.says(60 + n, received_s=now_s + TRANSPORT) is None
        assert device.says(now_s) == pytest.approx(now_s, abs=0.3)


# ---------------------------------------------------------------------------- steps


@pytest.mark.parametrize("step_s", [HOUR, DAY, 50 * 365 * DAY])
def test_a_clock_set_forward_is_relearnt_within_seconds(step_s):
    device = Device()
    device.speaks_from(0, 60)
    device.error_s += step_s
    times = device.speaks_from(60, 80)
    assert times[0] is None
    assert times[-1] == pytest.approx(79, abs=0.1)
    assert times.count(None) <= 3
    assert [(turn.settled, turn.discard) for turn in device.clocks.turns()] == [
        (False, False),
        (True, False),
    ]


@pytest.mark.parametrize("step_s", [-HOUR, -DAY, -30.0])
def test_a_clock_set_back_is_relearnt_within_a_minute(step_s):
    device = Device()
    device.speaks_from(0, 60)
    device.error_s += step_s
    times = device.speaks_from(60, 120)
    assert times[0] is None
    assert times[-1] == pytest.approx(119, abs=0.1)
    assert times.count(None) <= 22
    assert [(turn.settled, turn.discard) for turn in device.clocks.turns()] == [
        (False, False),
        (True, False),
    ]


@pytest.mark.parametrize("step_s", [-DAY, -HOUR, HOUR])
def test_a_clock_that_is_set_makes_nobody_leave_or_arrive(step_s, open_shop):
    shop, device = open_shop(door="entrance"), Device()
    for n in range(300):
        if n == 100:
            device.error_s += step_s
        at_s = device.says(shop.now - 1000)
        for turn in device.clocks.turns():
            shop.presence.note_clock(turn.device_id, turn.settled, turn.discard)
        shop.presence.note_gateway("door", shop.now, None, street=True)
        if at_s is not None:
            shop.said += shop.presence.observe(Sighting("ann", "door", -60.0, at_s + 1000))
        shop.runs(1)
    assert shop.words()[0] == "Here"
    assert set(shop.words()[1:]) <= {"Unknown", "KnownAgain"}


@pytest.mark.parametrize("glitch_s", [10 * 365 * DAY, -10 * 365 * DAY, HOUR, -HOUR])
def test_one_absurd_time_disturbs_only_itself(glitch_s):
    device = Device()
    device.speaks_from(0, 60)
    assert device.clocks.correct("door", UNIX + 60 + glitch_s, 60.02) is None
    assert device.says(61) == pytest.approx(61, abs=0.1)


def test_one_device_never_disturbs_another():
    device = Device()
    device.speaks_from(0, 60)
    device.clocks.correct("salon", 0.0, 60.0)
    device.clocks.correct("salon", 9e9, 60.1)
    assert device.says(61) == pytest.approx(61, abs=0.1)


def test_clocks_are_bounded():
    clocks = DeviceClocks(PresenceSettings())
    for n in range(3_000):
        clocks.correct(f"invented-{n}", 0.0, float(n))
    assert len(clocks) <= 1_000
