"""`accueil device forget`: take a device off the list."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.sentences import CommandError


@click.command("forget")
@click.argument("device")
def command(device: str) -> None:
    """Take a device off the list. It comes back, unnamed, when it speaks again."""
    with open_boutique() as boutique:
        if device not in {known.id for known in boutique.queries.devices()}:
            raise CommandError(f"No device is called {device!r}: see `accueil device list`.")
        with boutique.store.begin() as uow:
            uow.places.forget_device(device)
            uow.journal.write("DeviceForgotten", {"device": device}, boutique.clock.now())
            uow.commit()
    click.echo(f"{device} is forgotten.")
