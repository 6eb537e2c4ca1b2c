"""Whose word has any effect: of the devices that were adopted, under the name of the house."""

from __future__ import annotations

import json
from typing import Any

import pytest

from store_server import messages as ask
from store_server.device_messages import NoteAnswer, NoteDevice, NoteWaiting
from store_server.device_ports import RegisteredDevice
from store_server.handlers.device_register import Register
from store_server.intake.roll_call import WAITING_AT_MOST, RollCall
from store_server.ports import BusyError
from tests.store_server.intake.test_front_door import Door, beacon

SCAN = "accueil/v1/paris-1/door-1/scan"
COUNT = "accueil/v1/paris-1/door-1/count"
ABOUT = "accueil/v1/paris-1/door-1/about"
G1 = {"kind": "ble_gateway", "model": "G1", "firmware": "2.1"}


def ours(device_id: str, hardware: str = "", suspended: bool = False) -> RegisteredDevice:
    return RegisteredDevice(
        device_id, hardware or device_id, device_id, "", "canonical", None, suspended
    )


def known(*devices: RegisteredDevice) -> Register:
    return Register(devices, ())


@pytest.fixture
def roll_call() -> RollCall:
    return RollCall()


@pytest.fixture
def door(roll_call: RollCall) -> Door:
    opened = Door()
    opened.door._roll_call = roll_call
    return opened


def says_everything(door: Door) -> None:
    ts = "2026-03-14T09:00:00Z"
    door.reads(beacon())
    door.reads({"id": "s1", "ts": ts, "symbology": "qr", "data": "pass:ANN-1"}, SCAN)
    door.reads({"id": "c1", "ts": ts, "line": "door", "in": 2, "out": 1}, COUNT)
    door.reads({"state": "online", "ts": ts}, "accueil/v1/paris-1/door-1/state")
    door.reads({"ts": ts, "battery_pct": 50, "lens": "covered"}, "accueil/v1/paris-1/door-1/health")
    door.reads({"id": "a1", "ok": True}, "accueil/v1/paris-1/door-1/answer")


def asked(door: Door) -> set[str]:
    door.handed_on(NoteDevice)
    return {type(command).__name__ for command in door.asked}


def test_nothing_that_a_waiting_device_says_has_any_effect_but_that_it_waits(door: Door) -> None:
    says_everything(door)
    assert asked(door) == {"NoteWaiting"}
    assert door.recent.of("door-1") == []


def test_nothing_that_a_suspended_device_says_has_any_effect(
    door: Door, roll_call: RollCall
) -> None:
    roll_call.know(known(ours("door-1", suspended=True)))
    says_everything(door)
    assert asked(door) == set()


def test_all_that_a_device_of_ours_says_is_heeded(door: Door, roll_call: RollCall) -> None:
    roll_call.know(known(ours("door-1")))
    says_everything(door)
    expected = {"ObserveSightings", "ReadTogether", "KeepCounts", "NoteTogether", "NoteAnswer"}
    assert expected <= asked(door)


def test_adopted_while_it_speaks_it_is_heeded_from_the_next_word_on(
    door: Door, roll_call: RollCall
) -> None:
    door.reads(beacon())
    roll_call.know(known(ours("door-1")))
    door.reads(beacon())
    assert len(door.heard()) == 1


@pytest.mark.parametrize("register", [known(), known(ours("door-1", suspended=True))])
def test_what_is_pushed_before_the_reader_knows_of_it_is_to_be_pushed_again(
    door: Door, roll_call: RollCall, register: Register
) -> None:
    """Its token is good and the door has opened: it must not believe that this is stored."""
    roll_call.know(register)
    door.door.moment(door.clock.monotonic())
    heard = json.dumps([{"type": "Gateway", "mac": "AC233FC03641"}]).encode()
    answer = door.door.read("push/minew/door-1", heard)
    assert answer is not None
    assert isinstance(answer.exception(0), BusyError)
    assert asked(door) == set()
    roll_call.know(known(ours("door-1")))
    door.door.moment(door.clock.monotonic())
    assert door.door.read("push/minew/door-1", heard) is None


def test_suspended_while_it_speaks_it_is_heeded_no_longer(door: Door, roll_call: RollCall) -> None:
    roll_call.know(known(ours("door-1")))
    door.reads(beacon())
    roll_call.know(known(ours("door-1", suspended=True)))
    door.reads(beacon())
    assert len(door.heard()) == 1


