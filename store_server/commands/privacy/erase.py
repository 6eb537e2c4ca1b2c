"""`accueil privacy erase`: nothing of somebody is left."""

from __future__ import annotations

import click

from store_server.commands.privacy.opening import open_privacy

BY = "command line"


@click.command("erase")
@click.argument("who")
@click.option("--guest", is_flag=True, help="WHO is the id of a guest of an event.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def command(who: str, guest: bool, yes: bool) -> None:
    """Erase a client or a guest from everything.

    WHO is a client's id, or words that name one client.

    What the law wants kept stays without them: the ledger never named anybody. Backups that were
    made before hold them until those are thrown away; after restoring one, erase them again.

    \b
    Example:
      accueil privacy erase "Élise de la Tour"
    """
    from store_server.privacy_messages import EraseClient, EraseGuest

    with open_privacy() as opened:
        queries = opened.storage.privacy_queries
        person = who if guest else opened.client(who)
        held = queries.held_of_guest(person) if guest else queries.held_of_client(person)
        if not yes:
            entries = f"{held.rows:,} entries in {len(held.sections)} sections"
            click.confirm(f"{entries} are held of them. Erase for good?", abort=True)
        if guest:
            rows = opened.forget.erase_guest(EraseGuest(person, BY))
        else:
            rows = opened.forget.erase_client(EraseClient(person, BY))
    click.echo(f"Erased: {rows:,} rows. Every screen forgets them when it is next connected.")
