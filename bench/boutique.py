"""A boutique to measure: its broker, its database with 5,000 clients in it, its server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from bench import cast
from store_server.clock import new_id
from store_server.domain.client import Client, Tier
from store_server.domain.consent import Consent, Purpose
from store_server.domain.staff import Associate, Role
from store_server.domain.visit import Source, Visit
from store_server.ports import KnownIdentity, UnitOfWork
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.web import tokens
from store_server.web.auth import DEVICE_COOKIES, SESSION_COOKIE
from tests import services

READY_WITHIN_S = 30.0
CHECKED_EVERY_S = 0.01
BROKER = """\
max_queued_messages 100000
max_queued_bytes 67108864
set_tcp_nodelay true
sys_interval 1
"""


class DurablePostgreSQL(services.PostgreSQL):
    """As the tests' own, but it waits for the disk at each commit, and the server that is measured
    comes by a socket of this machine, as it does in a boutique."""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def url(self, database: str = "postgres") -> str:
        where = f"host={self.folder}&port={self.port}"
        return f"postgresql+psycopg://accueil@/{database}?{where}"

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": services.HOST,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "on",
            "synchronous_commit": "on",
        }
        command = [str(self._postgres), "-D", str(self._cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return services._spawn(command, self._user, self.folder, log)


@dataclass(frozen=True, slots=True)
class Cookies:
    """How two people's phones are known at the doors."""

    associate: str
    manager: str


class Databases:
    """Two databases to start from, filled once: an empty shop and a busy one."""

    def __init__(self, folder: Path, postgresql: DurablePostgreSQL | None) -> None:
        self._folder = folder
        self._postgresql = postgresql
        self._copies = 0
        self.cookies = self._fill("quiet")
        self._crowd(self._copy("quiet", "busy"))

    def copy(self, busy: bool) -> Settings:
        """Settings of a boutique whose database nobody else has touched."""
        self._copies += 1
        return self._copy("busy" if busy else "quiet", f"run{self._copies}")

    def _copy(self, source: str, name: str) -> Settings:
        shutil.copytree(self._folder / source, self._folder / name)
        settings = self._settings(name)
        if self._postgresql is None:
            return settings
        return replace(settings, database_url=self._postgresql.create_database(name, source))

    def _settings(self, name: str) -> Settings:
        return Settings(boutique=cast.BOUTIQUE, data_dir=self._folder / name)

    def _fill(self, name: str) -> Cookies:
        settings = self._settings(name)
        if self._postgresql is not None:
            settings = replace(settings, database_url=self._postgresql.create_database(name))
        storage = open_storage(settings)
        now = datetime.now(UTC)
        with storage.store.begin() as uow:
            _staff_and_places(uow, now)
            for number in range(cast.CLIENTS):
                _client(uow, number, now)
            uow.commit()
        cookies = _sign_in_both(storage, now)
        storage.close()
        return cookies

    def _crowd(self, settings: Settings) -> None:
        storage = open_storage(settings)
        with storage.store.begin() as uow:
            for number in range(cast.PRESENT):
                _visit(uow, number, datetime.now(UTC))
            uow.commit()
        storage.close()


def _staff_and_places(uow: UnitOfWork, now: datetime) -> None:
    ids = [cast.ASSOCIATE_ID, *(new_id() for _ in range(cast.ASSOCIATES - 1))]
    staff = [Associate(id_, f"Associate {number}") for number, id_ in enumerate(ids)]
    for associate in [*staff, Associate(cast.MANAGER_ID, "Manager", Role.MANAGER)]:
        uow.staff.add(associate)
        uow.staff.start_shift(associate.id, now)
    for number in range(cast.GATEWAYS):
        uow.places.save_device(cast.gateway(number), {"zone": cast.zone_of_gateway(number)})


