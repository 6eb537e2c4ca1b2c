"""`accueil device`: the gateways, scanners, cameras and screens of the boutique."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "device",
    cls=Sections,
    package="store_server.commands.device",
    sections={
        "Look": {
            "list": "What devices there are, where they stand, how they are.",
            "waiting": "Who speaks and was not adopted.",
        },
        "Take in": {
            "adopt": "Take in a device that waits, or one that has not spoken yet.",
            "pair": "Make a code by which an agent of ours comes.",
            "replace": "Let a spare take a device's place, with its name and history.",
        },
        "Change": {
            "name": "Give a device a name.",
            "place": "Say in which zone a device stands.",
            "keys": "Give a device another password, and another address to push to.",
            "identify": "Let a device blink.",
            "suspend": "Stop heeding a device, and close its account.",
            "resume": "Heed a suspended device again.",
            "forget": "Take a device off the list.",
        },
    },
)
def command() -> None:
    """The gateways, scanners, cameras and screens of the boutique.

    A device is ours once it was adopted: until then nothing that it says has any effect. A server
    that runs takes over within a second what is changed here.
    """
