"""What wears out or fills up while a boutique runs: certificate, cameras, queues, backups."""

from __future__ import annotations

import re
import socket
import ssl
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store_server.bus import WAITING_AT_MOST
from store_server.commands.checks.finding import Finding, Site
from store_server.commands.checks.records import first_line, looked

if TYPE_CHECKING:
    from store_server.storage import Storage
    from store_server.views import DeviceView

PATIENCE_S = 3.0
HTTPS = 443
RENEW_WITHIN = timedelta(days=21)  # the box renews by itself well before: then something is wrong
ENDS_SOON = timedelta(days=7)
SILENT_AFTER = timedelta(minutes=10)
OUTBOX_FULL_PCT = 50.0
LETTERS_AT_MOST = 500
OLD_BACKUP = timedelta(days=2)
OLD_PROOF = timedelta(days=9)  # it is weekly
AHEAD = timedelta(minutes=2)

_FIGURE = re.compile(r"^accueil_bus_waiting (\S+)$", re.MULTILINE)


def certificate(site: Site) -> Finding:
    """As whoever opens the address is shown it, from this machine."""
    name, url = "certificate", urlsplit(site.settings.url)
    if url.scheme != "https" or url.hostname is None:
        return Finding(name, "ok", "none: the address is plain http")
    where = f"{url.hostname}:{url.port or HTTPS}"
    try:
        ends = _ends(url.hostname, url.port or HTTPS)
    except (OSError, ValueError) as error:
        return Finding(
            name,
            "warn",
            f"{where} shows none ({first_line(error)})",
            "How long it holds is not known, and phones may not reach the boutique.",
            "Start the proxy (systemctl status nginx), or mend ACCUEIL_PUBLIC_URL.",
        )
    left = ends - datetime.now(UTC)
    what = f"{where}: until {ends:%Y-%m-%d}, {max(0, left.days)} days"
    if left > RENEW_WITHIN:
        return Finding(name, "ok", what)
    return Finding(
        name,
        "fail" if left < ENDS_SOON else "warn",
        what if left > timedelta(0) else f"{where}: ended on {ends:%Y-%m-%d}",
        "From that day on no phone, kiosk or device speaks to the boutique.",
        "systemctl start accueil-certificate; journalctl -u accueil-certificate says why not.",
    )


def device_certificates(site: Site) -> Finding:
    """Agents renew theirs in the last month; one that has not is cut off on the day it ends."""
    name = "devices' certificates"

    def look(storage: Storage) -> Finding:
        with storage.store.look() as uow:
            keys = uow.devices.keys()
            by_certificate = {one.username for one in keys if one.by_certificate}
            ends: dict[str, datetime] = {}
            for one in uow.devices.unended_certificates():
                if not one.void and one.name in by_certificate:
                    ends[one.name] = max(one.expires_at, ends.get(one.name, one.expires_at))
        late = sorted(one for one, at in ends.items() if at - datetime.now(UTC) < RENEW_WITHIN)
        if not late:
            return Finding(name, "ok", f"{len(ends)} hold" if ends else "none")
        return Finding(
            name,
            "warn",
            f"not renewed, and soon ended or ended: {', '.join(late)}",
            "From that day on the broker refuses them.",
            "Start these agents; one whose certificate has ended is paired anew: "
            "accueil device pair --replaces DEVICE",
        )

    return looked(name, site, look)


def _ends(host: str, port: int) -> datetime:
    """Raises `OSError` or `ValueError`. Whether it is believed is the phones' matter."""
    from cryptography import x509

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), PATIENCE_S) as line,
        context.wrap_socket(line, server_hostname=host) as shown,
    ):
        return x509.load_der_x509_certificate(shown.getpeercert(True) or b"").not_valid_after_utc


