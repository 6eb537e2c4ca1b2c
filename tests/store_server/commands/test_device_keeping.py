"""Devices' lives from the command line, with no server running."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from store_server.cli import accueil, run
from store_server.commands.boutique import open_boutique
from store_server.device_ports import WaitingDevice
from store_server.passwords import password_fits


@pytest.fixture(autouse=True)
def _fresh_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


Fails = Callable[..., str]


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Fails:
    """Calls a command that does not work, and answers what it says."""

    def call_in_vain(*words: str) -> str:
        assert run(list(words)) == 1
        return capsys.readouterr().err

    return call_in_vain


def begun() -> None:
    with open_boutique():
        pass


def call(*words: str) -> str:
    done = CliRunner().invoke(accueil, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def listed(*words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in call("device", *words, "--json").splitlines()]


def somebody_speaks(hardware: str) -> None:
    now = datetime.now(UTC)
    with open_boutique() as boutique, boutique.store.begin() as uow:
        uow.devices.note_waiting(
            WaitingDevice(hardware, "espresense", "ble_gateway", None, "4.0", now, now)
        )
        uow.commit()


def test_whoever_waits_is_listed_and_adopted() -> None:
    begun()
    assert call("device", "waiting") == "Nobody waits.\n"
    somebody_speaks("espresense/office")
    assert "espresense/office" in call("device", "waiting")
    (waiting,) = listed("waiting")
    assert (waiting["hardware"], waiting["firmware"]) == ("espresense/office", "4.0")
    said = call("device", "adopt", "espresense/office", "--zone", "office", "--name", "Office")
    assert said == "espresense/office is ours now.\n"
    (device,) = listed("list")
    assert (device["zone"], device["name"], device["dialect"]) == ("office", "Office", "espresense")
    assert listed("waiting") == []


def test_a_device_that_never_spoke_is_taken_in_and_said_to_be_silent() -> None:
    begun()
    assert call("device", "adopt", "nosuch") == (
        "nosuch is ours now.\nIt has never been heard: nothing has spoken as nosuch yet.\n"
    )
    somebody_speaks("espresense/office")
    said = call("device", "adopt", "espresense/ofice")
    assert "Did you mean espresense/office? Then `accueil device forget espresense/ofice`" in said
    assert [one["hardware"] for one in listed("waiting")] == ["espresense/office"]


def test_what_is_typed_elsewhere_stays_in_one_piece_down_a_pipe() -> None:
    begun()
    hardware = "openmqttgateway/OMG_atelier-of-the-second-floor/" + "far-end/" * 12
    somebody_speaks(hardware)
    assert hardware in call("device", "waiting")
    call(
        "device", "adopt", hardware, "--name", "The gateway beside the mirrors", "--zone", "z" * 30
    )
    assert hardware in call("device", "list")


def test_an_account_and_an_address_are_shown_once() -> None:
    said = call("device", "adopt", "door-9", "--dialect", "canonical")
    found = re.search(r"MQTT user door-9, password (\S+)", said)
    assert found
    with open_boutique() as boutique, boutique.store.begin() as uow:
        keys = uow.devices.keys_of("door-9")
    assert keys is not None
    assert password_fits(found[1], keys.password_hash or "")
    pushing = call("device", "adopt", "xovis/door", "--dialect", "xovis", "--push")
    assert re.search(r"http://127\.0\.0\.1:8080/devices/push/\S{40,}\n", pushing)


def test_new_keys_take_the_place_of_those_that_were_seen(fails: Fails) -> None:
    before = call("device", "adopt", "minew/entrance", "--dialect", "minew", "--push")
    after = call("device", "keys", "minew/entrance")
    old, new = (re.findall(r"/devices/push/(\S+)", said)[0] for said in (before, after))
    assert old != new
    assert "kept nowhere" in after
    call("device", "adopt", "espresense/office")
    assert "has no keys" in fails("device", "keys", "espresense/office")
    assert "No device is called" in fails("device", "keys", "nobody")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("till", "--dialect", "klingon"), "--dialect: this is none of april"),
        (("till", "--dialect", "theengs", "--push"), "--dialect: say a dialect that can be pushed"),
        (("till", "--push"), "--dialect: say a dialect that can be pushed"),
        (("till/+",), "without + or #"),
        (("till", "--kind", "lamp"), "--kind"),
    ],
)
def test_a_device_that_could_never_be_heard_is_not_taken_in(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    begun()
    assert run(["device", "adopt", *words]) == 2
    assert said in capsys.readouterr().err
    assert listed("list") == []


def test_a_code_for_an_agent_comes_with_the_address_to_take_it_to() -> None:
    said = call("device", "pair", "--name", "Door camera", "--zone", "entrance")
    assert re.search(r"Code [A-Z]{4}-[A-Z]{4}, until \d\d:\d\d:\d\d\.", said)
    assert re.search(r"--pair http://127\.0\.0\.1:8080/#[A-Z]{4}-[A-Z]{4}\n", said)


def test_a_device_is_placed_suspended_resumed_replaced_and_forgotten(fails: Fails) -> None:
    call("device", "adopt", "door-1", "--name", "Door")
    call("device", "place", "door-1", "entrance", "--at", "0.25", "0.75")
    call("device", "suspend", "door-1")
    (device,) = listed("list")
    assert (device["zone"], device["x"], device["standing"]) == ("entrance", 0.25, "suspended")
    assert "suspended" in call("device", "list")
    call("device", "resume", "door-1")
    somebody_speaks("espresense/spare")
    call("device", "replace", "door-1", "espresense/spare")
    (device,) = listed("list")
    assert (device["id"], device["name"], device["hardware"], device["standing"]) == (
        "door-1",
        "Door",
        "espresense/spare",
        "adopted",
    )
    call("device", "forget", "door-1")
    assert listed("list") == []
    assert "door-1" in fails("device", "suspend", "door-1")


def test_without_a_server_nobody_blinks(fails: Fails) -> None:
    call("device", "adopt", "door-1", "--dialect", "canonical")
    assert "does it run" in fails("device", "identify", "door-1", "--wait", "0")


def test_who_did_it_is_written_down() -> None:
    call("device", "adopt", "door-1")
    with open_boutique() as boutique, boutique.store.begin() as uow:
        (entry,) = uow.journal.after(0)
    assert (entry.kind, entry.payload["by"]) == ("DeviceAdopted", "command line")
