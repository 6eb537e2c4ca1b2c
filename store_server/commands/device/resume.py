"""`accueil device resume`: heed a suspended device again."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework


@click.command("resume")
@click.argument("device")
def command(device: str) -> None:
    """Heed a suspended device again, with the account that it had."""
    from store_server.device_messages import ResumeDevice

    with housework() as work:
        work.keep.resume(ResumeDevice(work.known(device), by_id=BY))
    click.echo(f"{device} is heeded again.")
