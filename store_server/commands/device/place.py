"""`accueil device place`: say where a device stands."""

from __future__ import annotations

import click

from store_server.commands.device.amending import amend


@click.command("place")
@click.argument("device")
@click.argument("zone")
def command(device: str, zone: str) -> None:
    """Say in which zone a device stands. DEVICE and ZONE are ids.

    \b
    Example:
      accueil device place salon-1 salon
    """
    amend(device, zone=zone)
    click.echo(f"{device} stands in {zone}; a server that runs reads it when it starts again.")
