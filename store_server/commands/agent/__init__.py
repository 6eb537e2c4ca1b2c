"""`accueil agent`: the gateways, scanners and cameras that we make of a computer ourselves."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "agent",
    cls=Sections,
    package="store_server.commands.agent",
    sections={
        "Commands": {
            "ble": "A Bluetooth gateway of this computer's adapters.",
            "camera": "A camera that counts who comes and goes.",
            "scanner": "A scanner of this computer's camera, or of a hand scanner on it.",
        },
    },
)
def command() -> None:
    """Our own devices: what this computer hears, reads and sees, told to the boutique.

    An agent speaks over MQTT alone, as a bought device does, and runs beside the server or on a
    small computer of its own. What it must not lose it keeps until the server has stored it.
    """
