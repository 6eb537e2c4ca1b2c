"""`accueil user recover`: somebody has lost their passkey, password and codes."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_option, to_json


@click.command("recover")
@click.argument("who")
@json_option
def command(who: str, as_json: bool) -> None:
    """Let somebody who lost every way in choose new ones.

    Their passkeys, password, recovery codes and PIN are forgotten, their devices unpaired and their
    sessions ended; the code that is made here is for their new phone or browser. Be sure who asks.
    """
    from store_server.audit_ports import COMMAND_LINE

    with open_boutique() as boutique:
        person = boutique.person(who)
        line = boutique.deed("ways.forgotten", person.id)
        boutique.accounts.forget_ways(person.id, line.at, line)
        code = boutique.pairings.create("associate", associate_id=person.id, by_id=COMMAND_LINE)
    if as_json:
        click.echo(to_json({"code": code.code, "url": code.url, "expires_at": code.expires_at}))
        return
    click.echo(f"{person.display_name} is signed out everywhere, and chooses anew how to sign in.")
    click.echo(f"Sign-in code for ten minutes: {code.code}  ({code.url})")
