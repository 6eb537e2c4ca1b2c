"""`accueil openapi`: the API's OpenAPI document."""

from __future__ import annotations

import click


@click.command("openapi")
@click.option("--compact", is_flag=True, help="On one line.")
def command(compact: bool) -> None:
    """The API's OpenAPI document, as the server gives it at /api/v1/openapi.json.

    \b
    Example:
      accueil openapi > accueil-openapi.json
    """
    from importlib.metadata import version

    import msgspec

    from store_server.web.api import RESOURCES
    from store_server.web.openapi import document

    text = msgspec.json.encode(document(RESOURCES, version("accueil")))
    click.echo(text if compact else msgspec.json.format(text, indent=2))
