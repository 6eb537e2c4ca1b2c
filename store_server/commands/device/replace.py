"""`accueil device replace`: let a spare take a device's place."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework


@click.command("replace")
@click.argument("device")
@click.argument("spare")
def command(device: str, spare: str) -> None:
    """Let a spare take a device's place, with its name, its zone and its history.

    SPARE is a device that waits, or one of ours, which is no device of its own from then on. What
    the old one could prove itself with is void.

    \b
    Example:
      accueil device replace door-1 spare-2
    """
    from store_server.device_messages import ReplaceDevice

    with housework() as work:
        work.keep.replace(ReplaceDevice(work.known(device), spare, by_id=BY))
    click.echo(f"{spare} is {device} now.")
