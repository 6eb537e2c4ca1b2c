"""`accueil qr`: codes in pictures, read and made."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "qr",
    cls=Sections,
    package="store_server.commands.qr",
    sections={
        "Commands": {
            "decode": "Read the codes in pictures.",
            "make": "Make a code: PNG, SVG or on this terminal.",
        }
    },
)
def command() -> None:
    """Codes in pictures, read and made."""
