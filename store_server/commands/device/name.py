"""`accueil device name`: give a device a name."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework


@click.command("name")
@click.argument("device")
@click.argument("name")
def command(device: str, name: str) -> None:
    """Give a device a name. DEVICE is its id as `accueil device list` shows it.

    One that is not known yet is adopted by this.
    """
    from store_server.device_messages import AmendDevice

    with housework() as work:
        work.keep.amend(AmendDevice(device, name=" ".join(name.split()), by_id=BY))
    click.echo(f"{device} is called {name} now.")
