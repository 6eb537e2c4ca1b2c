"""`accueil agent` as a whole process, and what it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.agents.pairing import Account, Broker, keep_account
from store_server.cli import run
from store_server.commands.agent.options import set_up
from store_server.commands.boutique import read_settings
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.fake_bluez import FakeBlueZ, Heard, SystemBus
from tests.services import Mosquitto
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[3]
UNSAID = ("boutique", "device", "zone", "host", "port", "username", "password", "tls", "ca")
GIVEN = {**dict.fromkeys(UNSAID), "outbox_messages": 1_000, "outbox_mb": 1}
ACCOUNT = Account("door-1", "lyon-1", Broker("broker.lan", 8883, "door-1", "s3cret"))
IBEACON = bytes.fromhex("02156f1d4e0a5b7c4a529c3eacc0e110000100070009c5")


@pytest.fixture
def bluez(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBlueZ]:
    bus = SystemBus()
    bus.start()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    bluez = FakeBlueZ(bus.address, ("hci1",))
    bluez.start()
    yield bluez
    bluez.close()
    bus.clean_up()


def test_the_gateway_runs_until_ctrl_c_and_says_goodbye(
    mosquitto: Mosquitto, bluez: FakeBlueZ, tmp_path: Path
) -> None:
    server = BoutiqueServer(mosquitto.host, mosquitto.port, "agents-2", "salon-1")
    options = f"--boutique agents-2 --device salon-1 --zone salon --port {mosquitto.port}"
    command = [sys.executable, "-m", "store_server.cli", "agent", "ble", *options.split()]
    with subprocess.Popen(
        [*command, "--adapter", "hci1", "--folder", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "ACCUEIL_TRACE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for(lambda: bluez.adapters["hci1"].mode, "it does not scan")
        bluez.hear(Heard("C0:FF:EE:00:00:07", -61, {0x4C: IBEACON}), adapter="hci1")
        server.wait_for("sightings")
        assert server.retained("about")["kind"] == "ble_gateway"
        assert server.retained("about")["zone"] == "salon"
        server.commands({"id": "c1", "do": "identify"})
        (answer,) = server.wait_for("answer")
        assert answer["ok"] or "no lamp" in answer["reason"]
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "salon-1 of agents-2 speaks to" in said
    assert "Traceback" not in complained
    assert server.retained("state")["state"] == "offline"
    server.close()


def test_what_was_paired_is_used_and_options_win(tmp_path: Path) -> None:
    keep_account(tmp_path, ACCOUNT)
    config = set_up("ble_gateway", None, tmp_path, **GIVEN).config
    assert (config.device, config.boutique, config.host) == ("door-1", "lyon-1", "broker.lan")
    assert (config.port, config.username, config.password) == (8883, "door-1", "s3cret")
    assert not config.tls


def test_options_win_over_what_was_paired(tmp_path: Path) -> None:
    keep_account(tmp_path, ACCOUNT)
    given = {**GIVEN, "device": "door-2", "host": "10.0.0.1", "tls": True}
    config = set_up("ble_gateway", None, tmp_path, **given).config
    assert (config.device, config.host, config.tls) == ("door-2", "10.0.0.1", True)
    assert config.outbox_bytes == 1024 * 1024


def test_an_agent_without_a_name_is_told_how_to_get_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agent", "ble", "--folder", str(tmp_path)]) == 1
    assert "--pair" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--device", "--boutique"])
def test_a_name_that_nobody_would_hear_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    words = ["agent", "ble", "--folder", str(tmp_path), "--device", "door-1", option, "door/1"]
    assert run(words) == 1
    assert f"{option}: 'door/1'" in capsys.readouterr().err


def test_a_folder_in_use_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_account(tmp_path, ACCOUNT)
    held = set_up("ble_gateway", None, tmp_path, **GIVEN)
    assert run(["agent", "ble", "--folder", str(tmp_path)]) == 1
    assert "does the same agent run twice?" in capsys.readouterr().err
    assert held.config.device == "door-1"


def test_an_agents_variables_are_no_settings_of_the_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ACCUEIL_AGENT_DEVICE", "door-1")
    assert read_settings().boutique


@pytest.mark.parametrize(("said", "spoken"), [({}, True), ({"tls": False}, False)])
def test_the_broker_that_it_was_paired_with_says_whether_tls_is_spoken(
    tmp_path: Path, said: dict[str, bool], spoken: bool
) -> None:
    broker = Broker("broker.lan", 8883, "door-1", "s3cret", tls=True)
    keep_account(tmp_path, Account("door-1", "lyon-1", broker))
    assert set_up("scanner", None, tmp_path, **{**GIVEN, **said}).config.tls is spoken
