"""`accueil apikey revoke`: a program is let in no longer."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.sentences import CommandError


@click.command("revoke")
@click.argument("key")
def command(key: str) -> None:
    """Let a program in no longer. KEY is its id, the beginning of it, or the program's name."""
    from store_server.audit_ports import COMMAND_LINE

    wanted = " ".join(key.split())
    with open_boutique(begins=False) as boutique:
        keys = boutique.accounts.api_keys()
        found = [one for one in keys if wanted in (one.id, one.name)]
        found = found or [one for one in keys if wanted and one.id.startswith(wanted)]
        if len(found) != 1:
            which = f"{len(found)} keys" if found else "no key"
            raise CommandError(f"{key!r} may be {which}: `accueil apikey list` shows their ids.")
        now = boutique.clock.now()
        boutique.accounts.revoke_api_key(found[0].id, now, COMMAND_LINE)
    click.echo(f"{found[0].name} is let in no longer.")
