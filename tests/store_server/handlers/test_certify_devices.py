"""Agents' certificates: signed at adoption, renewed on the device's own line, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices.agents.certificate import Papers
from store_server.device_messages import (
    AdoptByCode,
    ForgetDevice,
    RenewCertificate,
    RenewKeys,
    ReplaceDevice,
    ResumeDevice,
    SuspendDevice,
)
from store_server.handlers.certify_devices import AT_MOST, HEARD_EVERY_S
from store_server.ports import ConflictError
from tests.store_server.handlers.device_shop import DeviceShop

COMMAND = "accueil/v1/paris-1/till-1/command"


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(tmp_path / "agent")


def answers(devices: DeviceShop) -> list[dict[str, Any]]:
    return [said for topic, said in devices.line.said if topic == COMMAND]


def renew(devices: DeviceShop, papers: Papers) -> dict[str, Any]:
    """The answer; time has passed since the last."""
    devices.passes(HEARD_EVERY_S)
    before = len(answers(devices))
    devices.bus.ask(RenewCertificate("till-1", "asked", papers.ask()))
    said = answers(devices)
    assert len(said) == before + 1
    assert said[-1]["id"] == "asked"
    return said[-1]


def void(devices: DeviceShop) -> int:
    return len(devices.registers[-1].void)


def test_an_agent_that_shows_a_key_has_a_certificate_and_no_password(
    devices: DeviceShop, papers: Papers
) -> None:
    keys = devices.agent("scanner", proposed="till-1", request=papers.ask()).keys
    assert keys.password == ""
    assert devices.accounts() == {"device:till-1": ""}
    papers.take(keys.certificate)
    assert "BEGIN CERTIFICATE" in renew(devices, papers)["certificate"]
    assert devices.journal("DeviceCertified") == [{"device": "till-1"}]


def test_a_request_that_is_not_signed_leaves_the_code_unused(
    devices: DeviceShop, papers: Papers
) -> None:
    code = devices.offer()
    with pytest.raises(ConflictError, match="no certificate request"):
        devices.bus.ask(AdoptByCode(code, "scanner", request="nonsense"))
    assert devices.ids() == []
    devices.bus.ask(AdoptByCode(code, "scanner", request=papers.ask()))
    assert devices.ids() == ["scanner"]


def test_who_asks_again_and_again_has_a_few_certificates_and_no_more(
    devices: DeviceShop, papers: Papers
) -> None:
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    said = [renew(devices, papers) for _ in range(6)]
    assert sum("certificate" in one for one in said) == AT_MOST - 1
    assert said[-1]["refused"] == "it has too many certificates that hold"
    devices.bus.ask(RenewCertificate("till-1", "at once", papers.ask()))
    assert answers(devices)[-1]["id"] == "asked"


def test_a_device_that_is_suspended_or_has_a_password_or_is_nobody_is_signed_nothing(
    devices: DeviceShop, papers: Papers
) -> None:
    devices.agent("scanner", proposed="till-1")
    assert renew(devices, papers)["refused"] == "this device does not come in by certificate"
    devices.agent("scanner", proposed="till-2", request=papers.ask())
    devices.bus.ask(SuspendDevice("till-2"))
    devices.bus.ask(RenewCertificate("till-2", "x", papers.ask()))
    devices.bus.ask(RenewCertificate("till-3", "x", papers.ask()))
    with devices.storage.store.begin() as uow:
        assert len(uow.devices.unended_certificates()) == 1


def test_those_of_a_suspended_device_are_void_until_it_is_resumed(
    devices: DeviceShop, papers: Papers
) -> None:
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    renew(devices, papers)
    devices.bus.ask(SuspendDevice("till-1"))
    assert void(devices) == 2
    devices.bus.ask(ResumeDevice("till-1"))
    assert void(devices) == 0


@pytest.mark.parametrize("way", ["forgotten", "other keys", "replaced"])
def test_what_was_taken_back_stays_void_whoever_is_called_so_later(
    devices: DeviceShop, papers: Papers, way: str
) -> None:
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    if way == "forgotten":
        devices.bus.ask(ForgetDevice("till-1"))
    elif way == "other keys":
        assert devices.bus.ask(RenewKeys("till-1")).keys.password
    else:
        devices.agent("scanner", replaces="till-1", proposed="spare", request=papers.ask())
    assert void(devices) == 1
    if way == "forgotten":
        devices.agent("scanner", proposed="till-1", request=papers.ask())
        assert list(devices.accounts()) == ["device:till-1"]
    assert void(devices) == 1


def test_a_spare_that_takes_over_keeps_its_own_certificate(
    devices: DeviceShop, papers: Papers
) -> None:
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    devices.agent("scanner", proposed="spare", request=papers.ask())
    devices.bus.ask(ReplaceDevice("till-1", "spare"))
    with devices.storage.store.begin() as uow:
        held = {one.name: one.void for one in uow.devices.unended_certificates()}
    assert held == {"till-1": True, "spare": False}
    assert void(devices) == 1


def test_what_has_ended_is_forgotten_when_the_list_changes_anyway(
    devices: DeviceShop, papers: Papers
) -> None:
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    devices.bus.ask(ForgetDevice("till-1"))
    devices.passes(91 * 86_400.0)
    devices.agent("scanner", proposed="till-1", request=papers.ask())
    devices.bus.ask(RenewKeys("till-1"))
    assert void(devices) == 1
