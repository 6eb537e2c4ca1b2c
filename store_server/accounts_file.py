"""The devices' accounts for a broker beside the server: one file, from which its side fetches them.

The server may not write a system service's files. It leaves word in a folder of its own, and a
small unit with no other right turns that into Mosquitto's passwords and access list.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from store_server.device_ports import BrokerAccount

_LOGGER = logging.getLogger(__name__)

MODE = 0o640  # the broker's group reads it


class _Written(msgspec.Struct, frozen=True):
    username: str
    password_hash: str
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


class _Word(msgspec.Struct, frozen=True, omit_defaults=True):
    accounts: list[_Written]
    authority: str = ""  # whose certificates let in: PEM
    void: str = ""  # the list of those that do not: PEM


class AccountsFile:
    """Satisfies `device_ports.BrokerAccounts`. Readers find a whole file, old or new."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()

    def keep(self, accounts: Sequence[BrokerAccount], authority: str = "", void: str = "") -> None:
        """Nothing is written where nothing changed: the broker need not be woken."""
        word = _Word(_written(accounts), authority, void)
        said = msgspec.json.format(msgspec.json.encode(word), indent=1) + b"\n"
        with self._writing:
            try:
                if self._path.exists() and self._path.read_bytes() == said:
                    return
                self._replace(said)
            except OSError as error:
                _LOGGER.error(
                    "%s cannot be written (%s): the broker keeps the accounts that it has",
                    self._path,
                    error.strerror,
                )

    def _replace(self, said: bytes) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(fresh, flags, MODE), "wb") as file:
            os.fchmod(file.fileno(), MODE)
            file.write(said)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _written(accounts: Sequence[BrokerAccount]) -> list[_Written]:
    return [
        _Written(one.username, one.password_hash, one.publish, one.subscribe)
        for one in sorted(accounts, key=lambda account: account.username)
    ]
