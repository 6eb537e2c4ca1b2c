"""`accueil keys list`: which keys sign passes, and which did."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_option, table, to_json


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """Which keys there are, the newest first, with their public halves."""
    with open_boutique(begins=False) as boutique, boutique.store.begin() as uow:
        keys = uow.passes.keys()
    if as_json:
        found = [
            {
                "id": f"{one.key_id:04x}",
                "public": one.public.hex(),
                "created_at": one.created_at,
                "retired_at": one.retired_at,
            }
            for one in keys
        ]
        click.echo(to_json({"keys": found}))
        return
    rows = [
        (
            f"{one.key_id:04x}",
            f"{one.created_at:%Y-%m-%d}",
            f"{one.retired_at:%Y-%m-%d}" if one.retired_at else "signs",
            one.public.hex(),
        )
        for one in keys
    ]
    if not rows:
        click.echo("No pass was given yet: the first key is made with it.")
        return
    table("Keys", ("Id", "Since", "Until", "Public half"), rows)
