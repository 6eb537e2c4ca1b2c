"""What stands in the database: its tables, the people, the devices, what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store_server.commands.checks.finding import Finding, Site

if TYPE_CHECKING:
    from store_server.payment_views import SettledView
    from store_server.storage import Storage

SILENT_AFTER = timedelta(minutes=10)
MANY_UNREADABLE = 100
SETTLED_TOLD_FOR = timedelta(days=1)
LETTERS_LATE_AFTER = timedelta(hours=1)
MOST_LOOKED_AT = 1000
KEY_FILE = "secret.key"


class NotYetError(Exception):
    """There is nothing to look at; the text says why."""


def database(site: Site) -> Finding:
    from store_server.storage.engine import open_engine
    from store_server.storage.migrate import current

    name = "database"
    kind = "PostgreSQL" if site.settings.database_url.startswith("postgres") else "SQLite"
    if not _made(site):
        return Finding(name, "ok", f"{kind}, made at the first start")
    try:
        engine = open_engine(site.settings.database)
        current(engine)
        engine.dispose()
    except Exception as error:  # noqa: BLE001 - whatever the reason, it is what the check reports
        return Finding(
            name,
            "fail",
            f"{kind} cannot be opened ({first_line(error)})",
            "Nothing can be read or written.",
            "Start it, or look at ACCUEIL_DATABASE_URL; the data folder must be writable.",
        )
    return Finding(name, "ok", f"{kind} answers")


def tables(site: Site) -> Finding:
    from store_server.storage.migrate import head

    try:
        revision, newest = _revision(site), head()
    except Exception as error:  # noqa: BLE001 - "database" says what is wrong with it
        return Finding("tables", "warn", f"cannot be looked at ({first_line(error)})")
    if revision is None:
        return Finding("tables", "ok", "made at the first start")
    if revision == newest:
        return Finding("tables", "ok", f"revision {revision}, the newest")
    if revision > newest:
        return Finding(
            "tables",
            "fail",
            f"revision {revision}; this program knows {newest}",
            "A newer program has used this database.",
            "Install the newer program, or restore the backup made before it.",
        )
    return Finding(
        "tables",
        "warn",
        f"revision {revision}; the newest is {newest}",
        "The next start brings them up to date.",
        "Make a backup, then start the server.",
    )


def people(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        if count := len(storage.queries.associates()):
            return Finding("people", "ok", f"{count} work here")
        return Finding(
            "people", "warn", "nobody works here", "There is nobody to signal.", "accueil user add"
        )

    return looked("people", site, look)


def managers(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        if any(person.role == "manager" for person in storage.queries.associates()):
            return Finding("manager", "ok", "there is one")
        return Finding(
            "manager",
            "warn",
            "there is none",
            "Nobody can pair phones, or is told when nobody else answers.",
            "accueil user add NAME --role manager",
        )

    return looked("manager", site, look)


def pins(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        people = storage.queries.associates()
        having = sum(storage.accounts.pin_of(person.id).hash is not None for person in people)
        if having:
            return Finding("PIN", "ok", f"{having} of {len(people)} have one")
        return Finding(
            "PIN",
            "warn",
            "nobody has one",
            "Nobody has signed in yet.",
            "accueil user pair WHO; the PIN is chosen on the phone.",
        )

    return looked("PIN", site, look)


def shift(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        if count := sum(person.on_shift for person in storage.queries.associates()):
            return Finding("shift", "ok", f"{count} on shift")
        return Finding(
            "shift",
            "warn",
            "nobody is on shift",
            "An arrival would wait until somebody is.",
            "The switch on their phone, or on the manager's screen.",
        )

    return looked("shift", site, look)


def devices(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        known = storage.queries.devices()
        before = datetime.now(UTC) - SILENT_AFTER
        silent = [one for one in known if one.last_heard_at and one.last_heard_at < before]
        if silent:
            return Finding(
                "devices",
                "warn",
                f"{len(silent)} of {len(known)} silent for 10 minutes or more",
                "Where they stand, nobody is seen to come or go.",
                "accueil device list shows which; look at their power and network.",
            )
        return Finding("devices", "ok", f"{len(known)} known, none silent" if known else "none yet")

    return looked("devices", site, look)


def unplaced(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        count = sum(not device.zone for device in storage.queries.devices())
        if not count:
            return Finding("places", "ok", "every device has its zone")
        return Finding(
            "places",
            "warn",
            f"{count} stand nowhere",
            "Each then counts as a zone of its own.",
            "accueil device place DEVICE ZONE",
        )

    return looked("places", site, look)


def unreadable(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        count = sum(kept.count for kept in storage.quarantine.recent(MOST_LOOKED_AT))
        if count < MANY_UNREADABLE:
            return Finding("quarantine", "ok", f"{count} unreadable messages kept")
        return Finding(
            "quarantine",
            "warn",
            f"{count} unreadable messages kept",
            "A device speaks a dialect that we do not read, or is broken.",
            "accueil decode TOPIC FILE says why a message cannot be read.",
        )

    return looked("quarantine", site, look)


def letters(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        post = storage.post.standing()
        late = post.oldest is not None and datetime.now(UTC) - post.oldest > LETTERS_LATE_AFTER
        if late or post.refused:
            return Finding(
                "letters",
                "warn",
                f"{post.waiting} wait, {post.refused} were refused in the last week",
                "Guests do not hear from the house.",
                "Look at the check of the mail server; mend refused addresses on the guest list.",
            )
        return Finding("letters", "ok", f"{post.waiting} wait to be sent")

    return looked("letters", site, look)


def payments(site: Site) -> Finding:
    """What is settled, what is still being asked about, and what needs a person."""

    def look(storage: Storage) -> Finding:
        due = storage.payment_queries.due()
        if due.conflicted:
            return Finding(
                "payments",
                "warn",
                f"{due.conflicted} where the provider names another amount or currency",
                "Nobody leaves with these bags before somebody has looked at them.",
                "Give back what was charged, then resolve the basket, on the manager's screen.",
            )
        if due.unknown:
            return Finding(
                "payments",
                "warn",
                f"{due.unknown} of which the outcome is not known yet",
                "The provider does not answer; it is asked again by itself, and nobody pays twice.",
                "Look whether the internet and the provider are there.",
            )
        if due.unsettled or due.refunds:
            return Finding(
                "payments", "ok", f"{due.unsettled} under way, {due.refunds} refunds under way"
            )
        settled = storage.payment_queries.settled(datetime.now(UTC) - SETTLED_TOLD_FOR)
        return Finding("payments", "ok", f"all settled{_how(settled)}")

    return looked("payments", site, look)


def _how(settled: SettledView) -> str:
    """What had to be found out in the last day, and what came of it."""
    asked = [
        (settled.charged, "charged"),
        (settled.let_go, "let go"),
        (settled.refunded, "refunded"),
    ]
    late = [(settled.honoured, "honoured"), (settled.given_back, "given back")]
    parts = []
    for what, counts in (("by asking again", asked), ("too late", late)):
        if said := ", ".join(f"{count} {word}" for count, word in counts if count):
            parts.append(f"{what} {said}")
    return f"; in the last day {'; '.join(parts)}" if parts else ""


def consents(site: Site) -> Finding:
    def look(storage: Storage) -> Finding:
        with storage.store.look() as uow:
            count = len({one.client_id for one in uow.identities.recognisable()})
        if count:
            return Finding("consents", "ok", f"{count} clients may be recognised")
        return Finding(
            "consents",
            "warn",
            "no client can be recognised",
            "Every beacon and pass is a stranger's until somebody agrees to be known by one.",
            "Ask for the consent, and enrol their beacon, on the associate's app.",
        )

    return looked("consents", site, look)


def _made(site: Site) -> bool:
    """Whether a server has started here before: nothing is made by looking."""
    made_key = (site.settings.data_dir / KEY_FILE).exists()
    named = bool(site.settings.database_url)
    return named or (made_key and (site.settings.data_dir / "accueil.db").exists())


def _revision(site: Site) -> str | None:
    from store_server.storage.engine import open_engine
    from store_server.storage.migrate import current

    if not _made(site):
        return None
    engine = open_engine(site.settings.database)
    try:
        return current(engine)
    finally:
        engine.dispose()


@contextmanager
def _opened(site: Site) -> Iterator[Storage]:
    """The records as they are. Raises `NotYetError` where opening them would make or change any."""
    from store_server.storage import open_storage
    from store_server.storage.migrate import head

    revision = _revision(site)
    if revision is None or not (site.settings.data_dir / KEY_FILE).exists():
        raise NotYetError("not looked at: there is no database yet")
    if revision != head():
        raise NotYetError("not looked at: see “tables”")
    storage = open_storage(site.settings)
    try:
        yield storage
    finally:
        storage.close()


def looked(name: str, site: Site, look: Callable[[Storage], Finding]) -> Finding:
    try:
        with _opened(site) as storage:
            return look(storage)
    except NotYetError as error:
        return Finding(name, "warn", str(error))
    except Exception as error:  # noqa: BLE001 - records in any state must not stop the doctor
        return Finding(
            name,
            "warn",
            f"cannot be looked at ({first_line(error)})",
            "What it would say is not known.",
            "Mend “database” and “secret key” first.",
        )


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
