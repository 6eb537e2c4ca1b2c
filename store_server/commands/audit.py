"""`accueil audit`: who saw and did what to whom."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_lines, json_option, table
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.audit_ports import AuditAsked
    from store_server.commands.boutique import Boutique

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("audit")
@click.option("--whom", metavar="ID", help="Lines about this client, guest, colleague or device.")
@click.option("--who", metavar="WHO", help="Lines of what this colleague saw and did.")
@click.option("--what", metavar="NAME", help="Lines of this deed, such as card.read.")
@click.option("--day", type=DAY, metavar="DAY", help="Lines of one of the boutique's days.")
@click.option("--until", type=DAY, metavar="DAY", help="With --day: the last of several days.")
@click.option("-n", "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help="Write every line as CSV, for a spreadsheet.")
@click.option("--check", is_flag=True, help="Prove that no line was changed or taken out.")
@json_option
def command(
    whom: str | None,
    who: str | None,
    what: str | None,
    day: datetime | None,
    until: datetime | None,
    limit: int,
    as_csv: bool,
    check: bool,
    as_json: bool,
) -> None:
    """Who saw and did what to whom, the newest first.

    \b
    Examples:
      accueil audit --who "Camille Laurent" --day 2026-11-29
      accueil audit --whom 0198f1c2-… --csv >what-was-seen-of-one-client.csv
      accueil audit --check
    """
    from store_server.audit_ports import AuditAsked

    with open_boutique(begins=False) as boutique:
        if check:
            _check(boutique)
            return
        zone = boutique.settings.zone
        last = until or day
        asked = AuditAsked(
            whom=whom,
            who=None if who is None else _person(boutique, who),
            what=what,
            since=None if day is None else day.replace(tzinfo=zone),
            until=None if last is None else (last + timedelta(days=1)).replace(tzinfo=zone),
            limit=limit,
        )
        _show(boutique, asked, as_csv, as_json)


def _person(boutique: Boutique, who: str) -> str:
    """A colleague's id; or what was said, for a device or the command line."""
    try:
        return boutique.person(who).id
    except CommandError:
        return who


def _check(boutique: Boutique) -> None:
    broken = boutique.audit.first_broken_line()
    if broken is not None:
        raise CommandError(
            f"Line {broken} of the audit log does not follow from those before it: it, or one "
            "before it, was changed or taken out behind the server's back."
        )
    click.echo("Every line of the audit log follows from the one before it.")


def _show(boutique: Boutique, asked: AuditAsked, as_csv: bool, as_json: bool) -> None:
    from store_server.audit_file import as_csv as rows
    from store_server.audit_file import named

    zone = boutique.settings.zone
    if as_csv:
        for row in rows(boutique.audit.all_lines(asked), zone):
            sys.stdout.buffer.write(row)
        return
    lines = boutique.audit.lines(asked)
    if as_json:
        json_lines(lines)
        return
    if not lines:
        click.echo("The audit log has no such line.")
        return
    table(
        "Audit",
        ("At", "By", "What", "To"),
        [
            (
                f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
                named(line.who),
                line.what,
                ", ".join(named(one) for one in line.whom),
            )
            for line in lines
        ],
    )
