"""`accueil privacy sign`: what is read at the door, to print."""

from __future__ import annotations

from pathlib import Path

import click

from store_server.commands.boutique import read_settings
from store_server.commands.sentences import CommandError


@click.command("sign")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """The sign for the door, as PDF.

    One sheet of A4 in French and English, with a code that leads to the page of what is kept, why
    and for how long. ACCUEIL_PUBLIC_URL must be what a client's phone can open.

    \b
    Example:
      accueil privacy sign sign.pdf
    """
    from store_server.app import letterhead
    from store_server.privacy.sign import address, sign_pdf

    settings = read_settings()
    made = sign_pdf(settings, letterhead(settings).typefaces)
    try:
        with file.open("xb") as opened:
            opened.write(made)
    except FileExistsError as error:
        raise CommandError(f"{file} is there already.") from error
    click.echo(f"{file} leads to {address(settings)}.")
