"""`accueil device suspend`: stop heeding a device."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework


@click.command("suspend")
@click.argument("device")
def command(device: str) -> None:
    """Stop heeding a device: within two seconds its account is closed, its token refused, and
    nothing that it says has any effect. It keeps its name and its place."""
    from store_server.device_messages import SuspendDevice

    with housework() as work:
        work.keep.suspend(SuspendDevice(work.known(device), by_id=BY))
    click.echo(f"{device} is suspended; `accueil device resume {device}` lifts it.")
