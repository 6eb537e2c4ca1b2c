"""A Mosquitto and a PostgreSQL of the tests' own, on free ports, in folders that vanish."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

HOST = "127.0.0.1"
READY_WITHIN_S = 30.0
GONE_WITHIN_S = 15.0
RELOADS = "Reloading config."  # Mosquitto's word for it

_DRAWN = random.SystemRandom()


class MissingProgramError(RuntimeError):
    """A program that the tests need is not installed."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(
            f"{program} is missing: install the Debian package {package} "
            f"(apt-get install {package})"
        )


class NotReadyError(RuntimeError):
    """A service was started and did not answer; its own words follow."""


def free_port() -> int:
    """Below those that the kernel lends to outgoing connections: one of them would else take it
    in the moment before whoever asked for it listens. Drawn, for several runs go side by side."""
    while True:
        port = _DRAWN.randrange(10_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port


class Service:
    """A process with a folder of its own. It can be stopped, killed and started again."""

    name = ""

    def __init__(self) -> None:
        self.host = HOST
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"accueil-{self.name}-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = self.spawn(log.fileno())
        wait_until(self._answers, lambda: f"{self.name} is not ready:\n{self.log}")

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As a power cut would: nothing is written any more."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """It answers nobody, and its connections stay: each is half open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def clean_up(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def _answers(self) -> bool:
        """Itself, and not another that took its port."""
        if self._process is None or self._process.poll() is not None:
            raise NotReadyError(f"{self.name} ended:\n{self.log}")
        return self.is_ready()

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(GONE_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Mosquitto(Service):
    """`config` is added to the configuration as it stands."""

    name = "mosquitto"

    def __init__(self, config: str = "") -> None:
        program = find_program("mosquitto", "/usr/sbin/mosquitto")
        if program is None:
            raise MissingProgramError("mosquitto", "mosquitto")
        super().__init__()
        self._program = program
        self._user = user_below_root("mosquitto", "nobody")
        _give(self.folder, self._user)
        as_root = "user root\n" if os.geteuid() == 0 and self._user is None else ""
        (self.folder / "mosquitto.conf").write_text(
            f"listener {self.port} {HOST}\nallow_anonymous true\npersistence false\n"
            f"{as_root}{config}\n"
        )

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        command = [self._program, "-c", str(self.folder / "mosquitto.conf")]
        return _spawn(command, self._user, self.folder, log)

    def is_ready(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def reload(self) -> None:
        """It has read its settings anew when this returns: it looks for the signal between two
        rounds, and would hear a client by the old ones until then."""
        before = self.log.count(RELOADS)
        self._signal(signal.SIGHUP)
        wait_until(lambda: self.log.count(RELOADS) > before, lambda: f"no reload:\n{self.log}")


class PostgreSQL(Service):
    """Trusts whoever connects from this machine. A killed one keeps what it has acknowledged if it
    is `durable`. It never waits for the disk: what the kernel has, only a power cut would lose."""

    name = "postgresql"

    def __init__(self, durable: bool = False) -> None:
        self._durable = "on" if durable else "off"
        newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
        self._initdb = find_program("initdb", *(f"{folder}/initdb" for folder in newest))
        self._postgres = find_program("postgres", *(f"{folder}/postgres" for folder in newest))
        if self._initdb is None or self._postgres is None:
            raise MissingProgramError("postgres", "postgresql")
        super().__init__()
        self._user = user_below_root("postgres", "nobody")  # it refuses to run as root
        _give(self.folder, self._user)

    def start(self) -> None:
        if not self._cluster.exists():
            self._create_cluster()
        super().start()

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": self._durable,
            "full_page_writes": self._durable,
            "shared_buffers": "32MB",
            "max_connections": "100",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_wal_size": "64MB",
        }
        command = [str(self._postgres), "-D", str(self._cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return _spawn(command, self._user, self.folder, log)

    def is_ready(self) -> bool:
        try:
            psycopg.connect(self._conninfo(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://accueil@{HOST}:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Answers its URL. As files, a template is copied in a third of the time of its log."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY = FILE_COPY')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def connected(self, database: str = "postgres") -> psycopg.Connection:
        """Each statement is committed by itself; to be closed, as a context manager does."""
        return psycopg.connect(self._conninfo(database), autocommit=True)

    @property
    def _cluster(self) -> Path:
        return self.folder / "cluster"

    def _create_cluster(self) -> None:
        options = ["--auth=trust", "--username=accueil", "--encoding=UTF8", "--locale=C"]
        command = [str(self._initdb), "-D", str(self._cluster), "--no-sync", *options]
        made = subprocess.run(
            command,
            cwd=self.folder,
            env=_environment(self.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **_as(self._user),
        )
        if made.returncode != 0:
            raise NotReadyError(f"initdb failed:\n{made.stdout.decode(errors='replace')}")

    def _conninfo(self, database: str = "postgres") -> str:
        return f"host={HOST} port={self.port} user=accueil dbname={database}"

    def _run(self, statement: str) -> None:
        with self.connected() as connection:
            connection.execute(statement.encode())


def find_program(name: str, *places: str) -> str | None:
    """The last of `places` that is there, or what the search path names."""
    there = [place for place in places if os.access(place, os.X_OK)]
    return there[-1] if there else shutil.which(name)


def user_below_root(*names: str) -> pwd.struct_passwd | None:
    """Whom to run a service as: ourselves (None), or where that is root the first of `names`."""
    if os.geteuid() != 0 or not _others_exist():
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next((known[name] for name in names if name in known), None)


def _others_exist() -> bool:
    """Not in a user namespace of one's own (`unshare -r`): there is nobody to become."""
    mapped = Path("/proc/self/uid_map")
    return not mapped.exists() or int(mapped.read_text().split()[2]) > 1


def wait_until(ready: Callable[[], bool], complaint: Callable[[], str]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not ready():
        if time.monotonic() > deadline:
            raise NotReadyError(complaint())
        time.sleep(0.05)


def _version(folder: Path) -> int:
    return int(folder.parent.name)


def _give(folder: Path, user: pwd.struct_passwd | None) -> None:
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "LC_ALL": "C"}


def _spawn(
    command: list[str], user: pwd.struct_passwd | None, folder: Path, log: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        **_as(user),
    )
