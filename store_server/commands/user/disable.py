"""`accueil user disable`: let somebody in no longer, or again."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique


@click.command("disable")
@click.argument("who")
@click.option("--undo", is_flag=True, help="Let them in again; name them by their id.")
def command(who: str, undo: bool) -> None:
    """Let somebody in no longer. Their visits and signals stay in the books.

    They are signed out everywhere, their shift ends, and nothing is signalled to them.
    """
    with open_boutique(begins=False) as boutique:
        associate_id = who if undo else boutique.person(who).id
        boutique.let_in(associate_id, undo)
    click.echo("They are let in again." if undo else "They are signed out and let in no longer.")
