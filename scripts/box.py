"""A fresh Debian 12 box to try the playbook on: made by mmdebstrap, booted by systemd-nspawn.

It shares this machine's network, so everything in it listens on free ports. What this machine's apt
and pip are set to (mirrors, authorities) is handed to the box and stays in it.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steps import Steps, call
from troubles import TroubleError

SUITE = "bookworm"
FALLBACK = f"deb http://deb.debian.org/debian {SUITE} main"
PACKAGES = ("systemd", "systemd-sysv", "dbus", "openssh-server", "python3", "ca-certificates")
AUTHORITIES = Path("/usr/local/share/ca-certificates")
READY_WITHIN_S = 120.0
ENDS_WITHIN_S = 60.0


class Box:
    """`folder` holds everything of it: the root, the keys, what it printed while booting."""

    def __init__(self, folder: Path, ssh_port: int) -> None:
        self.folder = folder
        self.root = folder / "root"
        self.key = folder / "key"
        self.known_hosts = folder / "known_hosts"
        self.ssh_port = ssh_port
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Raises `TroubleError`."""
        sources = self.folder / "sources.list"
        sources.write_text("\n".join(_sources()) + "\n", encoding="utf-8")
        options = [f"--aptopt={line}" for line in _apt_options()]
        include = f"--include={','.join(PACKAGES)}"
        argv = ["mmdebstrap", "--quiet", "--variant=minbase", include, *options]
        call("mmdebstrap", [*argv, SUITE, self.root, sources], self.folder)
        (self.root / "etc/hostname").write_text("box\n", encoding="ascii")
        self._take_in()
        self._trust()
        self._give_pip_its_settings()

    def _take_in(self) -> None:
        keygen: list[str | Path] = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key]
        call("ssh-keygen", keygen, self.folder)
        keys = self.root / "root/.ssh"
        keys.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(self.key.with_suffix(".pub"), keys / "authorized_keys")
        settings = self.root / "etc/ssh/sshd_config.d/00-test.conf"
        settings.write_text(f"ListenAddress 127.0.0.1:{self.ssh_port}\n", encoding="ascii")
        host = (self.root / "etc/ssh/ssh_host_ed25519_key.pub").read_text(encoding="ascii")
        line = f"[127.0.0.1]:{self.ssh_port} {' '.join(host.split()[:2])}\n"
        self.known_hosts.write_text(line, encoding="ascii")

    def _trust(self) -> None:
        """Whomever this machine trusts besides the public authorities."""
        own = sorted(AUTHORITIES.glob("*.crt"))
        for authority in own:
            shutil.copy(authority, self.root / AUTHORITIES.relative_to("/"))
        if own:
            update: list[str | Path] = ["chroot", self.root, "update-ca-certificates"]
            call("update-ca-certificates", update, self.folder)

    def _give_pip_its_settings(self) -> None:
        lines = [f"{name} = {value}" for name, value in _pip_options().items()]
        text = "\n".join(["[global]", *lines, ""])
        (self.root / "etc/pip.conf").write_text(text, encoding="utf-8")

    def boot(self) -> None:
        """Raises `TroubleError`."""
        binds = [f"--bind-ro={folder}" for folder in _folders_of_pip()]
        argv = ["systemd-nspawn", "--quiet", "-D", str(self.root), "--register=no", "--keep-unit"]
        with (self.folder / "boot.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*argv, "--resolv-conf=copy-host", *binds, "-b"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "boot.log").read_text(errors="replace").splitlines()
                raise TroubleError("The box does not boot.", tuple(said[-15:]))
            time.sleep(0.5)

    def run(self, *command: str) -> str:
        """What a command in the box says, its complaints too; nothing where it is not reached."""
        argv = ["ssh", "-i", str(self.key), "-p", str(self.ssh_port)]
        argv += ["-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "BatchMode=yes"]
        done = subprocess.run(
            [*argv, "root@127.0.0.1", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=30,
        )
        return done.stdout

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.ssh_port), timeout=2) as line:
                return line.recv(4) == b"SSH-"
        except OSError:
            return False

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def fresh(steps: Steps, ssh_port: int) -> Iterator[Box]:
    """A booted box, which is gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="accueil-box-", dir="/var/tmp"))
    box = Box(folder, ssh_port)
    try:
        with steps.step("a Debian 12 root"):
            box.make()
        with steps.step("its boot"):
            box.boot()
        yield box
    finally:
        box.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _sources() -> list[str]:
    """Of this machine's own sources those that are Debian 12's, in the old form; else Debian's."""
    found: list[str] = []
    for file in sorted(Path("/etc/apt").glob("sources.list.d/*.sources")):
        for stanza in file.read_text(encoding="utf-8", errors="replace").split("\n\n"):
            found += _lines_of(stanza)
    for file in [Path("/etc/apt/sources.list"), *Path("/etc/apt").glob("sources.list.d/*.list")]:
        if file.exists():
            found += file.read_text(encoding="utf-8", errors="replace").splitlines()
    ours = rf"deb(\s+\[[^]]*\])?\s+\S+debian\S*\s+{SUITE}(-updates|-security)?\s+.*\bmain\b"
    return [line for line in found if re.match(ours, line)] or [FALLBACK]


def _lines_of(stanza: str) -> Iterator[str]:
    said = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.+)$", stanza, re.MULTILINE))
    if "deb" not in said.get("Types", "").split():
        return
    for address in said.get("URIs", "").split():
        for suite in said.get("Suites", "").split():
            yield f"deb {address} {suite} {said.get('Components', 'main')}"


def _apt_options() -> list[str]:
    """How this machine's apt fetches: through which proxy, with which patience."""
    done = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=False)
    wanted = ("Acquire::http", "Acquire::https", "Acquire::Check-")
    lines = [line.rstrip(";") for line in done.stdout.splitlines() if line.startswith(wanted)]
    return [line for line in lines if not line.endswith('""')]


def _pip_options() -> dict[str, str]:
    """From pip's files and its variables, which win, as pip itself reads them."""
    options: dict[str, str] = {}
    home = Path.home()
    for file in ("/etc/pip.conf", home / ".pip/pip.conf", home / ".config/pip/pip.conf"):
        parser = configparser.RawConfigParser()
        parser.read(file, encoding="utf-8")
        for section in ("global", "install"):
            if parser.has_section(section):
                options |= dict(parser.items(section))
    for name, value in os.environ.items():
        if name.startswith("PIP_") and name not in ("PIP_CERT", "PIP_CONFIG_FILE"):
            options[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    options.pop("cert", None)  # the box trusts whom this machine trusts
    return options | {"cert": "/etc/ssl/certs/ca-certificates.crt"}


def _folders_of_pip() -> list[str]:
    """Folders on this machine that pip's settings point to."""
    words = " ".join(_pip_options().values()).split()
    paths = [Path(word.removeprefix("file://")) for word in words if word[:7] == "file://"]
    paths = [path.parent if path.name == "simple" else path for path in paths]  # files lie beside
    paths += [Path(word) for word in words if word.startswith("/")]
    return sorted({str(path) for path in paths if path.is_dir()})
