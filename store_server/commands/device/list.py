"""`accueil device list`: what devices there are."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_lines, json_option, table


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """What devices there are, where they stand, how they are."""
    with open_boutique(begins=False) as boutique:
        devices = boutique.queries.devices()
        zone = boutique.settings.zone
    if as_json:
        json_lines(devices)
        return
    if not devices:
        click.echo(
            "There is no device yet: see `accueil device waiting`. Is the broker reachable? "
            "`accueil doctor` looks."
        )
        return
    table(
        "Devices",
        ("Id", "Name", "Kind", "Dialect", "Zone", "State", "Last heard", "Battery", "Alarms"),
        [
            (
                device.id,
                device.name,
                device.kind,
                device.dialect,
                device.zone_name or device.zone or "",
                device.state if device.standing == "adopted" else device.standing,
                f"{device.last_heard_at.astimezone(zone):%d %b %H:%M:%S}"
                if device.last_heard_at
                else "never",
                "" if device.battery_pct is None else f"{device.battery_pct:.0f} %",
                ", ".join(alarm.kind for alarm in device.alarms),
            )
            for device in devices
        ],
    )
