"""`accueil user`: the people who work in the boutique."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "user",
    cls=Sections,
    package="store_server.commands.user",
    sections={
        "Commands": {
            "add": "Add someone who can be signalled.",
            "list": "Who works here, who is on shift, who has a PIN.",
            "pair": "Make a sign-in code for somebody's phone.",
            "pin": "Set a PIN, or take it away.",
            "recover": "Let somebody who lost every way in choose new ones.",
            "disable": "Let somebody in no longer, or again.",
        }
    },
)
def command() -> None:
    """The people who work in the boutique.

    These commands write to the database themselves, so they also work while no server runs.
    A person is named by their id, the beginning of it, or their name as `list` shows it.
    """
