"""`accueil apikey list`: which programs have a key."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_lines, json_option, table


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """Which keys stand, and when each was last used."""
    with open_boutique(begins=False) as boutique:
        keys = boutique.accounts.api_keys()
    if as_json:
        json_lines(
            {
                "id": one.id,
                "name": one.name,
                "scope": one.scope.value,
                "created_at": one.created_at,
                "last_used_at": one.last_used_at,
            }
            for one in keys
        )
        return
    if not keys:
        click.echo("No program has a key: accueil apikey add NAME")
        return
    table(
        "Keys of programs",
        ("Name", "Scope", "Made", "Last used", "Id"),
        [
            (
                one.name,
                one.scope.value,
                f"{one.created_at:%Y-%m-%d}",
                f"{one.last_used_at:%Y-%m-%d %H:%M}" if one.last_used_at else "never",
                one.id,
            )
            for one in keys
        ],
    )
