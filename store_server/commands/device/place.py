"""`accueil device place`: say where a device stands."""

from __future__ import annotations

import click

from store_server.commands.device.housework import BY, housework

ON_THE_PLAN = click.FloatRange(0.0, 1.0)


@click.command("place")
@click.argument("device")
@click.argument("zone")
@click.option(
    "--at",
    nargs=2,
    type=ON_THE_PLAN,
    metavar="X Y",
    help="Its place on the floor plan, 0 to 1 from the top left.",
)
def command(device: str, zone: str, at: tuple[float, float] | None) -> None:
    """Say in which zone a device stands. DEVICE and ZONE are ids.

    One that is not known yet is adopted by this.

    \b
    Examples:
      accueil device place salon-1 salon
      accueil device place salon-1 salon --at 0.4 0.25
    """
    from store_server.device_messages import AmendDevice

    with housework() as work:
        work.keep.amend(AmendDevice(device, zone=zone, at=at, by_id=BY))
    click.echo(f"{device} stands in {zone}.")
