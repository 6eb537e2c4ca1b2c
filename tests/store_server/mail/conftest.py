"""A soirée, a mail server on this machine, and the postman between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from events.guest import Guest
from events.letters import LetterKind
from store_server.app import letterhead
from store_server.handlers import letters, passes
from store_server.letter_ports import Letter, Outgoing
from store_server.mail.letterhead import Letterhead
from store_server.mail.postman import Postman
from store_server.mail.transport import SmtpTransport
from store_server.settings import Settings, SmtpSettings
from tests.mail_server import HOST, MailServer
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.open_evening import OpenEvening as Soiree


@dataclass
class PostOffice:
    shop: Shop
    server: MailServer
    soiree: Soiree = field(init=False)
    postmen: list[Postman] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.soiree = Soiree(self.shop)

    @property
    def head(self) -> Letterhead:
        return letterhead(self.shop.settings)

    def postman(self) -> Postman:
        transport = SmtpTransport(self.shop.settings.smtp)
        postman = Postman(
            self.shop.storage.post, transport, self.head, self.shop.bus.ask, self.shop.clock
        )
        self.postmen.append(postman)
        return postman

    def close(self) -> None:
        for postman in self.postmen:
            postman.stop()
        self.shop.storage.close()

    def write(self, kind: LetterKind, guest: Guest, **facts: str) -> str:
        with self.soiree.desk.work() as work:
            letter_id = letters.write(work, kind, guest, self.soiree.event, facts)
        assert letter_id is not None
        return letter_id

    def confirm(self, guest: Guest) -> str:
        """With the pass, as the house does it."""
        with self.soiree.desk.work() as work:
            passes.issue(work, guest, self.soiree.event)
        return self.write(LetterKind.CONFIRMED, guest)

    def letter(self, letter_id: str) -> Letter:
        with self.shop.storage.store.begin() as uow:
            return uow.letters.get(letter_id)

    def outgoing(self) -> Outgoing:
        (only,) = self.shop.storage.post.due(self.shop.clock.now())
        return only


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def office(database_url: str, tmp_path: Path, server: MailServer) -> Iterator[PostOffice]:
    shop = Shop(_settings(database_url, tmp_path, server)).open()
    opened = PostOffice(shop, server)
    yield opened
    opened.close()


@pytest.fixture
def quick_office(sqlite_url: str, tmp_path: Path, server: MailServer) -> Iterator[PostOffice]:
    """On SQLite alone, for what has nothing to do with the database."""
    shop = Shop(_settings(sqlite_url, tmp_path, server)).open()
    opened = PostOffice(shop, server)
    yield opened
    opened.close()


def _settings(database_url: str, folder: Path, server: MailServer) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=database_url,
        public_url="https://boutique.example",
        brand_name="Maison Aurèle",
        smtp=SmtpSettings(
            host=HOST, port=server.port, security="none", sender="events@maison.example"
        ),
    )
