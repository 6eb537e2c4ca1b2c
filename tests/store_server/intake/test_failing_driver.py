"""A driver of ours that is wrong costs its own messages, and no other."""

from __future__ import annotations

from collections.abc import Sequence

from devices.decoding import Router
from devices.drivers import Driver, UnreadableError
from devices.readings import Reading
from store_server.bus import Bus
from store_server.clock import SystemClock
from store_server.domain.device_clock import DeviceClocks
from store_server.intake.front_door import FrontDoor
from store_server.intake.quarantine import Quarantine
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition


def broken(_topic: str, payload: bytes) -> Sequence[Reading]:
    raise ZeroDivisionError(payload)


def picky(_topic: str, payload: bytes) -> Sequence[Reading]:
    raise UnreadableError("payload: not to our taste")


def door_of(driver: Driver) -> tuple[FrontDoor, Quarantine]:
    clock, quarantine = SystemClock(), Quarantine()
    door = FrontDoor(
        Router([driver], "paris-1"),
        Bus(),
        clock,
        Recognition(),
        quarantine,
        RecentSightings(clock),
        DeviceClocks(),
    )
    door.moment(clock.monotonic())
    return door, quarantine


def test_a_driver_that_fails_is_counted_and_the_reader_goes_on() -> None:
    door, quarantine = door_of(Driver("broken", ("broken/#",), broken))
    assert door.read("broken/door", b"secret") is None
    (kept,) = quarantine.due(0.0)
    assert (kept.source, kept.reason) == ("broken", "our driver failed: ZeroDivisionError")


def test_what_can_never_be_read_is_told_apart_from_what_our_driver_failed_on() -> None:
    door, _ = door_of(Driver("picky", ("picky/#",), picky))
    refused = door.read("picky/door", b"{}")
    assert refused is not None
    assert isinstance(refused.exception(0), UnreadableError)
