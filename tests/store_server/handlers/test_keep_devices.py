"""What becomes of a device that is ours: named, placed, suspended, replaced, forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store_server.device_messages import (
    AdoptDevice,
    AmendDevice,
    CommandDevice,
    ForgetDevice,
    ReplaceDevice,
    ResumeDevice,
    SuspendDevice,
)
from store_server.ports import ConflictError, NotFoundError
from tests.store_server.handlers.device_shop import DeviceShop


def test_to_name_a_device_that_waits_is_to_adopt_it(devices: DeviceShop) -> None:
    devices.waits("door-1", kind="scanner")
    devices.bus.ask(AmendDevice("door-1", name="Door", by_id="manager"))
    device = devices.device("door-1")
    assert (device.name, device.kind, device.dialect) == ("Door", "scanner", "canonical")
    assert devices.waiting() == []


def test_a_device_is_placed_in_a_zone_and_on_the_plan_and_taken_off(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.bus.ask(AmendDevice("pi", zone="salon", at=(0.1, 0.9)))
    placed = devices.device("pi")
    assert (placed.zone, placed.x, placed.y) == ("salon", 0.1, 0.9)
    devices.bus.ask(AmendDevice("pi", name="Pi"))
    assert devices.device("pi").zone == "salon"
    devices.bus.ask(AmendDevice("pi", zone="", at=()))
    placed = devices.device("pi")
    assert (placed.zone, placed.x, placed.y) == (None, None, None)


def test_a_suspended_device_has_no_account_until_it_is_resumed(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    kept = devices.accounts()
    devices.bus.ask(SuspendDevice("pi", by_id="manager"))
    assert devices.accounts() == {}
    assert devices.device("pi").standing == "suspended"
    devices.bus.ask(ResumeDevice("pi", by_id="manager"))
    assert devices.accounts() == kept
    assert devices.device("pi").standing == "adopted"
    assert ("manager", "device.suspended", "pi") in devices.audit()
    assert len(devices.journal("DeviceSuspended", "DeviceResumed")) == 2


def test_a_spare_takes_over_the_name_the_place_and_the_id(devices: DeviceShop) -> None:
    devices.agent(proposed="old", name="Door", zone="entrance", at=(0.5, 0.5), model="A")
    spare = devices.agent(proposed="spare", model="B")
    devices.hears("old", battery_pct=5.0, lens="covered")
    assert len(devices.alarms()) == 2
    devices.bus.ask(ReplaceDevice("old", "spare", by_id="manager"))
    assert devices.ids() == ["old"]
    device = devices.device("old")
    assert (device.name, device.zone, device.x) == ("Door", "entrance", 0.5)
    assert (device.hardware, device.model) == ("spare", "B")
    assert (device.battery_pct, device.lens, device.last_heard_at) == (None, None, None)
    assert device.alarms == ()
    assert devices.accounts().keys() == {spare.hardware}
    (line,) = devices.journal("DeviceReplaced")
    assert (line["device"], line["before"], line["after"]) == ("old", "old", "spare")


def test_an_agent_can_come_as_a_spare_at_once(devices: DeviceShop) -> None:
    devices.agent(proposed="pi", name="Door")
    adopted = devices.agent(proposed="pi", replaces="pi")
    assert (adopted.device_id, adopted.hardware) == ("pi", "pi-2")
    device = devices.device("pi")
    assert (device.name, device.hardware) == ("Door", "pi-2")
    assert devices.accounts().keys() == {"pi-2"}


def test_one_that_waits_takes_the_place_of_one_that_is_broken(devices: DeviceShop) -> None:
    devices.bus.ask(AdoptDevice("espresense/a", dialect="espresense", zone="salon"))
    devices.waits("espresense/b", dialect="espresense", firmware="4")
    devices.bus.ask(ReplaceDevice("espresense/a", "espresense/b"))
    device = devices.device("espresense/a")
    assert (device.hardware, device.firmware, device.zone) == ("espresense/b", "4", "salon")
    assert devices.waiting() == []


def test_the_old_hardware_is_a_stranger_afterwards(devices: DeviceShop) -> None:
    devices.agent(proposed="old")
    devices.agent(proposed="spare")
    devices.bus.ask(ReplaceDevice("old", "spare"))
    devices.waits("old")
    adopted = devices.bus.ask(AdoptDevice("old"))
    assert (adopted.device_id, adopted.hardware) == ("old-2", "old")


def test_a_scanner_does_not_take_a_cameras_place(devices: DeviceShop) -> None:
    devices.agent("camera", proposed="cam")
    devices.agent("scanner", proposed="scan")
    with pytest.raises(ConflictError, match="scanner"):
        devices.bus.ask(ReplaceDevice("cam", "scan"))
    assert sorted(devices.ids()) == ["cam", "scan"]


def test_nobody_takes_their_own_place_and_no_stranger_anybodys(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    with pytest.raises(ConflictError):
        devices.bus.ask(ReplaceDevice("pi", "pi"))
    with pytest.raises(NotFoundError):
        devices.bus.ask(ReplaceDevice("pi", "nobody"))


def test_a_forgotten_device_leaves_nothing_and_waits_when_it_comes_back(
    devices: DeviceShop,
) -> None:
    devices.agent(proposed="pi")
    devices.hears("pi", battery_pct=5.0)
    devices.bus.ask(CommandDevice("pi", "identify"))
    devices.bus.ask(ForgetDevice("pi"))
    devices.hears("pi")  # what was on its way
    assert (devices.ids(), devices.accounts(), devices.alarms()) == ([], {}, [])
    with pytest.raises(NotFoundError):
        devices.bus.ask(ForgetDevice("pi"))


def test_whoever_speaks_is_ours_where_the_house_says_so(devices: DeviceShop) -> None:
    devices.storage.close()
    devices.settings = replace(devices.settings, adopt_unknown=True)
    devices.open()
    devices.hears("new-1", kind="scanner", zone="salon")
    assert devices.device("new-1").zone == "salon"
    assert [one.id for one in devices.registers[-1].devices] == ["new-1"]


def test_what_another_process_changes_is_seen_within_a_second(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.passes(1.0)
    read = len(devices.registers)
    devices.passes(5.0)
    assert len(devices.registers) == read  # nothing has changed
    with devices.storage.store.begin() as uow:
        uow.devices.suspend("pi", devices.clock.now())
        uow.devices.mark_changed()
        uow.commit()
    devices.passes(1.0)
    assert devices.accounts() == {}
