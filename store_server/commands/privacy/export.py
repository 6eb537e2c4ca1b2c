"""`accueil privacy export`: all that is held of somebody, for them to take away."""

from __future__ import annotations

from pathlib import Path

import click

from store_server.commands.printing import to_json
from store_server.commands.privacy.opening import open_privacy
from store_server.commands.sentences import CommandError


@click.command("export")
@click.argument("who")
@click.option("--guest", is_flag=True, help="WHO is the id of a guest of an event.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A new file, readable by you alone."
)
def command(who: str, guest: bool, output: Path | None) -> None:
    """All that is held of a client or a guest, as JSON.

    WHO is a client's id, or words that name one client.

    Everything is there, by section: what is sealed is opened, a photo stands in base64. Only the
    keys of beacons, and marks of secrets, are left out.

    \b
    Examples:
      accueil privacy export "Élise de la Tour" -o elise.json
      accueil privacy export --guest 01a2… >guest.json
    """
    with open_privacy() as opened:
        queries = opened.storage.privacy_queries
        held = queries.held_of_guest(who) if guest else queries.held_of_client(opened.client(who))
    told = to_json(held)
    if output is None:
        click.echo(told)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            output.chmod(0o600)
            file.write(told + "\n")
    except FileExistsError as error:
        raise CommandError(f"{output} is there already.") from error
    click.echo(f"{output} holds {held.rows:,} entries in {len(held.sections)} sections.")
