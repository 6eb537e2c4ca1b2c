"""`accueil device keys`: give a device another password and address."""

from __future__ import annotations

import click

from store_server.commands.device.adopt import show_keys
from store_server.commands.device.housework import BY, housework


@click.command("keys")
@click.argument("device")
def command(device: str) -> None:
    """Give a device another password, and another address to push to; the old ones end at once.

    They are shown this once. For one that was adopted with keys, and for agents of ours.
    """
    from store_server.device_messages import RenewKeys

    with housework() as work:
        renewed = work.adopt.renew(RenewKeys(work.known(device), by_id=BY))
        settings = work.boutique.settings
    show_keys(renewed, settings)
