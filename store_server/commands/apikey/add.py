"""`accueil apikey add`: a key for a program."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_option, to_json


@click.command("add")
@click.argument("name")
@click.option("--write", is_flag=True, help="It may bring articles and rates, not only read them.")
@json_option
def command(name: str, write: bool, as_json: bool) -> None:
    """Give a program a key. It is shown this once; only its hash is kept.

    \b
    Example:
      accueil apikey add "SAP Paris" --write
    """
    from store_server.account_ports import Scope
    from store_server.audit_ports import COMMAND_LINE
    from store_server.web import tokens

    shown = " ".join(name.split())
    if not shown:
        raise click.BadParameter("a name has at least one letter", param_hint="NAME")
    key = tokens.new_key()
    with open_boutique() as boutique:
        now = boutique.clock.now()
        scope = Scope.WRITE if write else Scope.READ
        made = boutique.accounts.add_api_key(
            shown, scope, tokens.fingerprint(key), now, COMMAND_LINE
        )
    if as_json:
        click.echo(to_json({"id": made.id, "name": shown, "scope": scope.value, "key": key}))
        return
    click.echo(f"{shown} may {'read and write' if write else 'read'} the catalogue: {made.id}")
    click.echo(f"Its key, shown this once: {key}")
