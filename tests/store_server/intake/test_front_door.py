"""What becomes of a message: a command, a line in the quarantine, or nothing at all."""

from __future__ import annotations

import json
import logging
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from devices.ble.eid import EidRegistration
from devices.decoding import Router
from devices.drivers import discover
from store_server import messages as ask
from store_server.bus import Bus
from store_server.device_messages import (
    KeepCounts,
    NoteAnswer,
    NoteDevice,
    NoteTogether,
    NoteWaiting,
)
from store_server.domain.device_clock import DeviceClocks
from store_server.intake.front_door import BUS_AT_MOST, SIGHTINGS_HELD, FrontDoor
from store_server.intake.quarantine import REASONS_GATHERED, Quarantine
from store_server.intake.recent import KEPT_EACH, RecentSightings
from store_server.intake.recognition import KEYS_TRIED_A_REFRESH, Recognition
from store_server.intake.roll_call import DEVICES_AT_MOST
from store_server.intake.signs import HEARD_EVERY_S
from store_server.ports import BusyError, KnownIdentity

UUID = "0d4e1c5a-7f1b-4a6e-9a53-2f6f0c9b7d11"
ANN = KnownIdentity("ann", "client-ann", "ibeacon", f"ibeacon:{UUID}:1:7", "key ring")
EID_KEY = bytes(range(16))
BEA = KnownIdentity("bea", "client-bea", "eddystone_eid", "", "card", EID_KEY, 4, 0.0)
TOPIC = "accueil/v1/paris-1/door-1/sighting"


class StillClock:
    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 14, 9, tzinfo=UTC) + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 500.0 + self.passed_s


