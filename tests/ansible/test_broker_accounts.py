"""The program that turns the server's word into Mosquitto's passwords and access list."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from store_server.accounts_file import AccountsFile
from store_server.device_authority import DeviceAuthority
from store_server.device_ports import BrokerAccount
from store_server.passwords import hash_password, password_fits
from tests.ansible.programs import ROLES, load

ROLE = ROLES / "broker"
GOOD = {
    "username": "door-1",
    "password_hash": hash_password("s3cret"),
    "publish": ["accueil/v1/p/door-1/#"],
    "subscribe": ["accueil/v1/p/door-1/command"],
}

AUTHORITY = DeviceAuthority(b"k" * 32, "paris-1")
OURS, VOID = AUTHORITY.certificate, AUTHORITY.void(["1f", "2e"])


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load(ROLE / "files" / "accueil-broker-accounts")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    return module


def run(program: ModuleType, accounts: Any) -> int:
    source = program.FOLDER / "accounts.json"
    source.write_text(accounts if isinstance(accounts, str) else json.dumps(accounts))
    status: int = program.main([str(source), str(program.FOLDER / "missing.json")])
    return status


def test_what_the_server_writes_is_what_mosquitto_reads(program: ModuleType) -> None:
    account = BrokerAccount("door-1", hash_password("s3cret"), ("a/door-1/#",), ("a/door-1/c",))
    source = program.FOLDER / "accounts.json"
    AccountsFile(source).keep([account])
    assert program.main([str(source)]) == 0
    passwords = (program.FOLDER / "passwords").read_text()
    assert passwords == f"door-1:{account.password_hash}\n"
    access = (program.FOLDER / "acl").read_text()
    assert access == "user door-1\ntopic write a/door-1/#\ntopic read a/door-1/c\n\n"
    assert (program.FOLDER / "passwords").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change",
    [
        {"username": "door-1\nuser observer"},
        {"username": "door:1"},
        {"username": ""},
        {"password_hash": "plain"},
        {"password_hash": f"{GOOD['password_hash']}\nroot:"},
        {"publish": ["a\ntopic readwrite #"]},
        {"publish": "#"},
        {"subscribe": [7]},
        {"subscribe": [" #"]},
    ],
)
def test_what_could_become_another_line_changes_nothing(
    program: ModuleType, change: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(program, [GOOD]) == 0
    before = (program.FOLDER / "acl").read_text()
    assert run(program, [{**GOOD, **change}]) == 1
    assert (program.FOLDER / "acl").read_text() == before
    assert "keeps the accounts that it has" in capsys.readouterr().err


def test_a_device_that_is_called_as_the_server_does_not_become_it(program: ModuleType) -> None:
    thief = {**GOOD, "publish": ["#"], "subscribe": ["#"]}
    assert run(program, [GOOD, thief]) == 0
    assert "topic write #" not in (program.FOLDER / "acl").read_text()


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]"])
def test_a_file_that_is_no_list_of_accounts_is_refused(program: ModuleType, text: str) -> None:
    assert run(program, text) == 1


def test_a_link_is_not_followed(program: ModuleType) -> None:
    secret = program.FOLDER / "secret"
    secret.write_text("[]")
    link = program.FOLDER / "accounts.json"
    link.symlink_to(secret)
    assert program.main([str(link)]) == 1


def test_the_house_s_passwords_are_hashed_the_same_each_time() -> None:
    hashed = load(ROLE / "filter_plugins" / "mosquitto.py").mosquitto_hash
    assert hashed("s3cret", "server") == hashed("s3cret", "server") != hashed("s3cret", "other")
    assert password_fits("s3cret", hashed("s3cret", "server"))


def test_whoever_comes_by_certificate_has_rights_and_no_password(program: ModuleType) -> None:
    certified = {**GOOD, "username": "device:door-1", "password_hash": ""}
    assert run(program, [certified]) == 0
    assert (program.FOLDER / "passwords").read_text() == ""
    assert "user device:door-1" in (program.FOLDER / "acl").read_text()
    assert run(program, [{**certified, "username": "accueil-server"}]) == 1


def test_the_listener_for_certificates_begins_once_there_is_an_authority(
    program: ModuleType,
) -> None:
    (program.FOLDER / "certificates.conf").touch()
    (program.FOLDER / "listeners").mkdir()
    assert run(program, [GOOD]) == 0
    assert not list((program.FOLDER / "listeners").iterdir())
    for _again in range(2):
        assert run(program, {"accounts": [GOOD], "authority": OURS, "void": VOID}) == 0
    assert (program.FOLDER / "devices-ca.pem").read_text() == OURS
    assert (program.FOLDER / "devices-void.pem").read_text() == VOID
    assert [one.name for one in (program.FOLDER / "listeners").iterdir()] == ["certificates.conf"]
    assert run(program, [GOOD]) == 0  # a release that knows no certificates: they stay
    assert (program.FOLDER / "devices-ca.pem").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"authority": "no PEM"},
        {"authority": f"{OURS}{OURS}"},
        {"authority": OURS.replace("M", "A")},
        {"void": ""},
        {"void": OURS},
        {"authority": VOID},
        {"void": 7},
    ],
)
def test_what_mosquitto_could_not_read_changes_nothing(
    program: ModuleType, change: dict[str, Any]
) -> None:
    word = {"accounts": [GOOD], "authority": OURS, "void": VOID}
    assert run(program, {**word, **change}) == 1
    assert not (program.FOLDER / "devices-ca.pem").exists()
    assert not (program.FOLDER / "passwords").exists()
    assert not list(program.FOLDER.glob(".checked*"))