def test_a_spare_speaks_under_the_name_of_the_one_whose_place_it_took(
    door: Door, roll_call: RollCall
) -> None:
    roll_call.know(known(ours("entrance", hardware="door-1")))
    says_everything(door)
    (heard,) = door.heard()
    assert heard.gateway_id == "entrance"
    assert {note.device_id for note in door.handed_on(NoteDevice)} == {"entrance"}
    assert [scan.device_id for one in door.handed_on(ask.ReadTogether) for scan in one.scans] == [
        "entrance"
    ]
    assert [answer.device_id for answer in door.handed_on(NoteAnswer)] == ["entrance"]


def test_a_device_that_waits_is_noted_rarely_whatever_it_says(door: Door) -> None:
    for number in range(200):
        door.clock.passed_s += 0.1
        door.reads({**G1, "model": f"G{number}"}, ABOUT)
        door.reads(beacon(minor=number + 1))
    noted = door.handed_on(NoteWaiting)
    assert 2 <= len(noted) <= 21  # once a second at most
    assert noted[-1].hardware == "door-1"
    assert noted[-1].kind == "ble_gateway"


def test_one_that_has_no_news_is_noted_twice_a_minute(door: Door) -> None:
    for _ in range(100):
        door.clock.passed_s += 1
        door.reads(beacon())
    assert len(door.handed_on(NoteWaiting)) == 4


def test_what_the_broker_repeats_of_one_long_gone_does_not_list_it(door: Door) -> None:
    door.door.read(ABOUT, json.dumps(G1).encode(), retained=True)
    assert door.handed_on(NoteWaiting) == []
    door.reads(beacon())
    (noted,) = door.handed_on(NoteWaiting)
    assert (noted.kind, noted.model, noted.firmware) == ("ble_gateway", "G1", "2.1")


def test_invented_names_crowd_out_no_device_of_ours(door: Door, roll_call: RollCall) -> None:
    roll_call.know(known(ours("door-1")))
    for number in range(WAITING_AT_MOST + 50):
        door.reads(beacon(), f"accueil/v1/paris-1/made-up-{number}/sighting")
    assert len(door.handed_on(NoteWaiting)) == WAITING_AT_MOST
    door.reads(beacon())
    assert len(door.heard()) == 1


def test_an_hour_later_there_is_room_for_others(door: Door) -> None:
    for number in range(WAITING_AT_MOST):
        door.reads(beacon(), f"accueil/v1/paris-1/made-up-{number}/sighting")
    door.clock.passed_s += 3700
    door.reads(beacon())
    assert door.handed_on(NoteWaiting)[-1].hardware == "door-1"


def test_where_whoever_speaks_is_ours_a_replaced_device_is_not(door: Door) -> None:
    """Else the old hardware would speak in the name of the one that took its place."""
    roll_call = RollCall(adopt_unknown=True)
    door.door._roll_call = roll_call
    roll_call.know(known(ours("door-1", hardware="spare")))
    door.reads(beacon())
    assert door.heard() == []
    door.reads(beacon(), "accueil/v1/paris-1/anybody/sighting")
    assert [one.gateway_id for one in door.heard()] == ["anybody"]


def health(door: Door, **felt: Any) -> None:
    ts = door.clock.now().isoformat()
    door.reads({"ts": ts, **felt}, "accueil/v1/paris-1/door-1/health")


def test_health_is_noted_when_due_and_what_matters_of_it_at_once(
    door: Door, roll_call: RollCall
) -> None:
    roll_call.know(known(ours("door-1")))
    for _ in range(60):
        door.clock.passed_s += 1
        health(door, temperature_c=20.0 + door.clock.passed_s / 10, battery_pct=50.2, lens="clear")
        door.reads(beacon())  # which is heard all the time, and must not push health aside
    noted = [note for note in door.handed_on(NoteDevice) if note.temperature_c is not None]
    assert len(noted) == 2
    door.clock.passed_s += 1
    health(door, battery_pct=50.2, lens="covered")
    assert door.handed_on(NoteDevice)[-1].lens == "covered"


def test_a_spares_clock_is_its_own(door: Door, roll_call: RollCall) -> None:
    roll_call.know(known(ours("door", "door-1")))
    door.reads(beacon())
    roll_call.know(known(ours("door", "spare-7")))
    three_hours_wrong = {**beacon(), "id": "other", "ts": "2026-03-14T06:00:00Z"}
    door.reads(three_hours_wrong, "accueil/v1/paris-1/spare-7/sighting")
    assert [(one.gateway_id, one.at_s) for one in door.heard()] == [("door", 500.0)] * 2
