"""The ledger for one command: the boutique's own, with no server needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store_server.commands.boutique import read_settings
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.settings import Settings
    from store_server.storage import Storage
    from store_server.web.ledger_desk import LedgerDesk


@dataclass(frozen=True, slots=True)
class OpenLedger:
    settings: Settings
    storage: Storage
    desk: LedgerDesk


@contextmanager
def open_ledger(till: str | None = None) -> Iterator[OpenLedger]:
    from dataclasses import replace

    from store_server.app import ledger_desk
    from store_server.storage import open_storage

    settings = read_settings()
    if till is not None:
        settings = replace(settings, fiscal=replace(settings.fiscal, till=till))
    storage = open_storage(settings)
    try:
        yield OpenLedger(settings, storage, ledger_desk(storage, settings))
    finally:
        storage.close()


def nothing_there(till: str) -> CommandError:
    return CommandError(f"Till {till} has no records: nothing was sold there yet.")
