"""`accueil user pair`: a sign-in code for somebody's phone."""

from __future__ import annotations

from datetime import timedelta

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_option, to_json


@click.command("pair")
@click.argument("who")
@click.option(
    "--minutes",
    type=click.IntRange(1, 24 * 60),
    default=10,
    show_default=True,
    help="How long the code may be used.",
)
@json_option
def command(who: str, minutes: int, as_json: bool) -> None:
    """Make a sign-in code for somebody's phone. It works once.

    Open the address on the phone, or type the code there, or point its camera at the picture.
    """
    from store_server.audit_ports import COMMAND_LINE

    with open_boutique(begins=False) as boutique:
        person = boutique.person(who)
        valid = timedelta(minutes=minutes)
        made = boutique.pairings.create(
            "associate", associate_id=person.id, valid=valid, by_id=COMMAND_LINE
        )
    if as_json:
        click.echo(to_json({"code": made.code, "url": made.url, "expires_at": made.expires_at}))
        return
    from store_server.demo.codes import drawn

    click.echo(f"{person.display_name}: {made.code}  {made.url}\n")
    click.echo("\n".join(drawn(made.url)))
