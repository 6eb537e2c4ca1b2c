"""`accueil keys rotate`: sign with a new key from now on."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique


@click.command("rotate")
def command() -> None:
    """Sign with a new key from now on.

    Passes that guests have are still believed. Nothing need be restarted: a gate that works with
    no network learns of the new key with its next list.
    """
    from store_server.event_messages import RotateKeys
    from store_server.handlers.desk import Desk
    from store_server.handlers.passes import KeepPasses

    with open_boutique() as boutique:
        desk = Desk(boutique.store, boutique.clock, lambda _event: None)
        made = KeepPasses(desk).rotate(RotateKeys())
    click.echo(f"Passes are signed with key {made:04x} from now on; the ones before are believed.")
