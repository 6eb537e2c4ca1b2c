"""`accueil device waiting`: who speaks and was not adopted."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_lines, json_option, table


@click.command("waiting")
@json_option
def command(as_json: bool) -> None:
    """Who speaks and was not adopted. Nothing that they say has any effect."""
    with open_boutique(begins=False) as boutique:
        waiting = boutique.device_queries.waiting()
        zone = boutique.settings.zone
    if as_json:
        json_lines(waiting)
        return
    if not waiting:
        click.echo("Nobody waits.")
        return
    table(
        "Waiting",
        ("Speaks as", "Kind", "Dialect", "Model", "Last heard"),
        [
            (
                one.hardware,
                one.kind,
                one.dialect,
                one.model or "",
                f"{one.last_heard_at.astimezone(zone):%d %b %H:%M:%S}",
            )
            for one in waiting
        ],
    )