def cameras(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        known = [one for one in storage.queries.devices() if one.kind == "camera"]
        before = datetime.now(UTC) - SILENT_AFTER
        wrong = [(one, _wrong(one, before)) for one in known]
        told = [f"{one.name or one.id} {how}" for one, how in wrong if how]
        if not told:
            return Finding("cameras", "ok", f"{len(known)} see well" if known else "none")
        return Finding(
            "cameras",
            "warn",
            "; ".join(told),
            "Who comes and goes there is not counted.",
            "Look at the lens, the cable and the power; accueil camera count tries a camera here.",
        )

    return looked("cameras", site, look)


def _wrong(camera: DeviceView, before: datetime) -> str:
    """What is wrong with it, in a few words; empty where it is well."""
    if camera.standing == "suspended":
        return ""
    if camera.last_heard_at is None or camera.last_heard_at < before or camera.state == "offline":
        return "is silent"
    if camera.lens not in (None, "clear"):
        return f"has its lens {camera.lens}"
    return "sees no pictures" if camera.fps == 0 else ""


def queues(site: Site) -> Finding:
    """What waits: at the bus, in our agents' outboxes, for the mail server."""

    def look(storage: Storage) -> Finding:
        name, waiting = "queues", _at_the_bus(site)
        full = [one for one in storage.queries.devices() if (one.outbox_pct or 0) > OUTBOX_FULL_PCT]
        letters = storage.post.standing().waiting
        told = "not known" if waiting is None else str(waiting)
        what = f"bus {told}, outboxes over half full {len(full)}, letters {letters}"
        if waiting is not None and waiting > WAITING_AT_MOST:
            why = "The bus does not keep up: signals come late."
            return Finding(
                name, "fail", what, why, "Look for a slow disk: accueil_database_seconds."
            )
        if full:
            why = f"{_names(full)} cannot hand over what they saw, and soon let it go."
            return Finding(name, "warn", what, why, "Look at the broker and at their network.")
        if letters > LETTERS_AT_MOST:
            return Finding(name, "warn", what, "Letters go out late.", "See “mail”.")
        return Finding(name, "ok", what)

    return looked("queues", site, look)


def _names(devices: Sequence[DeviceView]) -> str:
    return ", ".join(one.name or one.id for one in devices)


def _at_the_bus(site: Site) -> float | None:
    """Commands that wait in the running server; None where none answers."""
    settings = site.settings
    host = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::") else settings.host  # noqa: S104 - read, not bound
    try:
        asked = f"http://{host}:{settings.port}/metrics"
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
            found = _FIGURE.search(answer.read().decode())
    except (OSError, ValueError):
        return None
    return float(found[1]) if found else None


def newest_record(site: Site) -> Finding:
    """A record from the future: this clock was set back, or was ahead when it was written."""

    def look(storage: Storage) -> Finding:
        name, newest = "records' time", storage.queries.newest_record()
        if newest is None:
            return Finding(name, "ok", "nothing is written yet")
        what = f"the newest is of {newest:%Y-%m-%d %H:%M} UTC"
        if newest < datetime.now(UTC) + AHEAD:
            return Finding(name, "ok", what)
        return Finding(
            name,
            "fail",
            f"{what}, which is still to come",
            "This clock was set back, or was ahead: visits and receipts carry wrong times.",
            "Compare the clock (timedatectl); if it is right, the records catch up by themselves.",
        )

    return looked("records' time", site, look)


def backups(site: Site) -> Finding:
    """Also those of the box's nightly timer: they lie in the same folder."""
    name, folder = "backup", site.settings.data_dir / "backups"
    made = max((_at(path) for path in folder.glob("*.backup")), default=None)
    why = "A lost disk would take the boutique's memory with it."
    mend = "accueil backup --key KEYFILE, every night, and a copy of it elsewhere."
    if made is None:
        return Finding(name, "warn", f"none in {folder.resolve()}", why, mend)
    age = datetime.now(UTC) - made
    what = f"the last on {made:%d %b %H:%M} UTC in {folder.resolve()}"
    if age > OLD_BACKUP:
        said = f"{what}, {age.days} days ago"
        log = "On the box, journalctl -u accueil-backup says why; else: "
        return Finding(name, "warn", said, why, log + mend)
    proof = folder / ".proven"
    if proof.exists() and datetime.now(UTC) - _at(proof) > OLD_PROOF:
        return Finding(
            name,
            "warn",
            f"{what}; none was proven by restoring it since {_at(proof):%d %b}",
            "A backup that was never opened may not open.",
            "systemctl start accueil-proof; journalctl -u accueil-proof says what is wrong.",
        )
    return Finding(name, "ok", what)


def _at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
