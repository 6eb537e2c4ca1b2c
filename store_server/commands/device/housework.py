"""The handlers of devices on the boutique's database: what they change, a server that runs notices
within a second, and what they ask of a device, it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store_server.audit_ports import COMMAND_LINE
from store_server.commands.boutique import Boutique, open_boutique
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.device_ports import DeviceQueries
    from store_server.handlers.adopt_devices import AdoptDevices
    from store_server.handlers.command_devices import CommandDevices
    from store_server.handlers.keep_devices import KeepDevices

BY = COMMAND_LINE


@dataclass(frozen=True, slots=True)
class Housework:
    boutique: Boutique
    adopt: AdoptDevices
    keep: KeepDevices
    command: CommandDevices
    queries: DeviceQueries

    def known(self, device: str) -> str:
        """The device's id. Raises `CommandError` for one that is not ours."""
        if device not in {known.id for known in self.boutique.queries.devices()}:
            raise CommandError(f"No device is called {device!r}: see `accueil device list`.")
        return device


@contextmanager
def housework() -> Iterator[Housework]:
    from store_server.device_ports import NoLine
    from store_server.handlers.adopt_devices import AdoptDevices
    from store_server.handlers.command_devices import CommandDevices
    from store_server.handlers.desk import Desk
    from store_server.handlers.device_register import DeviceRegister
    from store_server.handlers.keep_devices import KeepDevices

    with open_boutique() as boutique:
        name, settings = boutique.settings.boutique, boutique.settings.devices
        desk = Desk(boutique.store, boutique.clock, lambda _event: None)
        register = DeviceRegister(desk, name, boutique.device_queries.revision)
        yield Housework(
            boutique,
            AdoptDevices(desk, register, name),
            KeepDevices(desk, register),
            CommandDevices(desk, NoLine(), name, settings.answered_within_s),
            boutique.device_queries,
        )
