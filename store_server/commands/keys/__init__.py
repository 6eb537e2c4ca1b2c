"""`accueil keys`: the keys that sign passes."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "keys",
    cls=Sections,
    package="store_server.commands.keys",
    sections={
        "Commands": {
            "list": "Which keys there are, and which one signs.",
            "rotate": "Sign with a new key from now on.",
        }
    },
)
def command() -> None:
    """The keys that sign the passes of private events.

    The first is made for the first pass. A key that was retired is still believed: passes that
    guests have keep letting them in.
    """
