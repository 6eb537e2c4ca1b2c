"""`accueil device name`: give a device a name."""

from __future__ import annotations

import click

from store_server.commands.device.amending import amend


@click.command("name")
@click.argument("device")
@click.argument("name")
def command(device: str, name: str) -> None:
    """Give a device a name. DEVICE is its id as `accueil device list` shows it."""
    amend(device, name=" ".join(name.split()))
    click.echo(f"{device} is called {name} now.")
