"""Our gateway: the real bleak, on a BlueZ without a radio, heard through a real broker."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bleak.backends.bluezdbus.manager import _global_instances

from devices.agents.ble.agent import BleAgent
from devices.agents.ble.scanner import Patience
from devices.agents.link import Link, LinkConfig
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.fake_bluez import FakeBlueZ, Heard, SystemBus
from tests.waiting import wait_for

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
IBEACON = bytes.fromhex("0215" + UUID.replace("-", "") + "00070009c5")
EID = bytes.fromhex("30ee0123456789abcdef")
KEY_RING = Heard("C0:FF:EE:00:00:07", -61, {0x4C: IBEACON})
QUICK = Patience(silence_s=60, stop_s=0.5, first_retry_s=0.05, longest_retry_s=0.2)
SOON_DEAF = Patience(silence_s=0.4, stop_s=0.5, first_retry_s=0.05, longest_retry_s=0.2)

RunAgent = Callable[..., BleAgent]

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[SystemBus]:
    bus = SystemBus()
    bus.start()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    yield bus
    bus.clean_up()


@pytest.fixture
def bluez(bus: SystemBus) -> Iterator[FakeBlueZ]:
    """It runs already, with two adapters."""
    bluez = FakeBlueZ(bus.address, ("hci0", "hci1"))
    bluez.start()
    yield bluez
    bluez.close()


@pytest.fixture
def run_agent(config: LinkConfig, tmp_path: Path) -> Iterator[RunAgent]:
    agents: list[BleAgent] = []

    def run(*adapters: str, patience: Patience = QUICK) -> BleAgent:
        agent = BleAgent(Link(config), tmp_path, adapters or ("hci0",), patience)
        agents.append(agent)
        agent.start()
        return agent

    yield run
    for agent in agents:
        agent.stop()


@pytest.fixture(autouse=True)
def _leave_nothing_open() -> Iterator[None]:
    """bleak keeps its connection when its loop ends, and dbus_fast one that was refused."""
    yield
    for loop, manager in tuple(_global_instances.items()):
        if loop.is_closed():
            del _global_instances[loop]
            if manager._bus is not None:
                manager._bus._sock.close()
    gc.collect()


def scanning(bluez: FakeBlueZ, mode: str = "passive", adapter: str = "hci0") -> None:
    wait_for(lambda: bluez.adapters[adapter].mode == mode, f"{adapter} never scanned, {mode}")


def heard(server: BoutiqueServer, *addresses: str) -> list[dict[str, Any]]:
    """Wait until each of these was told of; answers all sightings so far."""
    wanted = {address.lower() for address in addresses}

    def all_of(messages: list[Any]) -> list[dict[str, Any]]:
        return [one for message in messages for one in message["sightings"]]

    messages = server.wait_for(
        "sightings", lambda said: wanted <= {one["address"] for one in all_of(said)}
    )
    return all_of(messages)


def test_what_is_heard_on_the_air_is_told_to_the_boutique(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent()
    scanning(bluez)
    bluez.hear(
        KEY_RING,
        Heard("C0:FF:EE:00:00:08", -70, services={0xFEAA: EID}),
        Heard("48:00:00:00:00:01", -80),
    )
    told = heard(server, "C0:FF:EE:00:00:07", "C0:FF:EE:00:00:08", "48:00:00:00:00:01")
    assert [one.get("beacon") for one in told] == [
        {"type": "ibeacon", "uuid": UUID, "major": 7, "minor": 9},
        {"type": "eddystone_eid", "eid": "0123456789abcdef"},
        None,
    ]
    assert [one["rssi_dbm"] for one in told] == [-61, -70, -80]


def test_many_sightings_share_a_message(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent()
    scanning(bluez)
    crowd = [Heard(f"C0:FF:EE:00:01:{number:02X}", -60, {0x4C: IBEACON}) for number in range(200)]
    bluez.hear(*crowd, *crowd)
    server.wait_for(
        "sightings", lambda said: sum(len(one["sightings"]) for one in said) == 2 * len(crowd)
    )
    assert len(server.said("sightings")) < len(crowd)


def test_each_adapter_is_listened_to(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    agent = run_agent("hci0", "hci1")
    scanning(bluez, adapter="hci0")
    scanning(bluez, adapter="hci1")
    bluez.hear(KEY_RING, adapter="hci0")
    bluez.hear(Heard("C0:FF:EE:00:00:09", -50, {0x4C: IBEACON}), adapter="hci1")
    heard(server, "C0:FF:EE:00:00:07", "C0:FF:EE:00:00:09")
    assert agent.health()["adapters"] == {"hci0": "passive", "hci1": "passive"}


def test_a_bluez_that_allows_no_passive_scanning_is_scanned_actively(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent, caplog: pytest.LogCaptureFixture
) -> None:
    bluez.passive = False
    run_agent()
    scanning(bluez, "active")
    bluez.hear(KEY_RING)
    heard(server, "C0:FF:EE:00:00:07")
    assert "hci0: no passive scanning (passive scanning on Linux requires BlueZ" in caplog.text


def test_a_scanner_that_hears_nothing_any_more_is_replaced(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent, caplog: pytest.LogCaptureFixture
) -> None:
    run_agent(patience=SOON_DEAF)
    scanning(bluez)
    bluez.adapters["hci0"].monitors.clear()  # BlueZ has forgotten us, and says nothing
    scanning(bluez)
    bluez.hear(KEY_RING)
    heard(server, "C0:FF:EE:00:00:07")
    assert caplog.text.count("heard nothing for 0.4 s") == 1


def test_one_that_goes_on_hearing_is_left_alone(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent(patience=SOON_DEAF)
    scanning(bluez)
    before = set(bluez.adapters["hci0"].monitors)
    for number in range(8):
        bluez.hear(Heard(f"C0:FF:EE:00:02:{number:02X}", -60, {0x4C: IBEACON}))
        heard(server, f"C0:FF:EE:00:02:{number:02X}")  # each takes a tenth of a second
    assert set(bluez.adapters["hci0"].monitors) == before


def test_after_bluetoothd_has_restarted_the_gateway_hears_again(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent()
    scanning(bluez)
    for number in range(3):
        bluez.stop()
        bluez.start()
        scanning(bluez)
        bluez.hear(Heard(f"C0:FF:EE:00:03:{number:02X}", -60, {0x4C: IBEACON}))
        heard(server, f"C0:FF:EE:00:03:{number:02X}")


def test_a_bus_that_died_is_left_and_the_next_one_found(
    bus: SystemBus, bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent("hci0", "hci1")
    scanning(bluez)
    bus.kill()
    bus.start()
    bluez.start()
    scanning(bluez, adapter="hci0")
    scanning(bluez, adapter="hci1")
    bluez.hear(KEY_RING)
    heard(server, "C0:FF:EE:00:00:07")


def test_an_agent_ends_in_time_though_its_bus_is_dead(
    bus: SystemBus, bluez: FakeBlueZ, server: BoutiqueServer, config: LinkConfig, tmp_path: Path
) -> None:
    agent = BleAgent(Link(config), tmp_path, ("hci0",), QUICK)
    agent.start()
    scanning(bluez)
    server.wait_for("state")
    bus.kill()
    agent.stop()
    assert not agent._thread.is_alive()
    assert server.wait_for("state", lambda said: said[-1]["state"] == "offline")


def test_without_bluetoothd_it_says_so_once_and_goes_on_trying(
    bus: SystemBus, server: BoutiqueServer, run_agent: RunAgent, caplog: pytest.LogCaptureFixture
) -> None:
    agent = run_agent()
    with caplog.at_level(logging.WARNING):
        wait_for(lambda: "hci0 cannot scan" in caplog.text, "nothing was said")
        bluez = FakeBlueZ(bus.address)
        bluez.start()
        scanning(bluez)
    said = [record for record in caplog.records if "trying on" in record.message]
    assert len(said) == 1
    wait_for(lambda: agent.health()["adapters"] == {"hci0": "passive"}, "it does not scan")
    bluez.close()


def test_elsewhere_than_on_linux_one_sentence_says_why(
    server: BoutiqueServer,
    run_agent: RunAgent,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("devices.agents.ble.scanner.sys.platform", "beos")
    run_agent()
    wait_for(lambda: "it takes Linux and BlueZ" in caplog.text, "nothing was said")
    server.wait_for("state")


def test_a_new_filter_comes_by_command_and_is_kept(
    bluez: FakeBlueZ,
    server: BoutiqueServer,
    run_agent: RunAgent,
    config: LinkConfig,
    tmp_path: Path,
) -> None:
    run_agent()
    scanning(bluez)
    server.wait_for("state")
    near = {"kinds": ["ibeacon"], "min_rssi_dbm": -65}
    server.commands({"id": "1", "do": "configure", "filter": near})
    assert server.wait_for("answer") == [{"id": "1", "ok": True}]
    wait_for(
        lambda: [len(found) for found in bluez.adapters["hci0"].monitors.values()] == [1],
        "BlueZ was not told",
    )
    bluez.hear(
        Heard("C0:FF:EE:00:00:0A", -70, {0x4C: IBEACON}),
        Heard("C0:FF:EE:00:00:08", -40, services={0xFEAA: EID}),
        KEY_RING,
    )
    assert [one["address"] for one in heard(server, "C0:FF:EE:00:00:07")] == ["c0:ff:ee:00:00:07"]
    assert "ibeacon" in (tmp_path / "filter.json").read_text()


def test_a_filter_that_is_wrong_changes_nothing(
    bluez: FakeBlueZ, server: BoutiqueServer, run_agent: RunAgent
) -> None:
    run_agent()
    scanning(bluez)
    server.wait_for("state")
    server.commands({"id": "1", "do": "configure", "filter": {"kinds": ["wifi"]}})
    (answer,) = server.wait_for("answer")
    assert not answer["ok"]
    assert "wifi" in answer["reason"]
    bluez.hear(KEY_RING)
    heard(server, "C0:FF:EE:00:00:07")
