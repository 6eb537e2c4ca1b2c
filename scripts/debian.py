"""The Debian packages that the tests need: which are missing, and how they come."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from steps import Steps
from troubles import TroubleError

SYSTEM_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")


@dataclass(frozen=True)
class Part:
    """Something outside of Python that the tests start or load."""

    package: str
    what_for: str
    present: Callable[[], bool]


def program(*names: str) -> bool:
    path = os.pathsep.join([os.environ.get("PATH", ""), *SYSTEM_FOLDERS])
    return any(shutil.which(name, path=path) for name in names)


def library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgresql() -> bool:
    """Debian keeps the server's programs outside of PATH, one folder a version."""
    return program("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def font(name: str) -> bool:
    return any(Path("/usr/share/fonts").rglob(name))


PARTS = (
    Part("mosquitto", "a real MQTT broker", lambda: program("mosquitto")),
    Part("postgresql", "the boutique's database", postgresql),
    Part("chromium", "browser tests", lambda: program("chromium", "chromium-browser")),
    Part(
        "chromium-headless-shell",
        "most of the browser tests",
        lambda: program("chromium-headless-shell"),
    ),
    Part("dbus-daemon", "a bus for a BlueZ without a radio", lambda: program("dbus-daemon")),
    Part("libzbar0", "reading codes from pictures", lambda: library("libzbar.so.0")),
    Part("poppler-utils", "reading papers back", lambda: program("pdftoppm")),
    Part("fonts-hosny-amiri", "receipts in Arabic", lambda: font("Amiri-Regular.ttf")),
    Part(
        "fonts-droid-fallback",
        "receipts in Chinese and Japanese",
        lambda: font("DroidSansFallbackFull.ttf"),
    ),
)

# The packages' own services stay off: the tests start theirs, and the demo wants port 1883.
INSTALL = """
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > "$policy"
    chmod 755 "$policy"
fi
apt-get update
apt-get install -y --no-install-recommends "$@"
"""


def missing(parts: tuple[Part, ...] | None = None) -> list[Part]:
    """Of these, or of what the tests need."""
    return [part for part in (PARTS if parts is None else parts) if not part.present()]


def prepare(steps: Steps, parts: tuple[Part, ...] | None = None) -> None:
    """Install what is missing, if this user may; else raise `TroubleError` that lists it."""
    wanted = missing(parts)
    if not wanted:
        return
    packages = [part.package for part in wanted]
    if not shutil.which("apt-get"):
        raise TroubleError(_by_hand(wanted, "with this system's own package manager"))
    as_root = _as_root()
    if as_root is None:
        command = f"sudo apt-get install {' '.join(packages)}"
        raise TroubleError(_by_hand(wanted, f"with: {command}"))
    name = f"Debian packages {', '.join(packages)}"
    steps.run(name, [*as_root, "sh", "-c", INSTALL, "install", *packages], Path("/"))
    if wanted := missing(parts):
        raise TroubleError(_by_hand(wanted, "by hand: the packages came without them"))


def _by_hand(parts: list[Part], how: str) -> str:
    named = "; ".join(f"{part.package} ({part.what_for})" for part in parts)
    return f"The tests need what this machine lacks: {named}. Install it {how}."


def _as_root() -> list[str] | None:
    """How to run something as root without asking anybody; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    if sudo := shutil.which("sudo"):
        answer = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
        if answer.returncode == 0:
            return [sudo, "-n"]
    return None
