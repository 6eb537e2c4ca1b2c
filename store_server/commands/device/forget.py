"""`accueil device forget`: take a device off the list."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework


@click.command("forget")
@click.argument("device")
def command(device: str) -> None:
    """Take a device off the list. If it speaks again it waits to be adopted."""
    from store_server.device_messages import ForgetDevice

    with housework() as work:
        work.keep.forget(ForgetDevice(work.known(device), by_id=BY))
    click.echo(f"{device} is forgotten.")