class Door:
    """A front door whose bus only writes down what it is asked."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.asked: list[Any] = []
        self.bus = Bus()
        for kind in (
            ask.ObserveSightings,
            ask.NoteGateway,
            ask.NoteClock,
            ask.NoteBroker,
            NoteTogether,
            NoteWaiting,
            NoteAnswer,
            ask.NoteLearnt,
            ask.KeepQuarantined,
            ask.ReadTogether,
            KeepCounts,
        ):
            self.bus.handle(kind, self._take)
        self.failing: dict[str, Exception] = {}  # by the data of a scan
        self.recognition = Recognition()
        self.recognition.know([ANN, BEA])
        self.quarantine = Quarantine()
        self.recent = RecentSightings(self.clock)
        self.recent.keep_only({"ann": "key ring", "bea": "card"})
        self.door = FrontDoor(
            Router(discover(), "paris-1"),
            self.bus,
            self.clock,
            self.recognition,
            self.quarantine,
            self.recent,
            DeviceClocks(),
        )
        self.door.moment(self.clock.monotonic())

    def _take(self, command: Any) -> Any:
        self.asked.append(command)
        if isinstance(command, ask.ReadTogether):
            return [self.failing.get(scan.data) for scan in command.scans]
        return None

    def reads(self, payload: bytes | dict[str, Any], topic: str = TOPIC) -> None:
        raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.door.moment(self.clock.monotonic())
        self.door.read(topic, raw)

    def handed_on(self, kind: type) -> list[Any]:
        """Everything of this kind that was asked of the bus."""
        self.door.flush()
        self.bus.start()
        self.bus.stop()
        if kind is NoteDevice:
            return [note for one in self.handed_on(NoteTogether) for note in one.notes]
        return [command for command in self.asked if type(command) is kind]

    def heard(self) -> list[ask.Heard]:
        return [one for batch in self.handed_on(ask.ObserveSightings) for one in batch.sightings]


@pytest.fixture
def door() -> Door:
    return Door()


def beacon(minor: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s-{minor}-{len(more)}",
        "ts": "2026-03-14T09:00:00Z",
        "rssi_dbm": -58,
        "beacon": {"type": "ibeacon", "uuid": UUID, "major": 1, "minor": minor},
        **more,
    }


def test_an_enrolled_beacon_is_handed_on_with_whose_it_is(door: Door) -> None:
    door.reads(beacon())
    (heard,) = door.heard()
    assert heard == ask.Heard("ann", "door-1", -58.0, 500.0, heard.origin)
    assert heard.origin


def test_a_rotating_beacon_is_recognised_by_its_key(door: Door) -> None:
    eid = EidRegistration("bea", EID_KEY, 4).eid(door.clock.now().timestamp())
    frame = "0303aafe" + "0d16aafe30ee" + eid
    door.reads({"id": "e", "ts": "2026-03-14T09:00:00Z", "rssi_dbm": -60, "frame": frame})
    assert [one.identity_id for one in door.heard()] == ["bea"]


def test_a_rotating_beacon_whose_clock_drifts_is_followed_and_written_down(door: Door) -> None:
    ahead_s = 5 * 60.0
    said_at = door.clock.now().timestamp() + ahead_s
    frame = "0303aafe" + "0d16aafe30ee" + EidRegistration("bea", EID_KEY, 4).eid(said_at)
    sighting = {"id": "e", "ts": "2026-03-14T09:00:00Z", "rssi_dbm": -60, "frame": frame}
    door.reads(sighting)
    door.reads(sighting | {"id": "f"})
    assert {one.identity_id for one in door.heard()} == {"bea"}
    (noted,) = door.handed_on(ask.NoteLearnt)
    (learnt,) = noted.learnt
    assert learnt.identity_id == "bea"
    assert learnt.clock_offset_s == pytest.approx(ahead_s, abs=16)


PHONE_KEY = bytes.fromhex("ec0234a357c8ad05341010a60a397d9b")  # Bluetooth Core, Vol 3, H, D.7
PHONE = KnownIdentity("cleo", "client-cleo", "irk", "", "phone", PHONE_KEY[::-1])
PRIVATE = {"id": "p", "ts": "2026-03-14T09:00:00Z", "rssi_dbm": -60, "address": "70:81:94:0D:FB:AA"}


def test_a_phone_is_recognised_by_its_private_address_and_the_order_is_written_down(
    door: Door,
) -> None:
    door.recognition.know([ANN, PHONE])
    door.reads(PRIVATE)  # the keys are tried meanwhile
    door.reads(PRIVATE | {"id": "q"})
    assert [one.identity_id for one in door.heard()] == ["cleo"]
    (noted,) = door.handed_on(ask.NoteLearnt)
    assert noted.learnt == (ask.Learnt("cleo", key_order="reversed"),)


def test_a_key_that_is_added_later_finds_a_phone_that_was_seen_before(door: Door) -> None:
    door.reads(PRIVATE)
    door.reads(PRIVATE | {"id": "q"})
    assert door.heard() == []
    door.recognition.know([ANN, PHONE])
    door.reads(PRIVATE | {"id": "r"})
    door.reads(PRIVATE | {"id": "s"})
    assert [one.identity_id for one in door.heard()] == ["cleo"]


def test_five_thousand_of_each_do_not_slow_the_reader(door: Door) -> None:
    """Counted and not timed: what one refresh may compute is bounded."""
    lots = random.Random(7)
    known = [
        KnownIdentity(f"{kind}-{number}", f"c{number}", kind, "", "", lots.randbytes(16), 4)
        for kind in ("eddystone_eid", "irk")
        for number in range(5_000)
    ]
    door.recognition.know([ANN, *known, PHONE])
    turns = -(-2 * 5_001 // KEYS_TRIED_A_REFRESH)  # two orders of each key
    for turn in range(turns):
        door.reads(PRIVATE | {"id": f"r{turn}"})
        assert not door.door._heard
    door.reads(PRIVATE | {"id": "last"})
    assert [one.identity_id for one in door.heard()] == ["cleo"]


def test_a_strangers_beacon_is_neither_handed_on_nor_kept_nor_logged(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for minor in range(100, 400):
        door.reads(beacon(minor, address="de:ad:be:ef:00:01"))
    door.handed_on(ask.ObserveSightings)
    said = repr(
        [door.asked, vars(door.recent), vars(door.door), vars(door.door._roll_call), caplog.text]
    )
    assert "de:ad:be:ef" not in said
    assert UUID not in said.replace(ANN.key, "")
    assert door.recent.of("door-1") == []


def test_strangers_prove_once_a_second_that_their_gateway_hears(door: Door) -> None:
    for _ in range(50):
        door.reads(beacon(99))
    assert len([note for note in door.handed_on(ask.NoteGateway) if note.street]) == 1


def test_a_device_whose_clock_is_hours_wrong_is_heard_all_the_same(door: Door) -> None:
    door.reads(beacon(ts="2026-03-14T12:30:00Z"))
    door.clock.passed_s += 1
    door.reads(beacon(ts="2026-03-14T12:30:01Z"))
    assert [one.at_s for one in door.heard()] == [500.0, 501.0]


def test_a_date_of_ten_years_ago_is_refused_with_its_reason(door: Door) -> None:
    door.reads(beacon(ts="2016-03-14T09:00:00Z"))
    (kept,) = door.handed_on(ask.KeepQuarantined)
    assert kept.messages[0].reason.startswith("ts:")
    assert door.heard() == []


BAD = [
    b"",
    b"{",
    b"\xff\xfe\x00",
    b"[" * 20_000,
    b'{"id":"a","rssi_dbm":500,"ts":"2026-03-14T09:00:00Z"}',
    b'{"id":"a","rssi_dbm":"strong","ts":"2026-03-14T09:00:00Z"}',
    b'{"id":"a","id":"b","rssi_dbm":-60,"ts":"2026-03-14T09:00:00Z"}',
    b'{"id":"a","rssi_dbm":NaN}',
    b"x" * 1_000_000,
]


@pytest.mark.parametrize("payload", BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_counted_and_the_next_message_is_handled(
    door: Door, payload: bytes
) -> None:
    door.reads(payload)
    door.reads(beacon())
    assert door.quarantine.total == 1
    assert len(door.heard()) == 1


def test_a_topic_that_nobody_knows_is_quarantined(door: Door) -> None:
    door.reads(b"{}", topic="unknown/device")
    (kept,) = door.handed_on(ask.KeepQuarantined)
    assert kept.messages[0].reason == "no driver listens to this topic"


def test_a_flood_of_ten_thousand_bad_messages_is_one_log_line_and_bounded(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for number in range(100, 10_100):
        door.reads(b'{"rssi_dbm":%d}' % number)
        if number % 100 == 0:
            door.door.flush()
    door.reads(beacon())
    assert len(door.heard()) == 1
    assert door.quarantine.total == 10_000
    assert len(caplog.records) == 1
    assert len(door.quarantine._gathered) <= REASONS_GATHERED + 1


def test_what_could_not_be_read_is_not_lost_when_the_house_closes(door: Door) -> None:
    for _ in range(3):
        door.reads(b"{", topic="accueil/v1/paris-1/door-1/sighting")
    door.door.close()
    kept = [message for told in door.handed_on(ask.KeepQuarantined) for message in told.messages]
    assert sum(message.count for message in kept) == 3


def test_what_a_device_says_of_itself_is_noted(door: Door) -> None:
    about = {"kind": "ble_gateway", "model": "G1", "firmware": "2.1", "zone": "salon"}
    door.reads(about, "accueil/v1/paris-1/door-1/about")
    (noted,) = door.handed_on(NoteDevice)
    assert (noted.device_id, noted.kind, noted.zone) == ("door-1", "ble_gateway", "salon")


def test_a_last_will_tells_that_a_gateway_went(door: Door) -> None:
    door.reads(
        {"state": "offline", "ts": "2026-03-14T09:00:00Z"}, "accueil/v1/paris-1/door-1/state"
    )
    assert [note.online for note in door.handed_on(ask.NoteGateway)] == [False]


def test_a_scan_of_a_pass_is_acknowledged_once_its_effect_is_committed(door: Door) -> None:
    scan = {"id": "1", "ts": "2026-03-14T09:00:00Z", "symbology": "qr", "data": "pass:ANN-1"}
    committed = door.door.read("accueil/v1/paris-1/till/scan", json.dumps(scan).encode())
    assert committed is not None
    assert not committed.done()
    (together,) = door.handed_on(ask.ReadTogether)
    (read,) = together.scans
    assert read == ask.ReadScan("pass:ANN-1", "till", "qr", "1", "canonical", origin=read.origin)
    assert read.origin
    assert committed.done()


def test_a_message_of_several_scans_is_acknowledged_once_all_are_committed(door: Door) -> None:
    said = {"data": {"tagData": [{"EPCid": "3034AA"}, {"EPCid": "3034BB"}, {"EPCid": "3034CC"}]}}
    door.failing["3034AA"] = BusyError("another writer")
    committed = door.door.read("zebra/tray-1/tagReads", json.dumps(said).encode())
    assert committed is not None
    (together,) = door.handed_on(ask.ReadTogether)
    assert len(together.scans) == 3
    assert isinstance(committed.exception(timeout=0), BusyError)


def test_for_set_up_only_the_last_sightings_of_the_enrolled_are_kept(door: Door) -> None:
    for _ in range(KEPT_EACH + 20):
        door.reads(beacon())
    assert len(door.recent.of("door-1")) == KEPT_EACH
    door.recent.keep_only({})
    assert door.recent.of("door-1") == []


def test_a_beacon_that_may_no_longer_be_recognised_is_a_strangers_at_once(door: Door) -> None:
    door.reads(beacon())
    door.recognition.know([BEA])
    door.reads(beacon())
    assert len(door.heard()) == 1


def test_a_retained_sighting_is_no_sign_of_life(door: Door) -> None:
    door.door.read(TOPIC, json.dumps(beacon()).encode(), retained=True)
    assert door.heard() == []


def test_invented_device_names_are_not_taken_in_without_end(door: Door) -> None:
    for number in range(DEVICES_AT_MOST + 50):
        door.reads(beacon(), topic=f"accueil/v1/paris-1/made-up-{number}/sighting")
    assert len(door.handed_on(NoteDevice)) == DEVICES_AT_MOST
    assert door.quarantine.total == 50


def test_a_device_that_repeats_itself_is_written_down_now_and_then(door: Door) -> None:
    about = {"kind": "ble_gateway", "model": "G1"}
    for _ in range(10):
        door.reads(about, "accueil/v1/paris-1/door-1/about")
        door.clock.passed_s += 4
    assert len(door.handed_on(NoteDevice)) == 2


def test_a_retained_online_proves_nothing_and_a_retained_offline_counts(door: Door) -> None:
    for state in ("online", "offline"):
        said = json.dumps({"state": state, "ts": "2026-03-14T09:00:00Z"}).encode()
        door.door.read("accueil/v1/paris-1/door-1/state", said, retained=True)
    assert [note.online for note in door.handed_on(ask.NoteGateway)] == [False]


def test_while_the_bus_does_not_keep_up_sightings_are_held_in_bounds(door: Door) -> None:
    for _ in range(BUS_AT_MOST + 1):
        door.bus.post(ask.NoteBroker(True, 0.0))
    for number in range(SIGHTINGS_HELD // 1000 + 5):
        door.door._heard += [ask.Heard("ann", "door-1", -50.0, float(number))] * 1000
        door.door.flush()
    assert len(door.door._heard) == SIGHTINGS_HELD
    door.handed_on(ask.NoteBroker)
    assert door.heard()[-1].at_s == SIGHTINGS_HELD // 1000 + 4


def test_forty_gateways_that_are_heard_in_one_moment_are_noted_together(door: Door) -> None:
    def all_are_heard(minor: int) -> list[NoteTogether]:
        for number in range(40):
            door.reads(beacon(minor), topic=f"accueil/v1/paris-1/gateway-{number}/sighting")
            door.door.flush()
        return door.handed_on(NoteTogether)

    (first,) = all_are_heard(minor=7)  # the first is due at once, the others within the second
    assert [note.device_id for note in first.notes] == ["gateway-0"]
    door.clock.passed_s += HEARD_EVERY_S
    together = all_are_heard(minor=8)[1:]
    assert [len(round_.notes) for round_ in together] == [39]


def test_what_a_device_says_is_handed_on_before_what_it_heard(door: Door) -> None:
    door.reads(beacon())
    door.reads({"kind": "ble_gateway", "zone": "salon"}, "accueil/v1/paris-1/door-1/about")
    door.handed_on(NoteTogether)
    kinds = [type(command) for command in door.asked]
    assert kinds.index(NoteTogether) < kinds.index(ask.ObserveSightings)
