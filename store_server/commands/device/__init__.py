"""`accueil device`: the gateways, scanners and screens of the boutique."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "device",
    cls=Sections,
    package="store_server.commands.device",
    sections={
        "Commands": {
            "list": "What devices there are, where they stand, when they last spoke.",
            "name": "Give a device a name.",
            "place": "Say in which zone a device stands.",
            "forget": "Take a device off the list.",
        }
    },
)
def command() -> None:
    """The gateways, scanners and screens of the boutique.

    A device needs no adding: it is listed from the first time that it speaks. One can be named
    and placed before. A server that runs takes a new place over when it starts again; use the
    manager's screen to change it at once.
    """
