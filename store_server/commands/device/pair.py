"""`accueil device pair`: a code by which an agent of ours comes."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework
from store_server.commands.device.place import ON_THE_PLAN


@click.command("pair")
@click.option("--name", help="What people will call it.")
@click.option("--zone", help="The id of the zone in which it will stand.")
@click.option("--at", nargs=2, type=ON_THE_PLAN, metavar="X Y", help="Its place on the plan.")
@click.option("--replaces", help="The id of the device whose place it takes.")
def command(
    name: str | None, zone: str | None, at: tuple[float, float] | None, replaces: str | None
) -> None:
    """Make a code by which an agent of ours comes: for ten minutes, for one device.

    \b
    Example:
      accueil device pair --name "Door camera" --zone entrance
    """
    from store_server.web.adoption_codes import offer

    with housework() as work:
        settings, clock = work.boutique.settings, work.boutique.clock
        made = offer(settings, clock, work.adopt.offer, name, zone, at, replaces, BY)
    click.echo(f"Code {made.code}, until {made.expires_at.astimezone(settings.zone):%H:%M:%S}.")
    click.echo(f"On the device: accueil agent … --pair {made.url}")
