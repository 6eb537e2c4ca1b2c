"""The file from which a broker beside the server fetches the devices' accounts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store_server.accounts_file import AccountsFile
from store_server.device_ports import BrokerAccount

DOOR = BrokerAccount("door-1", "$7$101$c2FsdA==$aGFzaA==", ("a/v1/p/door-1/#",), ("a/command",))
TILL = BrokerAccount("till-1", "$7$101$c2FsdA==$aGFzaA==", ("a/v1/p/till-1/#",), ("a/command",))


def read(path: Path) -> list[str]:
    return [one["username"] for one in msgspec.json.decode(path.read_bytes())["accounts"]]


def test_exactly_the_accounts_of_the_register_are_in_it(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    accounts = AccountsFile(path)
    accounts.keep([TILL, DOOR])
    assert read(path) == ["door-1", "till-1"]
    accounts.keep([TILL])
    assert read(path) == ["till-1"]
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_the_broker_is_not_woken_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    accounts = AccountsFile(path)
    accounts.keep([TILL, DOOR])
    written = path.stat().st_ino
    accounts.keep([DOOR, TILL])
    assert path.stat().st_ino == written


def test_a_folder_that_cannot_be_written_is_said_and_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    AccountsFile(tmp_path / "nowhere" / "accounts.json").keep([DOOR])
    assert "keeps the accounts that it has" in caplog.text
