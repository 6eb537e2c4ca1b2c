"""`accueil apikey`: keys with which the brand's own programs bring the catalogue."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "apikey",
    cls=Sections,
    package="store_server.commands.apikey",
    sections={
        "Commands": {
            "add": "Give a program a key.",
            "list": "Which keys stand, and when each was last used.",
            "revoke": "Let a program in no longer.",
        }
    },
)
def command() -> None:
    """Keys with which the brand's own programs read and bring the catalogue.

    A key is shown once, when it is made. A program sends it as `Authorization: Bearer KEY`.
    """