def _client(uow: UnitOfWork, number: int, now: datetime) -> None:
    tier = list(Tier)[number % len(Tier)]
    id_ = cast.client_id(number)
    uow.clients.add(
        Client(
            id_,
            "Client",
            f"Number {number}",
            tier=tier,
            primary_associate_id=cast.ASSOCIATE_ID,
            tastes=("tea", "silk"),
            sizes=(("ring", "52"),),
            created_at=now,
        )
    )
    uow.consents.give(Consent(new_id(), id_, Purpose.PRESENCE, now, "bench", "bench-1"))
    beacon = cast.beacon_of(number)
    uow.identities.add(KnownIdentity(new_id(), id_, "ibeacon", beacon.key, "card"), now)


def _visit(uow: UnitOfWork, number: int, now: datetime) -> None:
    uow.visits.add(
        Visit(
            new_id(),
            cast.client_id(number),
            now,
            Source.BEACON,
            cast.zone_of_gateway(number % cast.ZONES),
            last_known_at=now,
            heard=True,
        )
    )


def _sign_in_both(storage: Storage, now: datetime) -> Cookies:
    """Open a session for each, past the PIN."""
    said = {}
    for kind, associate_id in (("associate", cast.ASSOCIATE_ID), ("manager", cast.MANAGER_ID)):
        device, session = tokens.new_token(), tokens.new_token()
        accounts = storage.accounts
        device_id = accounts.add_paired_device(
            "associate", associate_id, None, tokens.fingerprint(device), "bench", now
        )
        ends_at = now + timedelta(days=1)
        accounts.open_session(
            tokens.fingerprint(session), device_id, associate_id, "csrf", now, ends_at
        )
        said[kind] = f"{DEVICE_COOKIES['associate']}={device}; {SESSION_COOKIE}={session}"
    return Cookies(**said)


class Server:
    """`accueil serve`, as anybody would start it."""

    def __init__(self, settings: Settings, mqtt_port: int, cookies: Cookies) -> None:
        self._settings = settings
        self._mqtt_port = mqtt_port
        self._cookies = cookies
        self.port = services.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = settings.data_dir / "server.log"
        self.ready_after_s = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def rss_mb(self) -> float:
        return float(psutil.Process(self.pid).memory_info().rss) / 1e6

    def start(self) -> None:
        """Returns when it answers that all is well, its connection to the broker included."""
        began = time.monotonic()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).parent / "accueil"), "serve"],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        while not self._well():
            late = time.monotonic() - began > READY_WITHIN_S
            if late or self._process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(CHECKED_EVERY_S)
        self.ready_after_s = time.monotonic() - began

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def readings(self) -> int:
        """How many readings its intake has counted."""
        asked = urllib.request.Request(
            f"{self.url}/api/v1/health/parts", headers={"Cookie": self._cookies.manager}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            parts = {part["name"]: part for part in json.load(answer)["parts"]}
        return int(parts["intake"]["detail"].split()[0])

    def visits(self) -> int:
        """Visits that are committed: read from the database itself, not asked of the server."""
        storage = open_storage(self._settings)
        with storage.store.begin() as uow:
            found = len(uow.visits.open())
        storage.close()
        return found

    def _well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "ACCUEIL" not in name}
        return kept | {
            "ACCUEIL_BOUTIQUE": self._settings.boutique,
            "ACCUEIL_DATA_DIR": str(self._settings.data_dir),
            "ACCUEIL_DATABASE_URL": self._settings.database_url,
            "ACCUEIL_ADOPT_UNKNOWN": "yes",
            "ACCUEIL_HOST": "127.0.0.1",
            "ACCUEIL_PORT": str(self.port),
            "ACCUEIL_MQTT_HOST": "127.0.0.1",
            "ACCUEIL_MQTT_PORT": str(self._mqtt_port),
            # Nobody answers these signals, and passing them down the line is not what is measured.
            "ACCUEIL_SIGNALS_UNANSWERED_S": "3600",
        }
