"""`accueil privacy`: what is held of somebody, told and erased; what is forgotten in time."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "privacy",
    cls=Sections,
    package="store_server.commands.privacy",
    sections={
        "Look": {
            "export": "All that is held of a client or a guest, as JSON.",
            "register": "The register of processing: why, what, how long.",
        },
        "Do": {
            "erase": "Erase a client or a guest from everything.",
            "retention": "Remove what is older than its period; or say what would go.",
            "sign": "The sign for the door, as PDF.",
        },
    },
)
def command() -> None:
    """What is held of people: told to them, erased at their wish, forgotten in time.

    All of it works while the server runs, which hears of an erasure within a second and tells
    every screen.
    """
