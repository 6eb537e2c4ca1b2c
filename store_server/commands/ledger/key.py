"""`accueil ledger key`: the key that archives are signed by."""

from __future__ import annotations

import click

from store_server.commands.ledger.opening import open_ledger
from store_server.commands.printing import json_option, to_json


@click.command("key")
@json_option
def command(as_json: bool) -> None:
    """The key that archives are signed by: give its fingerprint to whoever keeps them.

    It is made from the boutique's secret.key, and is the same for as long as that file is.
    """
    from payments.archive import public

    with open_ledger() as opened:
        fingerprint, key = opened.desk.fingerprint, public(opened.desk.key)
    if as_json:
        click.echo(to_json({"fingerprint": fingerprint, "ed25519": key}))
    else:
        click.echo(f"{fingerprint}\nEd25519, in base 64: {key}")
