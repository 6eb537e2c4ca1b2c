"""Devices are told to do something; each command is said once and ends one way or the other."""

from __future__ import annotations

import pytest

from store_server.device_messages import (
    AdoptDevice,
    CommandDevice,
    NoteAnswer,
    ReplaceDevice,
    SuspendDevice,
)
from store_server.device_views import CommandView
from store_server.ports import ConflictError, NotFoundError
from tests.store_server.handlers.device_shop import DeviceShop

TOPIC = "accueil/v1/paris-1/pi/command"


@pytest.fixture
def shop(devices: DeviceShop) -> DeviceShop:
    devices.agent(proposed="pi")
    return devices


def told(shop: DeviceShop, command_id: str) -> CommandView:
    return shop.storage.device_queries.command("pi", command_id)


def identify(shop: DeviceShop) -> str:
    command_id: str = shop.bus.ask(CommandDevice("pi", "identify", by_id="manager"))
    return command_id


def answer(shop: DeviceShop, command_id: str, ok: bool = True, device: str = "pi") -> None:
    shop.bus.ask(NoteAnswer(device, command_id, ok, "" if ok else "not now"))


def test_a_command_is_said_on_the_devices_own_topic_and_answered(shop: DeviceShop) -> None:
    parameters = {"line": [0.1, 0.5]}
    command_id = shop.bus.ask(CommandDevice("pi", "configure", parameters))
    assert shop.line.said == [
        (TOPIC, {"id": command_id, "do": "configure", "line": [0.1, 0.5]}),
    ]
    assert told(shop, command_id).state == "sent"
    answer(shop, command_id)
    assert told(shop, command_id).state == "done"


def test_a_refusal_is_kept_with_its_reason(shop: DeviceShop) -> None:
    command_id = identify(shop)
    answer(shop, command_id, ok=False)
    assert (told(shop, command_id).state, told(shop, command_id).reason) == ("failed", "not now")


def test_only_the_first_answer_of_the_one_who_was_asked_counts(shop: DeviceShop) -> None:
    shop.agent(proposed="other")
    command_id = identify(shop)
    answer(shop, command_id, device="other")
    answer(shop, "01990000-0000-7000-8000-000000000000")
    assert told(shop, command_id).state == "sent"
    answer(shop, command_id)
    answer(shop, command_id, ok=False)
    assert told(shop, command_id).state == "done"
    assert len(shop.journal("DeviceAnswered")) == 1


def test_silence_expires_and_a_late_answer_counts_all_the_same(shop: DeviceShop) -> None:
    command_id = identify(shop)
    shop.passes(29)
    assert told(shop, command_id).state == "sent"
    shop.passes(2)
    assert told(shop, command_id).state == "expired"
    assert len(shop.journal("DeviceCommandExpired")) == 1
    answer(shop, command_id)
    assert told(shop, command_id).state == "done"


def test_without_a_broker_a_command_waits_a_little(shop: DeviceShop) -> None:
    shop.line.connected = False
    soon = identify(shop)
    assert (told(shop, soon).state, shop.line.said) == ("waiting", [])
    shop.passes(10)
    shop.line.connected = True
    shop.passes(1)
    assert told(shop, soon).state == "sent"
    shop.line.connected = False
    late = identify(shop)
    shop.passes(40)
    shop.line.connected = True
    shop.passes(1)
    assert told(shop, late).state == "expired"
    assert [said["id"] for _, said in shop.line.said] == [soon]  # nobody blinks an hour later


def test_a_command_is_said_to_the_hardware_that_stands_there_now(shop: DeviceShop) -> None:
    shop.agent(proposed="spare")
    shop.bus.ask(ReplaceDevice("pi", "spare"))
    identify(shop)
    assert [topic for topic, _ in shop.line.said] == ["accueil/v1/paris-1/spare/command"]


def test_what_was_asked_before_a_power_cut_ends_after_it(shop: DeviceShop) -> None:
    command_id = identify(shop)
    shop.killed_and_restarted()
    shop.passes(1)
    answer(shop, command_id)
    assert told(shop, command_id).state == "done"
    assert len(shop.line.said) == 1


def test_what_another_process_asks_is_said_by_this_one(shop: DeviceShop) -> None:
    other = DeviceShop(shop.settings, clock=shop.clock)
    other.line.connected = False  # as the command line has it
    other.open()
    command_id = identify(other)
    other.storage.close()
    shop.passes(1.0)
    shop.passes(1.0)
    assert [said["id"] for _, said in shop.line.said] == [command_id]


def test_who_asked_is_written_down(shop: DeviceShop) -> None:
    identify(shop)
    (line,) = shop.journal("DeviceCommanded")
    assert (line["do"], line["by"], line["device"]) == ("identify", "manager", "pi")
    assert ("manager", "device.identify", "pi") in shop.audit()


def test_whoever_cannot_be_told_is_not(shop: DeviceShop) -> None:
    shop.bus.ask(AdoptDevice("espresense/a", dialect="espresense"))
    with pytest.raises(ConflictError, match="protocol"):
        shop.bus.ask(CommandDevice("espresense/a", "identify"))
    shop.bus.ask(SuspendDevice("pi"))
    with pytest.raises(ConflictError, match="suspended"):
        identify(shop)
    with pytest.raises(NotFoundError):
        shop.bus.ask(CommandDevice("nobody", "identify"))
    assert shop.line.said == []
