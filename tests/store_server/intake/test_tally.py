"""From a message with counts to one command a round, and back to its acknowledgement."""

from __future__ import annotations

import json
from typing import Any

import pytest

from store_server.device_messages import KeepCounts, NoteDevice
from store_server.device_ports import RegisteredDevice
from store_server.handlers.device_register import Register
from store_server.ports import BusyError
from tests.store_server.intake.test_front_door import Door

CANONICAL = "accueil/v1/paris-1/door-1"


@pytest.fixture
def door() -> Door:
    return Door()


def read(door: Door, place: str, said: Any, **more: Any) -> Any:
    door.door.moment(door.clock.monotonic())
    return door.door.read(f"{CANONICAL}/{place}", json.dumps(said).encode(), **more)


def count(number: int) -> dict[str, Any]:
    return {"id": str(number), "ts": "2026-03-14T09:00:00Z", "line": "door", "in": 1, "out": 0}


def test_the_counts_of_a_round_are_one_command_and_acknowledged_once_it_is_committed(
    door: Door,
) -> None:
    committed = [read(door, "count", count(number)) for number in range(3)]
    assert not any(future.done() for future in committed)
    (command,) = door.handed_on(KeepCounts)
    assert [heard.id for heard in command.counts] == ["0", "1", "2"]
    assert all(future.done() and future.exception() is None for future in committed)
    again = read(door, "count", count(4))
    assert again is not committed[0]
    assert not again.done()


def test_what_could_not_be_committed_is_not_acknowledged(door: Door) -> None:
    def busy(command: Any) -> None:
        raise BusyError("another writer")

    door.bus._handlers[KeepCounts] = busy
    committed = read(door, "count", count(1))
    door.handed_on(KeepCounts)
    assert isinstance(committed.exception(timeout=0), BusyError)


def test_totals_are_heard_as_totals(door: Door) -> None:
    read(door, "count", {"line": "door", "total_in": 812, "total_out": 799})
    ((heard,),) = [command.counts for command in door.handed_on(KeepCounts)]
    assert (heard.cumulative, heard.people_in, heard.received_at) == (True, 812, door.clock.now())


def test_of_a_zones_occupancy_the_last_one_of_a_second_is_enough(door: Door) -> None:
    def people() -> list[int]:
        return [one.people for each in door.handed_on(KeepCounts) for one in each.occupancies]

    for number in range(5):
        assert read(door, "occupancy", {"people": number, "zone": "salon"}) is None
    assert people() == [4]
    for number in range(10, 15):
        door.clock.passed_s += 0.1
        read(door, "occupancy", {"people": number, "zone": "salon"})
        assert people() == [4]
    door.clock.passed_s += 1
    door.door.moment(door.clock.monotonic())
    assert people() == [4, 14]


def test_what_was_seen_last_is_handed_on_when_the_door_closes(door: Door) -> None:
    for number in (1, 2):
        read(door, "occupancy", {"people": number})
        door.door.flush()
    door.door.close()
    assert [c.occupancies[0].people for c in door.handed_on(KeepCounts)] == [1, 2]


def test_what_the_broker_repeats_from_long_ago_is_no_count(door: Door) -> None:
    assert read(door, "count", count(1), retained=True) is None
    assert door.handed_on(KeepCounts) == []


def test_a_spare_counts_for_the_device_whose_place_it_took(door: Door) -> None:
    """And yet it is another counter, with totals of its own."""
    spare = RegisteredDevice("entrance", "door-1", "Entrance", "camera", "canonical", None, False)
    door.door._roll_call.know(Register((spare,), ()))
    read(door, "count", count(1))
    ((heard,),) = [command.counts for command in door.handed_on(KeepCounts)]
    assert (heard.device_id, heard.counter) == ("entrance", "door-1")


def test_who_counts_is_alive(door: Door) -> None:
    read(door, "count", count(1))
    assert [note.device_id for note in door.handed_on(NoteDevice)] == ["door-1"]
