"""The boutique's database for one command: opened, used and closed, with no server needed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.account_ports import Accounts
    from store_server.audit_ports import AuditLine, AuditQueries
    from store_server.device_ports import DeviceQueries
    from store_server.domain.staff import Associate
    from store_server.ports import Clock, Queries, Store
    from store_server.settings import Settings
    from store_server.views import AssociateView
    from store_server.web.auth import Pairings

CONFIG = "ACCUEIL_CONFIG"  # the settings file, where `--config` does not name one
# Read by commands; no settings of the server.
OURS_ALONE = ("ACCUEIL_TRACE", "ACCUEIL_AGENT_", CONFIG)


def environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS_ALONE)}


def config_path() -> Path | None:
    """The settings file that was named, if any."""
    context = click.get_current_context(silent=True)
    named = context.find_root().params.get("config") if context else None
    path = named or os.environ.get(CONFIG)
    return Path(path) if path else None


def said() -> Mapping[str, str]:
    """The settings file and the environment together, as the environment would say it.

    Raises `SettingError` with the line of the first mistake in the file.
    """
    path = config_path()
    if path is None:
        return environment()
    from store_server.settings import SettingError
    from store_server.settings_file import read_file

    file = read_file(path)
    if file.mistakes:
        more = len(file.mistakes) - 1
        rest = f" ({more} more: accueil config check {path})" if more else ""
        raise SettingError(f"{file.mistakes[0].at(path)}{rest}")
    return file.with_environment(environment())


def read_settings() -> Settings:
    """Raises `SettingError`."""
    from store_server.settings import Settings

    return Settings.read(said())


@dataclass(frozen=True, slots=True)
class Boutique:
    settings: Settings
    store: Store
    queries: Queries
    device_queries: DeviceQueries
    accounts: Accounts
    clock: Clock
    pairings: Pairings
    audit: AuditQueries

    def person(self, who: str) -> AssociateView:
        """By id, its beginning, or name. Raises `CommandError` where that is nobody or several."""
        wanted = " ".join(who.split()).casefold()
        people = self.queries.associates()
        found = [
            person for person in people if wanted in (person.id, person.display_name.casefold())
        ]
        found = found or [person for person in people if wanted and person.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(
                f"Nobody here is called {who!r}: `accueil user list` shows everyone."
            )
        raise CommandError(f"{who!r} may be {len(found)} people: name the one you mean by its id.")

    def deed(self, what: str, whom: str) -> AuditLine:
        """A line for the audit, to be written with the change that it tells of."""
        from store_server.audit_ports import COMMAND_LINE, AuditLine

        return AuditLine(COMMAND_LINE, what, whom, self.clock.now())

    def add_associate(self, associate: Associate) -> None:
        line = self.deed("associate.added", associate.id)
        with self.store.begin() as uow:
            uow.staff.add(associate)
            uow.journal.write("AssociateAdded", {"associate": associate.id}, line.at)
            uow.audit.note(line.who, line.what, line.whom, line.at)
            uow.commit()

    def let_in(self, associate_id: str, let_in: bool) -> None:
        """Raises `NotFoundError`."""
        line = self.deed("associate.let-in" if let_in else "associate.shut-out", associate_id)
        now = line.at
        with self.store.begin() as uow:
            uow.staff.get(associate_id)
            uow.staff.amend(associate_id, {"active": let_in})
            if not let_in:
                uow.staff.end_shift(associate_id, now)
            fields = {"associate": associate_id, "fields": ["active"]}
            uow.journal.write("AssociateAmended", fields, now)
            uow.audit.note(line.who, line.what, line.whom, line.at)
            uow.commit()
        if not let_in:
            self.accounts.end_sessions_of(associate_id, now)


@contextmanager
def open_boutique(settings: Settings | None = None, *, begins: bool = True) -> Iterator[Boutique]:
    """Brings the database up to date first, as the server does when it starts.

    `begins`: where there is no boutique yet one is begun; otherwise that is a `CommandError`, so
    that a look leaves nothing behind in a folder that a backup is to be restored to.
    """
    from store_server.clock import SystemClock
    from store_server.storage import open_storage
    from store_server.web.auth import Pairings

    settings = settings or read_settings()
    if not begins and not settings.database_url and not _has_begun(settings.data_dir):
        raise CommandError(
            f"There is no boutique in {settings.data_dir} yet: `accueil user add NAME` or "
            "`accueil serve` begins one."
        )
    clock = SystemClock()
    storage = open_storage(settings)
    try:
        pairings = Pairings(settings, storage.accounts, clock)
        yield Boutique(
            settings,
            storage.store,
            storage.queries,
            storage.device_queries,
            storage.accounts,
            clock,
            pairings,
            storage.audit_queries,
        )
    finally:
        storage.close()


def _has_begun(folder: Path) -> bool:
    return (folder / "accueil.db").exists()
