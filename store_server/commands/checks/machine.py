"""The machine: Python, libraries, disk, clock."""

from __future__ import annotations

import os
import shutil
import sqlite3
import ssl
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from store_server.commands.checks.finding import Finding, Site

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
LEAST_DISK_MB = 200
LITTLE_DISK_MB = 2000
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # no clock that is right shows an earlier day
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
FEWEST_FILES = 1024
MB = 1_000_000


def python(_site: Site) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", "ok", version)
    return Finding(
        "Python", "fail", version, "Accueil is written for 3.11 and newer.", "Install a newer one."
    )


def own_environment(_site: Site) -> Finding:
    name = "environment"
    if sys.prefix != sys.base_prefix:
        return Finding(name, "ok", sys.prefix)
    return Finding(
        name,
        "warn",
        "the system's own Python",
        "Our packages have general names, and others may claim the same.",
        "Install Accueil into an environment of its own: make demo does.",
    )


def sqlite(_site: Site) -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return Finding("SQLite", "ok", version)
    return Finding(
        "SQLite",
        "fail",
        version,
        "The tables need 3.35 or newer.",
        "Use a newer Python, or PostgreSQL with ACCUEIL_DATABASE_URL.",
    )


def tls(_site: Site) -> Finding:
    return Finding("TLS library", "ok", ssl.OPENSSL_VERSION)


def zbar(_site: Site) -> Finding:
    name = "libzbar"
    try:
        import pyzbar.pyzbar  # noqa: F401 - loads the library
    except ImportError:
        return Finding(
            name,
            "warn",
            "not there",
            "pyzbar cannot read codes from pictures without it.",
            "apt install libzbar0 (on a Mac: brew install zbar).",
        )
    return Finding(name, "ok", "there")


def disk(site: Site) -> Finding:
    folder = nearest(site.settings.data_dir)
    free_mb = shutil.disk_usage(folder).free // MB
    what = f"{free_mb} MB free"
    if free_mb >= LITTLE_DISK_MB:
        return Finding("disk", "ok", what)
    return Finding(
        "disk",
        "fail" if free_mb < LEAST_DISK_MB else "warn",
        what,
        "On a full disk nothing new is written; what is there can still be read.",
        f"Free some space where {folder} is.",
    )


def data_folder(site: Site) -> Finding:
    folder = site.settings.data_dir
    name = "data folder"
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return _closed_to_others(name, folder.resolve())
    if not folder.exists() and os.access(nearest(folder), os.W_OK | os.X_OK):
        return Finding(name, "ok", f"{folder.resolve()} is made at the first start")
    return Finding(
        name,
        "fail",
        f"{folder.resolve()} may not be written",
        "Keys and the SQLite database are kept there.",
        "Give it to the server's user, or set ACCUEIL_DATA_DIR.",
    )


def _closed_to_others(name: str, folder: Path) -> Finding:
    if not folder.stat().st_mode & 0o007:
        return Finding(name, "ok", str(folder))
    return Finding(
        name,
        "warn",
        f"{folder} can be looked into by every user of this machine",
        "It holds the boutique's keys and, with SQLite, all of its clients.",
        f"chmod o-rwx {folder}",
    )


def clock(_site: Site) -> Finding:
    now = datetime.now(UTC)
    what = f"{now:%Y-%m-%d %H:%M} UTC"
    if WRITTEN < now < LATEST:
        return Finding("clock", "ok", what)
    return Finding(
        "clock",
        "fail",
        what,
        "Visits and consents would carry wrong dates.",
        "Switch time synchronisation on: timedatectl set-ntp true.",
    )


def steady_clock(_site: Site) -> Finding:
    resolution_s = time.get_clock_info("monotonic").resolution
    return Finding("steady clock", "ok", f"counts in steps of {resolution_s:g} s")


def open_files(site: Site) -> Finding:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    name, wanted = "open files", max(FEWEST_FILES, 2 * site.settings.sockets_at_most)
    if soft in (resource.RLIM_INFINITY, -1) or soft >= wanted:
        return Finding(name, "ok", f"{soft} allowed")
    return Finding(
        name,
        "warn",
        f"{soft} allowed",
        f"{site.settings.sockets_at_most} phones and screens want about {wanted}.",
        f"ulimit -n {wanted}, or LimitNOFILE in the service's unit.",
    )


def nearest(folder: Path) -> Path:
    """The folder, or the closest one above it that exists."""
    folder = folder.resolve()
    return next(path for path in (folder, *folder.parents) if path.exists())
