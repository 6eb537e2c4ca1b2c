"""What was set, and what was built: settings, addresses, keys, screens."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from store_server.commands.checks.finding import Finding, Site
from store_server.settings import unknown_in

LOOPBACK = ("127.0.0.1", "localhost", "::1")
READABLE_BY_OTHERS = 0o077
KEY_FILE = "secret.key"
VAPID_FILE = "vapid.pem"
MANIFESTS = ("manifest.json", ".vite/manifest.json")


def settings(site: Site) -> Finding:
    given = sorted(name for name in site.environment if name.startswith("ACCUEIL_"))
    if strange := unknown_in(site.environment):
        return Finding(
            "settings",
            "warn",
            f"{len(given)} set, not understood: {', '.join(strange)}",
            "They are of the release that the settings were written for, and have no effect.",
            "Compare them with `accueil config show`.",
        )
    what = f"{len(given)} set, all understood" if given else "none set, all as they come"
    return Finding("settings", "ok", what)


def boutique(site: Site) -> Finding:
    name = site.settings.boutique
    if name and not set(name) & set("/+#\x00 "):
        return Finding("boutique", "ok", f"{name} ({site.settings.boutique_name})")
    return Finding(
        "boutique",
        "fail",
        repr(name),
        "It stands in every MQTT topic.",
        "Set ACCUEIL_BOUTIQUE to letters, digits and dashes, such as paris-1.",
    )


def time_zone(site: Site) -> Finding:
    return Finding("time zone", "ok", site.settings.time_zone)


def address(site: Site) -> Finding:
    """Phones lend camera, notifications and installing only to https, or to themselves."""
    url = urlsplit(site.settings.url)
    name = "address"
    if url.scheme == "https" or url.hostname in LOOPBACK:
        return Finding(name, "ok", site.settings.url)
    return Finding(
        name,
        "warn",
        site.settings.url,
        "Over plain http phones lend neither camera nor notifications, and cannot install it.",
        "Put Caddy or nginx with a certificate in front; set ACCUEIL_PUBLIC_URL to its address.",
    )


def secret_key(site: Site) -> Finding:
    return _key_file(
        site.settings.data_dir / KEY_FILE,
        "secret key",
        "It seals the beacons' identity keys.",
    )


def vapid_key(site: Site) -> Finding:
    return _key_file(
        site.settings.data_dir / VAPID_FILE,
        "Web Push key",
        "Push services know the boutique by it.",
    )


def vapid_contact(site: Site) -> Finding:
    subject = site.settings.vapid_subject
    name = "Web Push contact"
    if subject.startswith(("mailto:", "https:")) and not subject.endswith(".invalid"):
        return Finding(name, "ok", subject)
    return Finding(
        name,
        "warn",
        f"the contact is {subject}",
        "Some push services refuse messages whose sender cannot be reached.",
        "Set ACCUEIL_VAPID_SUBJECT to mailto: and an address that somebody reads.",
    )


def screens(_site: Site) -> Finding:
    dist = Path(__file__).resolve().parents[3] / "kiosk_ui" / "dist"
    if any((dist / name).is_file() for name in MANIFESTS):
        return Finding("screens", "ok", "built")
    return Finding(
        "screens",
        "fail",
        "not built",
        "There is nothing to show on any phone.",
        "make ui",
    )


def quiet_hour(site: Site) -> Finding:
    from datetime import time

    signals = site.settings.signals
    name, given = "quiet hour", (signals.quiet_from, signals.quiet_until)
    if not any(given):
        return Finding(name, "ok", "none")
    try:
        for moment in given:
            time.fromisoformat(moment)
    except ValueError:
        return Finding(
            name,
            "fail",
            f"from {given[0] or 'nothing'} until {given[1] or 'nothing'}",
            "Signals would be refused their sound at the wrong time, or not at all.",
            "Set both ACCUEIL_SIGNALS_QUIET_FROM and _QUIET_UNTIL, such as 21:00 and 09:00.",
        )
    return Finding(name, "ok", f"{given[0]} to {given[1]}")


def _key_file(path: Path, name: str, why: str) -> Finding:
    if not path.exists():
        return Finding(name, "ok", "made at the first start")
    if path.stat().st_mode & READABLE_BY_OTHERS:
        return Finding(name, "fail", f"{path} can be read by others", why, f"chmod 600 {path}")
    return Finding(name, "ok", f"{path}, its owner's alone")
