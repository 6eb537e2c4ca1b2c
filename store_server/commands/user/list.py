"""`accueil user list`: who works here."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_lines, json_option, table


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """Who works here, who is on shift, who has a PIN."""
    with open_boutique(begins=False) as boutique:
        people = [
            (person, boutique.accounts.pin_of(person.id).hash is not None)
            for person in boutique.queries.associates()
        ]
    if as_json:
        json_lines(
            {
                "id": person.id,
                "display_name": person.display_name,
                "role": person.role,
                "languages": person.languages,
                "on_shift": person.on_shift,
                "pin": has_pin,
            }
            for person, has_pin in people
        )
        return
    if not people:
        click.echo("Nobody works here yet: accueil user add NAME")
        return
    table(
        "People",
        ("Name", "Role", "Languages", "On shift", "PIN", "Id"),
        [
            (
                person.display_name,
                person.role,
                " ".join(person.languages),
                "yes" if person.on_shift else "",
                "set" if has_pin else "none",
                person.id,
            )
            for person, has_pin in people
        ],
    )
