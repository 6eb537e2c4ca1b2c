"""`accueil privacy register`: why what is held of whom, and until when."""

from __future__ import annotations

import click

from store_server.commands.boutique import read_settings


@click.command("register")
@click.option(
    "-l", "--language", type=click.Choice(["fr", "en"]), help="Else the boutique's, or French."
)
def command(language: str | None) -> None:
    """The register of processing: why, what, how long.

    Article 30 of the GDPR wants one. It is made from what the programme holds and from this
    boutique's own settings, as Markdown; no database is opened.

    \b
    Example:
      accueil privacy register --language fr >registre.md
    """
    from store_server.privacy.register import register

    settings = read_settings()
    click.echo(register(settings, language or settings.language), nl=False)
