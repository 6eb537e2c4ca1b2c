"""Devices are taken in by a code or by a person's word, and each gets keys of its own."""

from __future__ import annotations

import logging

import pytest

from store_server.device_messages import AdoptByCode, AdoptDevice, RenewKeys, SuspendDevice
from store_server.passwords import password_fits
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.repositories.devices import WAITING_AT_MOST
from store_server.web import tokens
from tests.store_server.handlers.device_shop import DeviceShop


def test_an_agent_that_brings_a_code_is_ours_as_the_manager_wished(devices: DeviceShop) -> None:
    adopted = devices.agent(
        "camera", proposed="door-cam", model="Pi 5", name="Door", zone="entrance", at=(0.25, 0.5)
    )
    camera = devices.device(adopted.device_id)
    assert (camera.id, camera.hardware, camera.name) == ("door-cam", "door-cam", "Door")
    assert (camera.zone, camera.x, camera.y) == ("entrance", 0.25, 0.5)
    assert (camera.kind, camera.dialect, camera.model) == ("camera", "canonical", "Pi 5")
    assert camera.takes_commands


def test_its_account_is_told_to_the_broker_and_its_password_kept_nowhere(
    devices: DeviceShop,
) -> None:
    keys = devices.agent(proposed="door-cam").keys
    assert password_fits(keys.password, devices.accounts()["door-cam"])
    assert "accueil/v1/paris-1/door-cam/count" in keys.publish
    assert keys.subscribe == ("accueil/v1/paris-1/door-cam/command",)
    with devices.storage.engine.connect() as connection:
        rows = connection.exec_driver_sql("select * from device_keys").all()
    assert keys.password not in str(rows) + str(devices.journal("DeviceAdopted")) + repr(keys)


def test_a_code_is_good_once_and_for_ten_minutes(devices: DeviceShop) -> None:
    used, late = devices.offer(), devices.offer()
    devices.bus.ask(AdoptByCode(used, "scanner"))
    with pytest.raises(NotFoundError):
        devices.bus.ask(AdoptByCode(used, "scanner"))
    devices.clock.passed_s += 601
    with pytest.raises(NotFoundError):
        devices.bus.ask(AdoptByCode(late, "scanner"))
    with pytest.raises(NotFoundError):
        devices.bus.ask(AdoptByCode(tokens.fingerprint("BCDFGHJK"), "scanner"))
    assert devices.ids() == ["scanner"]


def test_two_agents_of_one_name_are_two_devices(devices: DeviceShop) -> None:
    first, second = devices.agent(proposed="pi"), devices.agent(proposed="pi")
    assert (first.hardware, second.hardware) == ("pi", "pi-2")
    assert devices.accounts().keys() == {"pi", "pi-2"}


def test_who_waits_is_listed_with_what_it_is_until_it_is_adopted(devices: DeviceShop) -> None:
    devices.waits("espresense/office", dialect="espresense")
    devices.waits("espresense/office", dialect="espresense", kind="ble_gateway", firmware="4.0")
    (waiting,) = devices.storage.device_queries.waiting()
    assert (waiting.hardware, waiting.kind, waiting.firmware) == (
        "espresense/office",
        "ble_gateway",
        "4.0",
    )
    assert devices.ids() == []
    devices.bus.ask(AdoptDevice("espresense/office", zone="office", by_id="manager"))
    adopted = devices.device("espresense/office")
    assert (adopted.dialect, adopted.firmware, adopted.zone) == ("espresense", "4.0", "office")
    assert devices.waiting() == []
    assert devices.accounts() == {}  # it was asked for none


def test_that_somebody_waits_is_in_the_log_and_the_journal_once(
    devices: DeviceShop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(3):
        devices.waits("espresense/office")
    assert [one.getMessage() for one in caplog.records] == [
        "espresense/office speaks and waits to be adopted"
    ]
    assert len(devices.journal("DeviceWaits")) == 1


def test_the_list_of_who_waits_is_bounded_and_forgets(devices: DeviceShop) -> None:
    for number in range(WAITING_AT_MOST + 5):
        devices.waits(f"invented-{number}")
    assert len(devices.waiting()) == WAITING_AT_MOST
    devices.clock.passed_s += 25 * 3600
    devices.waits("the-new-one")
    assert devices.waiting() == ["the-new-one"]


def test_a_vendors_device_gets_an_account_for_the_topics_that_it_was_given(
    devices: DeviceShop,
) -> None:
    command = AdoptDevice("theengs/salon", topics=("home/Theengs-salon/#",))
    keys = devices.bus.ask(command).keys
    assert (keys.username, keys.publish) == ("theengs/salon", ("home/Theengs-salon/#",))
    assert password_fits(keys.password, devices.accounts()["theengs/salon"])


@pytest.mark.parametrize("topic", ["#", "accueil/v1/paris-1/door-1/scan"])
def test_nobody_is_given_topics_of_others(devices: DeviceShop, topic: str) -> None:
    with pytest.raises(ConflictError, match="vendor"):
        devices.bus.ask(AdoptDevice("x", topics=(topic,)))
    assert devices.ids() == []


def test_a_device_that_pushes_is_known_by_its_token_alone(devices: DeviceShop) -> None:
    command = AdoptDevice("xovis/door", dialect="xovis", push=True)
    token = devices.bus.ask(command).keys.push_token
    known = devices.storage.device_queries.resolve(tokens.fingerprint(token))
    assert known is not None
    assert (known.device_id, known.dialect, known.suspended) == ("xovis/door", "xovis", False)
    assert devices.storage.device_queries.resolve(tokens.fingerprint("other")) is None
    devices.bus.ask(SuspendDevice("xovis/door"))
    known = devices.storage.device_queries.resolve(tokens.fingerprint(token))
    assert known is not None
    assert known.suspended


def test_new_keys_make_the_old_ones_void(devices: DeviceShop) -> None:
    before = devices.agent(proposed="pi").keys
    after = devices.bus.ask(RenewKeys("pi")).keys
    kept = devices.accounts()["pi"]
    assert password_fits(after.password, kept)
    assert not password_fits(before.password, kept)


def test_what_is_adopted_already_is_not_adopted_again(devices: DeviceShop) -> None:
    devices.bus.ask(AdoptDevice("door-1"))
    with pytest.raises(ConflictError, match="already"):
        devices.bus.ask(AdoptDevice("door-1"))


def test_who_took_it_in_is_written_down(devices: DeviceShop) -> None:
    devices.agent(proposed="pi")
    devices.bus.ask(AdoptDevice("door-1", by_id="operator"))
    assert [line["by"] for line in devices.journal("DeviceAdopted")] == ["manager", "operator"]
    assert ("manager", "device.adopted", "pi") in devices.audit()
    assert ("operator", "device.adopted", "door-1") in devices.audit()
